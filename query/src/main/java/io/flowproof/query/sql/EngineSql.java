package io.flowproof.query.sql;

import org.apache.calcite.sql.SqlDialect;

/**
 * The SQL of an engine. Plans hold their functions as DuckDB's SQL; what another engine has no form
 * of is refused when it is printed.
 */
public enum EngineSql {
  /** DuckDB, embedded. */
  DUCKDB("DuckDB", EngineDialect.DUCKDB),
  /** Trino, and Athena, which is made of it. */
  TRINO("Trino", TrinoDialect.TRINO);

  private final String title;
  private final SqlDialect dialect;

  EngineSql(String title, SqlDialect dialect) {
    this.title = title;
    this.dialect = dialect;
  }

  /** The engine's name for people. */
  public String title() {
    return title;
  }

  SqlDialect dialect() {
    return dialect;
  }

  /** Whether rows keep the order of a query inside the query. */
  boolean keepsInnerOrder() {
    return this == DUCKDB;
  }

  /** Whether there are joins that only ask whether there is a pair. */
  boolean hasSemiJoins() {
    return this == DUCKDB;
  }

  /** Whether a null without a type can stand wherever a value can. */
  boolean guessesTypesOfNulls() {
    return this == DUCKDB;
  }

  /** Whether lists become rows in a list of columns. */
  boolean unnestsAmongColumns() {
    return this == DUCKDB;
  }
}
