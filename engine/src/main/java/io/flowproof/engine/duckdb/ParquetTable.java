package io.flowproof.engine.duckdb;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Parquet files as one table. Columns are found by field id; a file without one has nulls there.
 *
 * @param files the files, in the order in which their rows are read; may be empty
 * @param columns the columns of the files that the table reads, each of its type there
 * @param computed what a column of the table is, in SQL over the columns of the files, where it is
 *     not the column of that name
 */
public record ParquetTable(
    List<Path> files, List<ParquetColumn> columns, Map<String, String> computed) {

  /** Copies the collections. */
  public ParquetTable {
    files = List.copyOf(files);
    columns = List.copyOf(columns);
    computed = Map.copyOf(computed);
  }

  /** Files whose columns are the table's. */
  public ParquetTable(List<Path> files, List<ParquetColumn> columns) {
    this(files, columns, Map.of());
  }

  /**
   * A view with the columns of the shape, by name; a map is read as a JSON text. Which files it
   * reads a variable of the connection says. The scan's columns have the table's name before
   * theirs, by which plans tell scans apart.
   */
  String ddl(TableShape shape) {
    return files.isEmpty()
        ? Ddl.createTable(shape)
        : "CREATE VIEW %s AS SELECT %s FROM (SELECT %s FROM %s)"
            .formatted(
                Ddl.quoted(shape.name()),
                shape.columns().stream().map(this::shown).collect(Collectors.joining(", ")),
                columns.stream()
                    .map(column -> scanned(shape, column))
                    .collect(Collectors.joining(", ")),
                scan("getvariable('files of " + shape.name() + "')", shape.name() + "."));
  }

  private String shown(ShapeColumn column) {
    String name = Ddl.quoted(column.name());
    String expression = computed.get(column.name());
    return expression == null ? name : expression + " AS " + name;
  }

  /** All columns as they are stored. */
  String select() {
    return columns.stream()
        .map(column -> Ddl.quoted(column.name()))
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + scan(paths(), "")));
  }

  private String paths() {
    return files.stream()
        .map(file -> Ddl.literal(file.toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private String scan(String paths, String prefix) {
    String fields =
        columns.stream()
            .map(
                column ->
                    "%d: {name: %s, type: %s, default_value: NULL}"
                        .formatted(
                            column.id(),
                            Ddl.literal(prefix + column.name()),
                            Ddl.literal(column.type())))
            .collect(Collectors.joining(", "));
    return "read_parquet(%s, schema=MAP {%s})".formatted(paths, fields);
  }

  private static String scanned(TableShape shape, ParquetColumn column) {
    String scanned = Ddl.quoted(shape.name() + "." + column.name());
    return (column.type().startsWith("MAP(")
            ? "CAST(to_json(" + scanned + ") AS VARCHAR)"
            : scanned)
        + " AS "
        + Ddl.quoted(column.name());
  }

  EngineException unreadable(SQLException e) {
    return new EngineException(
        ErrorCode.DATA, "Cannot read Parquet files: " + DuckDbErrors.text(e), e);
  }
}
