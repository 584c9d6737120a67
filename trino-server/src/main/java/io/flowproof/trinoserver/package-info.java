/** A Trino cluster in a process of its own. */
@NullMarked
package io.flowproof.trinoserver;

import org.jspecify.annotations.NullMarked;
