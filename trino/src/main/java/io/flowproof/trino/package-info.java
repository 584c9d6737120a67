/** Runs SQL on a Trino cluster, over JDBC. */
@NullMarked
package io.flowproof.trino;

import org.jspecify.annotations.NullMarked;
