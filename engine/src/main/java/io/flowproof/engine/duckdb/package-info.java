/** DuckDB: a staging database file that batches are written to, and locked engines to query it. */
@NullMarked
package io.flowproof.engine.duckdb;

import org.jspecify.annotations.NullMarked;
