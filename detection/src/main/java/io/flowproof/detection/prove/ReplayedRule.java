package io.flowproof.detection.prove;

import io.flowproof.detection.pack.Promises;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Outcome;
import io.flowproof.detection.proof.Replaying;
import io.flowproof.detection.proof.Replaying.Alerts;
import io.flowproof.detection.proof.Replaying.HonestDay;
import io.flowproof.detection.proof.Replaying.Origin;
import io.flowproof.detection.proof.Replaying.Replay;
import io.flowproof.detection.proof.Replaying.ReplayResult;
import io.flowproof.detection.proof.Replaying.Strength;
import io.flowproof.simulate.attack.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What came of the replays of one rule, as they come; safe for several threads. */
final class ReplayedRule {
  private final Rule rule;
  private final List<Scenario> unseen;
  private final List<Replay> replays = new ArrayList<>();
  private final List<HonestDay> days = new ArrayList<>();
  private final Set<String> withoutHosts = new LinkedHashSet<>();
  private final List<String> failures = new ArrayList<>();
  private double seconds;

  ReplayedRule(Rule rule, List<Scenario> unseen) {
    this.rule = rule;
    this.unseen = unseen;
  }

  Rule rule() {
    return rule;
  }

  List<Scenario> unseen() {
    return unseen;
  }

  synchronized double seconds() {
    return seconds;
  }

  synchronized void add(Replay replay, double took) {
    replays.add(replay);
    seconds += took;
  }

  synchronized void add(HonestDay day, double took) {
    days.add(day);
    seconds += took;
  }

  /** No network has the hosts that a scenario wants. */
  synchronized void cannotPlay(String scenario) {
    withoutHosts.add(scenario);
  }

  synchronized void failed(String reason) {
    failures.add(reason);
  }

  /** The whole. */
  synchronized Replaying replaying() {
    Comparator<Replay> order =
        Comparator.comparing(Replay::origin)
            .thenComparing(Replay::family)
            .thenComparing(Replay::strength, Comparator.nullsLast(Comparator.naturalOrder()));
    return new Replaying(
        outcome(),
        replays.stream().sorted(order).toList(),
        days.stream().sorted(Comparator.comparing(HonestDay::network)).toList());
  }

  private Outcome outcome() {
    if (!failures.isEmpty()) {
      return Outcome.refuted(failures.stream().distinct().sorted().toList());
    }
    if (unseen.isEmpty()) {
      return Outcome.notShown(UnseenFamilies.none(rule));
    }
    Map<String, List<Replay>> families = new LinkedHashMap<>();
    for (Replay replay : replays) {
      if (replay.origin() == Origin.SIMULATED && replay.strength() != Strength.MILD) {
        families.computeIfAbsent(replay.family(), f -> new ArrayList<>()).add(replay);
      }
    }
    if (families.isEmpty()) {
      return Outcome.notShown(
          "no network has the hosts that the scenarios want: " + String.join(", ", withoutHosts));
    }
    List<String> reasons = new ArrayList<>();
    List<String> missed =
        families.entrySet().stream()
            .filter(family -> !isFound(family.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (!missed.isEmpty()) {
      reasons.add(
          "%d of %d unseen families are missed even when they are loud: %s"
              .formatted(missed.size(), families.size(), String.join(", ", missed)));
    }
    Promises promises = rule.promises();
    if (promises == null && reasons.isEmpty()) {
      return Outcome.notShown("rule.yml has no promises to hold it to");
    }
    if (promises != null) {
      families.forEach((family, own) -> late(family, own, promises.detectWithin(), reasons));
      days.forEach(day -> tooMany(day, promises.alertsPerDay(), reasons));
    }
    return reasons.isEmpty() ? Outcome.SHOWN : Outcome.refuted(reasons);
  }

  private static boolean isFound(List<Replay> family) {
    return family.stream()
        .anyMatch(replay -> replay.results().stream().allMatch(ReplayResult::detected));
  }

  /** The quicker of typical and loud counts, and in it the slower language. */
  private static void late(
      String family, List<Replay> replays, Duration within, List<String> reasons) {
    replays.stream()
        .filter(replay -> replay.results().stream().allMatch(ReplayResult::detected))
        .mapToDouble(ReplayedRule::slowest)
        .min()
        .ifPresent(
            seconds -> {
              if (seconds > within.toSeconds()) {
                reasons.add(
                    String.format(
                        Locale.ROOT,
                        "%s is found after %.0f min (%d min are promised)",
                        family,
                        seconds / 60,
                        within.toMinutes()));
              }
            });
  }

  private static double slowest(Replay replay) {
    return replay.results().stream()
        .map(ReplayResult::delay)
        .mapToDouble(delay -> delay == null ? 0 : delay.seconds())
        .max()
        .orElse(0);
  }

  private static void tooMany(HonestDay day, double most, List<String> reasons) {
    for (Alerts alerts : day.alerts()) {
      if (alerts.perDay() > most) {
        reasons.add(
            String.format(
                Locale.ROOT,
                "%.1f alerts a day on the honest work of %s in %s (%s promised)",
                alerts.perDay(),
                day.network(),
                alerts.language(),
                most == Math.rint(most) ? String.valueOf((long) most) : String.valueOf(most)));
      }
    }
  }
}
