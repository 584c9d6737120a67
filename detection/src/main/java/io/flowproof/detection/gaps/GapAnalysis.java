package io.flowproof.detection.gaps;

import io.flowproof.detection.inventory.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for what is missing.
 *
 * @param window the time of the incident
 * @param now when this is done
 * @param inventory what AWS said
 * @param objects the raw objects of the logs
 * @param changes objects that are not what they were
 * @param collected whether the objects were collected into a case
 * @param actions what a responder is about to do
 * @param siem how many records the SIEM has; empty where that was not given
 */
public record GapAnalysis(
    Period window,
    Instant now,
    Inventory inventory,
    List<DeliveredObject> objects,
    List<SourceChange> changes,
    boolean collected,
    List<PlannedAction> actions,
    Optional<SiemCounts> siem) {

  /** Of what the records say. */
  public GapReport of(RecordedLogs logs) {
    Situation bare =
        new Situation(
            window,
            now,
            logs,
            Deliveries.of(objects, window),
            inventory,
            changes,
            collected,
            List.of());
    Situation situation = bare.withHoles(new HoleFinder(bare).find());
    List<Deadline> deadlines = Deadline.of(inventory, window);
    return new GapReport(
        window,
        logs,
        situation.deliveries(),
        inventory,
        situation.holes(),
        deadlines,
        List.of(
            new RotationCheck(situation, deadlines).check(),
            new SiemCheck(situation).check(siem),
            new ContainmentCheck(situation).check(actions),
            new TamperingCheck(situation).check(),
            new CoverageCheck(situation).check()),
        limits(logs));
  }

  private List<String> limits(RecordedLogs logs) {
    List<String> limits = new ArrayList<>();
    limits.add(
        "A time counts as unrecorded when records of an interface, NODATA among them, are farther"
            + " apart than two of its aggregation intervals and a minute");
    limits.add(
        "NODATA proves silence; SKIPDATA means an unknown number of lost flows; no record at all"
            + " means neither");
    usual(logs, limits);
    if (window.to().isAfter(now.minusSeconds(1200))) {
      limits.add("Records of the last 20 minutes may still be in coming");
    }
    limits.addAll(inventory.doubts());
    return limits;
  }

  private static void usual(RecordedLogs logs, List<String> limits) {
    List<InterfaceLog> pausing =
        logs.interfaces().values().stream().filter(log -> !log.usual().isZero()).toList();
    if (!pausing.isEmpty()) {
      Duration longest =
          pausing.stream().map(InterfaceLog::usual).max(Duration::compareTo).orElseThrow();
      limits.add(
          "%s without any NODATA record %s %d times or more: pauses that are usual for one count as silence, up to %s (%s)"
              .formatted(
                  Words.count(pausing.size(), "interface"),
                  pausing.size() == 1 ? "pauses" : "pause",
                  InterfaceLog.MOST_PAUSES,
                  Words.length(longest),
                  Words.names(pausing.stream().map(InterfaceLog::id).toList())));
    }
  }
}
