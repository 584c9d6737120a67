package io.flowproof.engine.duckdb;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.duckdb.ParquetFile.ColumnStats;
import io.flowproof.engine.duckdb.StagedTable.StagedPart;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Writes staged rows to Parquet files, compressed with zstd, with field ids. Usable until the
 * staging database is closed; for one thread.
 */
public final class ParquetExport {
  private static final int ROW_GROUP = 122_880;

  private final DuckDBConnection database;
  private final Map<String, StagedTable> tables;

  ParquetExport(DuckDBConnection database, Map<String, StagedTable> tables) {
    this.database = database;
    this.tables = tables;
  }

  /**
   * Rows of one staged table that have values in the same columns, and where a time column is given
   * lie in one day.
   *
   * @param day their day in UTC; null without a time column, or where it is null
   * @param rows how many
   * @param part what they are part of
   * @param timeColumn the column that the day is of, or null
   */
  public record Slice(
      @Nullable LocalDate day, long rows, StagedSlice part, @Nullable String timeColumn) {}

  /** A handle on staged rows; only its maker looks inside. */
  public static final class StagedSlice {
    private final StagedPart part;

    private StagedSlice(StagedPart part) {
      this.part = part;
    }
  }

  /**
   * Cuts a table's rows so that each slice can be a file.
   *
   * @param timeColumn the column whose days part files, or null for no such parting
   * @return slices in a defined order, none of them empty
   */
  public List<Slice> slices(String table, @Nullable String timeColumn) {
    List<Slice> slices = new ArrayList<>();
    for (StagedPart part : staged(table).staged()) {
      String day = timeColumn == null ? "NULL" : "CAST(" + Ddl.quoted(timeColumn) + " AS DATE)";
      String sql =
          "SELECT %s, count(*) FROM %s AS part GROUP BY 1 ORDER BY 1 NULLS FIRST"
              .formatted(day, part.relation());
      try (Statement statement = database.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          LocalDate of = timeColumn == null ? null : rows.getObject(1, LocalDate.class);
          long count = rows.getLong(2);
          if (count > 0) {
            slices.add(new Slice(of, count, new StagedSlice(part), timeColumn));
          }
        }
      } catch (SQLException e) {
        throw failure(e, null);
      }
    }
    return slices;
  }

  /**
   * Writes the rows of a slice.
   *
   * @param columns the columns that the table has; those without a value in the slice are left out
   * @throws EngineException with {@code ENGINE} when it cannot be written; a partial file may be
   *     left
   */
  public ParquetFile write(Slice slice, List<ParquetColumn> columns, Path file) {
    StagedPart part = slice.part().part;
    List<ParquetColumn> written =
        columns.stream()
            .filter(c -> c.reads().stream().anyMatch(part.columns()::contains))
            .toList();
    String select =
        written.stream()
            .map(c -> c.expression() + " AS " + Ddl.quoted(c.name()))
            .collect(Collectors.joining(", ", "SELECT ", " FROM " + part.relation() + " AS part"));
    String time = slice.timeColumn() == null ? null : Ddl.quoted(slice.timeColumn());
    String where =
        time == null
            ? ""
            : slice.day() == null
                ? " WHERE " + time + " IS NULL"
                : " WHERE %1$s >= TIMESTAMP '%2$s 00:00:00' AND %1$s < TIMESTAMP '%3$s 00:00:00'"
                    .formatted(time, slice.day(), slice.day().plusDays(1));
    return copy(select + where, written, file);
  }

  private ParquetFile copy(String select, List<ParquetColumn> columns, Path file) {
    String ids = columns.stream().map(ParquetColumn::fieldId).collect(Collectors.joining(", "));
    String sql =
        "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d, FIELD_IDS {%s}, RETURN_STATS)"
            .formatted(select, Ddl.literal(file.toString()), ROW_GROUP, ids);
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return new ParquetFile(
          file,
          rows.getLong("count"),
          rows.getLong("file_size_bytes"),
          stats((Map<?, ?>) rows.getObject("column_statistics")));
    } catch (SQLException e) {
      throw failure(e, file);
    }
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

  private StagedTable staged(String table) {
    StagedTable staged = tables.get(table);
    if (staged == null) {
      throw new IllegalArgumentException("There is no table " + table);
    }
    return staged;
  }

  private static EngineException failure(SQLException e, @Nullable Path file) {
    boolean memory = DuckDbErrors.isOutOfMemory(e);
    return new EngineException(
        memory ? ErrorCode.MEMORY : ErrorCode.ENGINE,
        "Cannot write %s: %s (%s)"
            .formatted(
                file == null ? "Parquet" : file,
                DuckDbErrors.text(e),
                memory ? "raise the limit with --memory" : "free space there, then run it again"),
        e);
  }
}
