package io.flowproof.engine.api;

import io.flowproof.core.source.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL text over the tables it was opened with (a staging database; later a list of files). It
 * cannot reach anything else: no files, no network, no settings. Safe for use by several threads,
 * each query having a connection of its own.
 */
public interface QueryEngine extends AutoCloseable {
  /** How many rows {@link #all} keeps in memory. */
  int MOST_ROWS = 1_000_000;

  /**
   * Starts a query within the engine's limits.
   *
   * @param sql one statement, in the engine's dialect
   * @return its rows, to be closed by the caller
   * @throws EngineException if the text is wrong or the query fails at once
   */
  Rows run(String sql);

  /**
   * Runs a query to its end.
   *
   * @return all rows, each with as many values as the query has columns; for small results only
   * @throws EngineException as {@link #run} and {@link Rows#next}, and for more than {@link
   *     #MOST_ROWS} rows
   */
  default List<List<@Nullable Object>> all(String sql) {
    try (Rows rows = run(sql)) {
      List<List<@Nullable Object>> all = new ArrayList<>();
      int width = rows.columns().size();
      while (rows.next()) {
        List<@Nullable Object> row = new ArrayList<>(width);
        for (int column = 0; column < width; column++) {
          row.add(rows.value(column));
        }
        if (all.size() == MOST_ROWS) {
          throw new EngineException(
              ErrorCode.MEMORY,
              String.format(
                  Locale.ROOT,
                  "The query gives more than %,d rows at once (narrow it)",
                  MOST_ROWS));
        }
        all.add(Collections.unmodifiableList(row));
      }
      return all;
    }
  }

  /** Cancels every query that runs now, from any thread: what Ctrl-C calls. */
  void cancel();

  /** Cancels what runs and lets go of the tables. */
  @Override
  void close();
}
