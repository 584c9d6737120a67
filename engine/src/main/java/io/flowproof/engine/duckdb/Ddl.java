package io.flowproof.engine.duckdb;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.column.TableShape;
import java.util.stream.Collectors;

/** Statements that make tables. */
final class Ddl {
  private Ddl() {}

  static String createTable(TableShape shape) {
    return shape.columns().stream()
        .map(column -> quoted(column.name()) + " " + type(column.type()))
        .collect(Collectors.joining(", ", "CREATE TABLE " + quoted(shape.name()) + " (", ")"));
  }

  /** The type's name in DuckDB. */
  static String type(ColumnType type) {
    return switch (type) {
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMP";
      case TEXT -> "VARCHAR";
      case BYTES -> "BLOB";
    };
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
