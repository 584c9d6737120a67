package io.flowproof.detection.pack;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a case is given: lines of flow logs, a simulation, or both together, and lists.
 *
 * @param logs lines, by the time of their arrival
 * @param simulation a simulation, or null
 * @param lists rows for lists of the pack (watchlists and lookups), by the list's name; they take
 *     the place of those that the simulated network has
 */
public record Given(
    List<ArrivingLog> logs,
    @Nullable GivenSimulation simulation,
    Map<String, List<Map<String, String>>> lists) {

  /** Copies the collections. */
  public Given {
    logs = List.copyOf(logs);
    lists = Map.copyOf(lists);
  }

  /**
   * Lines that arrive together.
   *
   * @param arrives when a SIEM has them; null for in time, whenever that is
   * @param text the lines as a log file holds them, with a header line
   */
  public record ArrivingLog(@Nullable Instant arrives, String text) {}
}
