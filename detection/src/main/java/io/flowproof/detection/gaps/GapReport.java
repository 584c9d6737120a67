package io.flowproof.detection.gaps;

import io.flowproof.detection.gaps.Blocker.Fact;
import io.flowproof.detection.inventory.Inventory;
import java.util.List;

/**
 * What is missing in the logs of a window.
 *
 * @param window the time of the incident
 * @param logs what the records say, interface by interface
 * @param deliveries what the objects say, flow log by flow log
 * @param inventory what AWS said; {@link Inventory#NONE} where nobody asked
 * @param holes times without records, in order
 * @param deadlines when what will be deleted
 * @param blockers the five, in their order
 * @param limits what the report cannot see, in sentences
 */
public record GapReport(
    Period window,
    RecordedLogs logs,
    Deliveries deliveries,
    Inventory inventory,
    List<Hole> holes,
    List<Deadline> deadlines,
    List<Blocker> blockers,
    List<String> limits) {

  /** Copies the lists. */
  public GapReport {
    holes = List.copyOf(holes);
    deadlines = List.copyOf(deadlines);
    blockers = List.copyOf(blockers);
    limits = List.copyOf(limits);
  }

  /** Times without records that somebody must think about: those of interfaces that were there. */
  public List<Hole> unrecorded() {
    return holes.stream().filter(hole -> hole.why() != Hole.Why.NOT_THERE).toList();
  }

  /** Facts of all blockers that have a time. */
  public List<Fact> timed() {
    return blockers.stream()
        .flatMap(blocker -> blocker.facts().stream())
        .filter(fact -> fact.when() != null)
        .toList();
  }
}
