package io.flowproof.lake.table;

import io.flowproof.engine.duckdb.ParquetFile.ColumnStats;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A data file of a table.
 *
 * @param table the table
 * @param path its path below the lake's directory, folders separated by {@code /}
 * @param day the day of its rows in UTC; null where they have none
 * @param rows how many rows
 * @param bytes its size
 * @param sha256 its SHA-256 in lower-case hex
 * @param columns what it holds, by column
 * @param isSorted true where its rows are sorted as its table's are when they are compacted
 */
public record TableFile(
    String table,
    String path,
    @Nullable LocalDate day,
    long rows,
    long bytes,
    String sha256,
    Map<String, ColumnStats> columns,
    boolean isSorted) {}
