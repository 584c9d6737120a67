package io.flowproof.engine.duckdb;

import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.duckdb.ParquetFile.ColumnStats;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Writes Parquet files, compressed with zstd, with field ids: batches as they come, without a copy
 * of them in between. Safe for use by several threads.
 */
public final class ParquetWriter implements AutoCloseable {
  /** Rows of a row group, and what a file that is being written holds in memory at most. */
  static final int ROW_GROUP = 122_880;

  /**
   * Rows of a row group of sorted files: a reader decodes the groups whose bounds meet what is
   * asked for, so that smaller ones cost it less; dictionaries of few values make up for their
   * number.
   */
  static final int SORTED_ROW_GROUP = 30_720;

  private final DuckDBConnection database;
  private final StagingDirectory spill;
  private final Queue<ParquetOutput> open = new ConcurrentLinkedQueue<>();

  private ParquetWriter(DuckDBConnection database, StagingDirectory spill) {
    this.database = database;
    this.spill = spill;
  }

  /**
   * Opens a writer.
   *
   * @param directory below which files are read and written: an absolute path without symbolic
   *     links
   * @param staging where a directory is made for what does not fit into memory; removed at the end
   * @param memoryBytes how much memory the engine may use
   * @param threads how many threads may sort; batches are written by a thread for each file
   * @throws EngineException if that is not possible
   */
  public static ParquetWriter open(Path directory, Path staging, long memoryBytes, int threads) {
    StagingDirectory spill = StagingDirectory.create(staging.toAbsolutePath());
    try {
      return new ParquetWriter(
          DuckDbDatabase.writing(
              spill.path(),
              memoryBytes,
              threads,
              new DuckDbDatabase.Outside(List.of(), List.of(directory))),
          spill);
    } catch (SQLException e) {
      spill.close();
      throw new EngineException(
          ErrorCode.ENGINE, "Cannot open the engine to write with: " + DuckDbErrors.text(e), e);
    }
  }

  /**
   * Begins a file of batches that have the same columns and constants as this one.
   *
   * @param columns the columns that the table has; those of which the batch has nothing are left
   *     out
   */
  public ParquetOutput begin(Path file, ColumnBatch like, List<ParquetColumn> columns) {
    try {
      ParquetOutput output = ParquetOutput.start(database.duplicate(), file, like, columns);
      open.add(output);
      return output;
    } catch (SQLException e) {
      throw failure(e, file);
    }
  }

  /**
   * Writes the rows of files sorted, into files of about that size.
   *
   * @param source the files, with the columns that are written
   * @param order what to sort by, in SQL over the columns
   * @param folder an empty directory, where the files are made
   * @param bytes after how many bytes the next file is begun
   * @return the files, in the order of their rows
   */
  public List<ParquetFile> sort(ParquetTable source, List<String> order, Path folder, long bytes) {
    String by = String.join(", ", order);
    String sql =
        copy(source.select() + " ORDER BY " + by, source.columns(), folder + "/", SORTED_ROW_GROUP)
            .replaceFirst("\\)$", ", FILE_SIZE_BYTES " + bytes + ")");
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<ParquetFile> files = new ArrayList<>();
      while (rows.next()) {
        files.add(written(Path.of(rows.getString("filename")), rows));
      }
      return files;
    } catch (SQLException e) {
      throw failure(e, folder);
    }
  }

  /**
   * Values that part the rows of files into about equally many, in order; fewer where many rows
   * have the same.
   *
   * @param column a column of whole numbers
   * @param parts how many
   */
  public List<Long> bounds(ParquetTable source, String column, int parts) {
    String shares =
        IntStream.range(1, parts)
            .mapToObj(part -> String.valueOf((double) part / parts))
            .collect(Collectors.joining(", ", "[", "]"));
    String sql =
        "SELECT DISTINCT bound FROM (SELECT unnest(approx_quantile(%s, %s)) AS bound FROM (%s)) WHERE bound IS NOT NULL ORDER BY bound"
            .formatted(Ddl.quoted(column), shares, source.select());
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Long> bounds = new ArrayList<>();
      while (rows.next()) {
        bounds.add(rows.getLong(1));
      }
      return bounds;
    } catch (SQLException e) {
      throw source.unreadable(e);
    }
  }

  /** The statement that writes what a query gives to a file. */
  static String copy(String select, List<ParquetColumn> columns, String file) {
    return copy(select, columns, file, ROW_GROUP);
  }

  private static String copy(
      String select, List<ParquetColumn> columns, String file, int rowGroup) {
    String ids = columns.stream().map(ParquetColumn::fieldId).collect(Collectors.joining(", "));
    return "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d, FIELD_IDS {%s}, RETURN_STATS)"
        .formatted(select, Ddl.literal(file), rowGroup, ids);
  }

  /** What that statement says of the file. */
  static ParquetFile written(Path file, ResultSet rows) throws SQLException {
    return new ParquetFile(
        file,
        rows.getLong("count"),
        rows.getLong("file_size_bytes"),
        stats((Map<?, ?>) rows.getObject("column_statistics")));
  }

  private static Map<String, ColumnStats> stats(Map<?, ?> all) {
    Map<String, ColumnStats> columns = new LinkedHashMap<>();
    all.forEach(
        (quoted, of) -> {
          Map<?, ?> values = (Map<?, ?>) of;
          String name = String.valueOf(quoted);
          columns.put(
              name.contains("\".\"") ? name : name.substring(1, name.length() - 1),
              new ColumnStats(
                  number(values.get("column_size_bytes")),
                  number(values.get("null_count")),
                  bound(values, "min"),
                  bound(values, "max")));
        });
    return columns;
  }

  private static long number(@Nullable Object value) {
    return value == null ? 0 : Long.parseLong(value.toString());
  }

  private static @Nullable String bound(Map<?, ?> values, String end) {
    Object value = values.get(end);
    return value != null && "true".equals(String.valueOf(values.get(end + "_is_exact")))
        ? value.toString()
        : null;
  }

  static EngineException failure(SQLException e, Path file) {
    boolean memory = DuckDbErrors.isOutOfMemory(e);
    return new EngineException(
        memory ? ErrorCode.MEMORY : ErrorCode.ENGINE,
        "Cannot write '%s': %s (%s)"
            .formatted(
                file,
                DuckDbErrors.text(e),
                memory ? "raise the limit with --memory" : "free space there, then run it again"),
        e);
  }

  /** Gives up the files that were begun and not finished; partial files may be left. */
  @Override
  public void close() {
    try {
      open.forEach(ParquetOutput::abandon);
      database.close();
    } catch (SQLException e) {
      throw new EngineException(
          ErrorCode.ENGINE, "Cannot close the engine: " + DuckDbErrors.text(e), e);
    } finally {
      spill.close();
    }
  }
}
