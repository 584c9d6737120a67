/** Templates of functions, written in DuckDB's SQL: read into trees, and said in Trino's SQL. */
@NullMarked
package io.flowproof.query.sql.template;

import org.jspecify.annotations.NullMarked;
