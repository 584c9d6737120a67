package io.flowproof.query.sql;

import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.dialect.DuckDBSqlDialect;
import org.jspecify.annotations.Nullable;

/** DuckDB's SQL: Calcite's dialect, and what it lacks. */
final class EngineDialect extends DuckDBSqlDialect {
  static final SqlDialect DUCKDB = new EngineDialect();

  private EngineDialect() {
    super(
        DEFAULT_CONTEXT
            .withLiteralQuoteString("'")
            .withLiteralEscapedQuoteString("''")
            .withCaseSensitive(false));
  }

  @Override
  public boolean supportsCharSet() {
    return false;
  }

  /** DuckDB's text is UTF-8; it has no {@code u&'…'} literals. */
  @Override
  public void quoteStringLiteral(StringBuilder out, @Nullable String charsetName, String value) {
    out.append('\'').append(value.replace("'", "''")).append('\'');
  }
}
