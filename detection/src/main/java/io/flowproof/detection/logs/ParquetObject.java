package io.flowproof.detection.logs;

import io.flowproof.engine.duckdb.ParquetLines;
import io.flowproof.flowlog.decode.RecordFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Parquet object of flow logs, which DuckDB reads. */
public final class ParquetObject implements RecordFile {
  private final ParquetLines lines;

  private ParquetObject(ParquetLines lines) {
    this.lines = lines;
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be read, with the reason
   */
  public static ParquetObject open(Path file) throws IOException {
    return new ParquetObject(ParquetLines.open(file));
  }

  @Override
  public List<String> columns() {
    return lines.columns();
  }

  @Override
  public @Nullable String next() throws IOException {
    return lines.next();
  }

  @Override
  public void close() {
    lines.close();
  }
}
