package io.flowproof.engine.duckdb;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file that was written.
 *
 * @param path where it is
 * @param rows how many rows it has, at least one
 * @param bytes its size
 * @param columns what it holds, by column; a map's key and value are {@code "name"."key"}
 */
public record ParquetFile(Path path, long rows, long bytes, Map<String, ColumnStats> columns) {

  /** The same file, moved. */
  public ParquetFile at(Path place) {
    return new ParquetFile(place, rows, bytes, columns);
  }

  /**
   * What a column of a file holds, as DuckDB says it.
   *
   * @param bytes its compressed size
   * @param nulls rows without a value
   * @param min the least value as text, or null where it is not known exactly; bytes as hex
   * @param max the greatest value, in the same way
   */
  public record ColumnStats(long bytes, long nulls, @Nullable String min, @Nullable String max) {}
}
