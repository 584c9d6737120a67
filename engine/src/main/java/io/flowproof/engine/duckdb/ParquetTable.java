package io.flowproof.engine.duckdb;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Parquet files as one table. Columns are found by field id; a file without one has nulls there.
 *
 * @param files the files, in the order in which their rows are read; may be empty
 * @param columns the columns of the files that the table reads, each of its type there
 */
public record ParquetTable(List<Path> files, List<ParquetColumn> columns) {

  /** Copies the lists. */
  public ParquetTable {
    files = List.copyOf(files);
    columns = List.copyOf(columns);
  }

  /** A view with the columns of the shape, by name; a map is read as a JSON text. */
  String ddl(TableShape shape) {
    if (files.isEmpty()) {
      return Ddl.createTable(shape);
    }
    String paths =
        files.stream()
            .map(file -> Ddl.literal(file.toString()))
            .collect(Collectors.joining(", ", "[", "]"));
    String fields =
        columns.stream()
            .map(
                column ->
                    "%d: {name: %s, type: %s, default_value: NULL}"
                        .formatted(
                            column.id(), Ddl.literal(column.name()), Ddl.literal(column.type())))
            .collect(Collectors.joining(", "));
    return "CREATE VIEW %s AS SELECT %s FROM read_parquet(%s, schema=MAP {%s})"
        .formatted(
            Ddl.quoted(shape.name()),
            shape.columns().stream().map(this::expression).collect(Collectors.joining(", ")),
            paths,
            fields);
  }

  private String expression(ShapeColumn column) {
    String name = Ddl.quoted(column.name());
    ParquetColumn stored =
        columns.stream()
            .filter(candidate -> candidate.name().equals(column.name()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("Not in the files: " + column.name()));
    return stored.type().startsWith("MAP(")
        ? "CAST(to_json(" + name + ") AS VARCHAR) AS " + name
        : name;
  }

  EngineException unreadable(SQLException e) {
    return new EngineException(
        ErrorCode.DATA, "Cannot read Parquet files: " + DuckDbErrors.text(e), e);
  }
}
