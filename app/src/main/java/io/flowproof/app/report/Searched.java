package io.flowproof.app.report;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.logs.Logs;
import io.flowproof.engine.api.Rows;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What findings were looked for in: without it, no finding would mean nothing.
 *
 * @param reading the objects, and the files that were not read
 * @param totals their sum
 * @param skipped the different windows for which AWS lost records, the first 1,000 by time
 */
public record Searched(Reading reading, ReadTotals totals, List<SkippedWindow> skipped) {
  private static final int MOST_WINDOWS = 1_000;
  private static final String SKIPDATA =
      """
      SELECT DISTINCT %1$s, %2$s, %3$s FROM %4$s WHERE %5$s = 'SKIPDATA'
      ORDER BY %2$s, %1$s, %3$s LIMIT %6$d
      """
          .formatted(
              FlowLogField.INTERFACE_ID.columnName(),
              FlowLogField.START.columnName(),
              FlowLogField.END.columnName(),
              FlowTables.COVERAGE_WINDOW,
              FlowLogField.LOG_STATUS.columnName(),
              MOST_WINDOWS);

  /**
   * A window for which records were lost: something may have happened, and nothing can be seen.
   *
   * @param networkInterface whose records
   * @param from the window's start
   * @param to the window's end
   */
  public record SkippedWindow(
      @Nullable String networkInterface, @Nullable Instant from, @Nullable Instant to) {}

  /** True when there are more windows than are listed. */
  boolean isCut() {
    return skipped.size() == MOST_WINDOWS;
  }

  /** Copies the list. */
  public Searched {
    skipped = List.copyOf(skipped);
  }

  /** Of these logs. */
  public static Searched of(Logs logs) {
    List<SkippedWindow> windows = new ArrayList<>();
    if (logs.totals().skipdata() > 0) {
      try (Rows rows = logs.engine().run(SKIPDATA)) {
        while (rows.next()) {
          windows.add(
              new SkippedWindow(
                  (String) rows.value(0), (Instant) rows.value(1), (Instant) rows.value(2)));
        }
      }
    }
    return new Searched(logs.reading(), logs.totals(), windows);
  }

  /** The raw object of that number. */
  io.flowproof.flowlog.decode.ObjectAccount object(int id) {
    return reading.objects().get(id);
  }
}
