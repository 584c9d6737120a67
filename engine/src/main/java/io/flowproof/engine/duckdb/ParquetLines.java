package io.flowproof.engine.duckdb;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a Parquet file as lines of text, in the file's order: the values of all columns
 * separated by one space, null as {@code -}. A text's own spaces are {@code %20}; times are Unix
 * milliseconds in UTC; a real number without a fraction is an integer, because tools that know no
 * missing integers write reals; lists, structs and maps are JSON. Not thread-safe.
 */
public final class ParquetLines implements AutoCloseable {
  private static final long MEMORY = 256L << 20;

  /** Up to this, every integer is a real number of its own. */
  private static final String LARGEST_EXACT = "9007199254740992";

  private final DuckDBConnection database;
  private final List<String> columns;
  private final DuckDBPreparedStatement statement;
  private final DuckDBChunkedResult result;
  private @Nullable DuckDBDataChunkReader chunk;
  private long row;

  private ParquetLines(DuckDBConnection database, Path file) throws SQLException {
    this.database = database;
    // What is computed ahead is lost where a torn page follows.
    DuckDbDatabase.execute(database, "SET streaming_buffer_size = '100KB'");
    // Folders such as year=2024 are no columns of the file.
    String relation =
        "read_parquet(" + Ddl.literal(file.toString()) + ", hive_partitioning = false)";
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    try (Statement describe = database.createStatement();
        ResultSet rows = describe.executeQuery("DESCRIBE SELECT * FROM " + relation)) {
      while (rows.next()) {
        names.add(rows.getString("column_name"));
        values.add(value(Ddl.quoted(names.getLast()), rows.getString("column_type")));
      }
    }
    columns = List.copyOf(names);
    statement =
        database.prepare(
            values.stream()
                .map(value -> "coalesce(" + value + ", '-')")
                .collect(Collectors.joining(", ", "SELECT concat_ws(' ', ", ") FROM " + relation)));
    result = statement.query();
  }

  /**
   * Opens a file; nothing else can be read meanwhile.
   *
   * @throws IOException when it is no Parquet that can be read, with the reason
   */
  public static ParquetLines open(Path file) throws IOException {
    Path real = file.toRealPath();
    DuckDBConnection database = null;
    try {
      database = DuckDbDatabase.inMemory(MEMORY, List.of(real));
      return new ParquetLines(database, real);
    } catch (SQLException e) {
      close(database);
      throw failure(e);
    }
  }

  private static String value(String column, String type) {
    String base = type.replaceAll("\\(.*", "");
    if (type.endsWith("]") || base.equals("STRUCT") || base.equals("MAP")) {
      return text("to_json(" + column + ")");
    }
    return switch (base) {
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "BOOLEAN", "DECIMAL", "DATE" ->
          cast(column);
      case "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT" -> cast(column);
      case "FLOAT", "DOUBLE" ->
          "CASE WHEN %1$s = floor(%1$s) AND abs(%1$s) <= %2$s THEN CAST(CAST(%1$s AS BIGINT) AS VARCHAR) ELSE %3$s END"
              .formatted(column, LARGEST_EXACT, cast(column));
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE" ->
          cast("epoch_ms(CAST(" + column + " AS TIMESTAMP))");
      default -> text(column);
    };
  }

  private static String cast(String expression) {
    return "CAST(" + expression + " AS VARCHAR)";
  }

  private static String text(String expression) {
    return "replace(" + cast(expression) + ", ' ', '%20')";
  }

  /** The names of the columns. */
  public List<String> columns() {
    return columns;
  }

  /**
   * The next row, or null after the last.
   *
   * @throws IOException when the rest cannot be read, with the reason
   */
  public @Nullable String next() throws IOException {
    try {
      while (chunk == null || row == chunk.rowCount()) {
        if (!result.nextChunk()) {
          DriverInternals.checkError(result);
          return null;
        }
        chunk = result.chunk();
        row = 0;
      }
      return chunk.vector(0).getString(row++);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static IOException failure(SQLException e) {
    String text = DuckDbErrors.text(e);
    int line = text.indexOf('\n');
    return new IOException(line < 0 ? text : text.substring(0, line), e);
  }

  @Override
  public void close() {
    try {
      result.close();
      statement.close();
    } catch (SQLException e) {
      // Nothing was written, so nothing is lost; the database goes with it.
    }
    close(database);
  }

  private static void close(@Nullable DuckDBConnection database) {
    try {
      if (database != null) {
        database.close();
      }
    } catch (SQLException e) {
      // As above.
    }
  }
}
