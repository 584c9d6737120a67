package io.flowproof.engine.duckdb;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * A file of rows that a user gives, as DuckDB reads it. A name that ends in {@code .gz} is
 * decompressed.
 *
 * @param path the file
 * @param form how rows are written in it
 * @param header whether the first line of separated values names the columns
 * @param texts true when every value is a text, however it looks
 * @param declared types of columns that are not to be guessed, by name
 */
public record DataFile(
    Path path, Form form, boolean header, boolean texts, Map<String, ColumnType> declared) {
  /** How rows are written. */
  public enum Form {
    /** Values separated by commas, quoted by double quotes where they must be (RFC 4180). */
    COMMA(","),
    /** Values separated by tabs. */
    TAB("\t"),
    /** Values separated by {@code |}. */
    PIPE("|"),
    /** Values separated by semicolons. */
    SEMICOLON(";"),
    /** JSON objects, one a line or as elements of an array; a column for each member. */
    JSON(""),
    /** The same; the whole object is the only column. */
    OBJECTS(""),
    /** Lines, each the only column. */
    LINES(""),
    /** Apache Parquet. */
    PARQUET(""),
    /** The same; each row as a JSON object is the only column. */
    PARQUET_OBJECTS("");

    private final String separator;

    Form(String separator) {
      this.separator = separator;
    }
  }

  /**
   * A column of a file.
   *
   * @param name its name there
   * @param type the type that its values are kept in
   * @param json true for a text that holds one JSON value: a list, a struct or a map
   */
  public record FileColumn(String name, ColumnType type, boolean json) {}

  /** With guessed types, and a header where there can be one. */
  public static DataFile of(Path path) {
    return new DataFile(path, form(path), true, false, Map.of());
  }

  /** The form that a file's name tells: csv, tsv, psv, json, ndjson, jsonl, parquet; else csv. */
  public static Form form(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "tsv" -> Form.TAB;
      case "psv" -> Form.PIPE;
      case "json", "ndjson", "jsonl" -> Form.JSON;
      case "parquet" -> Form.PARQUET;
      default -> Form.COMMA;
    };
  }

  /**
   * The columns of the file.
   *
   * @throws EngineException with {@code DATA} for a file that cannot be read as its form says
   */
  public List<FileColumn> columns() {
    try (DataFileReader reader = DataFileReader.of(List.of(path))) {
      return reader.columns(this);
    }
  }

  /** The columns, as a database sees them that may read the file. */
  List<FileColumn> columns(DuckDBConnection database) {
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + relation())) {
      List<FileColumn> columns = new ArrayList<>();
      while (rows.next()) {
        String name = rows.getString("column_name");
        ColumnType type = declared.get(name);
        columns.add(
            type == null
                ? column(name, rows.getString("column_type"))
                : new FileColumn(name, type, false));
      }
      return List.copyOf(columns);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static FileColumn column(String name, String type) {
    String base = type.replaceAll("\\(.*", "");
    boolean json =
        base.equals("JSON") || type.endsWith("]") || base.equals("STRUCT") || base.equals("MAP");
    if (json) {
      return new FileColumn(name, ColumnType.TEXT, true);
    }
    ColumnType kept =
        switch (base) {
          case "TINYINT", "SMALLINT", "UTINYINT", "USMALLINT", "INTEGER" -> ColumnType.INT;
          case "UINTEGER", "BIGINT" -> ColumnType.LONG;
          case "UBIGINT", "HUGEINT", "UHUGEINT", "DECIMAL", "FLOAT", "DOUBLE" -> ColumnType.DOUBLE;
          case "BOOLEAN" -> ColumnType.BOOLEAN;
          case "DATE",
              "TIMESTAMP",
              "TIMESTAMP_S",
              "TIMESTAMP_MS",
              "TIMESTAMP_NS",
              "TIMESTAMP WITH TIME ZONE" ->
              ColumnType.TIMESTAMP;
          default -> ColumnType.TEXT;
        };
    return new FileColumn(name, kept, false);
  }

  /** The rows of the file, numbered from 1, as the columns of {@code shape} after the first. */
  String select(TableShape shape, List<FileColumn> columns) {
    List<String> values = new ArrayList<>();
    values.add("row_number() OVER ()");
    for (FileColumn column : columns) {
      String name = Ddl.quoted(column.name());
      values.add(
          column.json()
              ? "CAST(to_json(" + name + ") AS VARCHAR)"
              : "CAST(" + name + " AS " + Ddl.type(column.type()) + ")");
    }
    if (values.size() != shape.columns().size()) {
      throw new IllegalArgumentException(
          "%d columns do not fit %s".formatted(values.size(), shape.columns()));
    }
    return "SELECT " + String.join(", ", values) + " FROM " + relation();
  }

  private String relation() {
    String file = Ddl.literal(realPath().toString());
    return switch (form) {
      case COMMA, TAB, PIPE, SEMICOLON ->
          "read_csv(%s, delim=%s, header=%s, all_varchar=%s, quote='\"', escape='\"', sample_size=-1%s%s)"
              .formatted(
                  file,
                  Ddl.literal(form.separator),
                  header,
                  texts,
                  header ? "" : ", null_padding=true",
                  types());
      case JSON -> "read_json(" + file + ", format='auto', sample_size=-1, maximum_depth=2)";
      case OBJECTS -> "read_json_objects(" + file + ", format='auto')";
      // As Kusto's format txt: empty lines are no records.
      case LINES ->
          "(SELECT line FROM read_csv("
              + file
              + ", delim='', quote='', escape='', header=false, auto_detect=false,"
              + " strict_mode=false, columns={'line': 'VARCHAR'}) WHERE line <> '')";
      case PARQUET -> "read_parquet(" + file + ")";
      case PARQUET_OBJECTS -> "(SELECT to_json(r) AS json FROM read_parquet(" + file + ") AS r)";
    };
  }

  private String types() {
    return declared.isEmpty() || texts
        ? ""
        : declared.entrySet().stream()
            .map(type -> Ddl.literal(type.getKey()) + ": '" + Ddl.type(type.getValue()) + "'")
            .sorted()
            .collect(Collectors.joining(", ", ", types={", "}"));
  }

  /** What the database may read: the file that a link leads to, not the link. */
  Path realPath() {
    return realPath(path);
  }

  static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new EngineException(ErrorCode.DATA, "Cannot read '" + path + "': no such file", e);
    }
  }

  EngineException unreadable(SQLException e) {
    String text = DuckDbErrors.text(e);
    int line = text.indexOf('\n');
    return new EngineException(
        ErrorCode.DATA,
        "Cannot read '%s' as %s: %s"
            .formatted(
                path,
                form.name().toLowerCase(Locale.ROOT),
                line < 0 ? text : text.substring(0, line)),
        e);
  }
}
