/** Lakes, opened for queries. */
@NullMarked
package io.flowproof.lake.read;

import org.jspecify.annotations.NullMarked;
