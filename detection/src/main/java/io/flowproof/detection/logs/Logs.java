package io.flowproof.detection.logs;

import io.flowproof.detection.run.LogFacts;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Reading;
import java.util.List;

/**
 * Flow logs that queries run over, wherever they lie, and the account of what they were made of.
 */
public interface Logs extends AutoCloseable {

  /** Runs queries over the tables; closed with this. */
  QueryEngine engine();

  /** What was read and what was skipped, object by object. */
  Reading reading();

  /** The sum of all objects. */
  ReadTotals totals();

  /** In which state they were read, in words; files are as they are. */
  default String state() {
    return "as they are";
  }

  /**
   * How much of the logs' files a query reads; nothing where they are not files of tables.
   *
   * @param sql as the engine runs it
   */
  default List<FilesRead> files(String sql) {
    return List.of();
  }

  /**
   * Files of a table.
   *
   * @param table its name
   * @param read how many of them a query reads
   * @param there how many there are
   */
  record FilesRead(String table, int read, int there) {}

  /** What a detector must know. */
  default LogFacts facts() {
    return new LogFacts(totals().formats(), totals().first(), totals().last());
  }

  @Override
  void close();
}
