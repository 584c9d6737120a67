package io.flowproof.detection.gaps;

import io.flowproof.detection.inventory.Inventory;
import java.time.Instant;
import java.util.List;

/**
 * Everything that the checks look at.
 *
 * @param window the time of the incident
 * @param now when this is done, for what will be deleted and what is still to come
 * @param logs what the records say
 * @param deliveries what the objects say
 * @param inventory what AWS said
 * @param changes objects that are not what they were
 * @param collected whether the objects were collected into a case, so that changes were looked for
 * @param holes times without records
 */
record Situation(
    Period window,
    Instant now,
    RecordedLogs logs,
    Deliveries deliveries,
    Inventory inventory,
    List<SourceChange> changes,
    boolean collected,
    List<Hole> holes) {

  Situation withHoles(List<Hole> found) {
    return new Situation(
        window, now, logs, deliveries, inventory, changes, collected, List.copyOf(found));
  }
}
