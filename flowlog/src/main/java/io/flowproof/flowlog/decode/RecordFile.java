package io.flowproof.flowlog.decode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet object of flow logs, as AWS delivers them ("Flow log files", Amazon VPC User Guide):
 * typed columns whose names have {@code _} where fields have {@code -}. Reading Parquet takes a
 * library that this module does not know; whoever has one hands in an {@link Opener}.
 */
public interface RecordFile extends AutoCloseable {

  /** Opens Parquet files; may be called by several threads. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens a file, whose first and last bytes are those of Parquet.
     *
     * @throws IOException when it cannot be read, with the reason in words
     */
    RecordFile open(Path file) throws IOException;
  }

  /** The names of the columns, as the file has them. */
  List<String> columns();

  /**
   * The next row, in the file's order, as a log line would have it: values separated by one space,
   * null as {@code -}, times in Unix seconds or milliseconds, spaces within a text as {@code %20}.
   * Null after the last row.
   *
   * @throws IOException when the rest cannot be read
   */
  @Nullable String next() throws IOException;

  @Override
  void close();
}
