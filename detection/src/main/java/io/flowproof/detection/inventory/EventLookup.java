package io.flowproof.detection.inventory;

import java.time.Instant;

/**
 * That CloudTrail was asked for the events of one name.
 *
 * @param name the API call
 * @param from the earliest event that would have been found
 * @param to the latest
 */
public record EventLookup(String name, Instant from, Instant to) {

  /** Whether an event between those two would have been found. */
  public boolean covers(Instant begin, Instant end) {
    return !from.isAfter(begin) && !to.isBefore(end);
  }
}
