package io.flowproof.app.report;

import io.flowproof.detection.proof.Distribution;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.Replaying.HonestDay;
import io.flowproof.detection.proof.Replaying.Origin;
import io.flowproof.detection.proof.Replaying.Replay;
import io.flowproof.detection.proof.Replaying.ReplayResult;
import io.flowproof.detection.proof.Replaying.Strength;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.detection.proof.TimeToDetect;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/** What replays showed of each rule, a line each. */
final class ReplayReport {
  private static final String ABSENT = "-";

  private ReplayReport() {}

  /** Nothing for a proof without replays. */
  static void print(Proof proof, PrintStream out) {
    List<RuleProof> replayed =
        proof.rules().stream()
            .filter(
                rule ->
                    !rule.replayed().replays().isEmpty() || !rule.replayed().honestDays().isEmpty())
            .toList();
    if (replayed.isEmpty()) {
      return;
    }
    out.println();
    out.println("Replays of attacks that no author named, and of honest work; all simulated:");
    Layout layout = Layout.columns("lrrrrrl");
    layout.line(
        "rule", "mild", "typical", "loud", "precision", "found after", "alerts on honest work");
    layout.line(
        "----", "----", "-------", "----", "---------", "-----------", "---------------------");
    for (RuleProof rule : replayed) {
      layout.line(
          Printable.of(rule.name()),
          found(rule, Strength.MILD),
          found(rule, Strength.TYPICAL),
          found(rule, Strength.LOUD),
          precision(rule),
          delay(rule),
          alerts(rule));
    }
    layout.lines("  ").forEach(out::println);
    captures(replayed, out);
  }

  /** Such as 2/3: found in both languages, of all. */
  private static String found(RuleProof rule, Strength strength) {
    List<Replay> all =
        rule.replayed().replays().stream().filter(r -> r.strength() == strength).toList();
    return all.isEmpty()
        ? ABSENT
        : all.stream().filter(ReplayReport::isFound).count() + "/" + all.size();
  }

  private static boolean isFound(Replay replay) {
    return replay.results().stream().allMatch(ReplayResult::detected);
  }

  /** The least of all replays that found something. */
  private static String precision(RuleProof rule) {
    OptionalDouble least =
        rule.replayed().replays().stream()
            .flatMap(replay -> replay.results().stream())
            .map(ReplayResult::precision)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .min();
    return least.isEmpty() ? ABSENT : String.format(Locale.ROOT, "%.2f", least.getAsDouble());
  }

  private static String delay(RuleProof rule) {
    List<Double> seconds =
        rule.replayed().replays().stream()
            .flatMap(replay -> replay.results().stream())
            .map(ReplayResult::delay)
            .filter(Objects::nonNull)
            .map(TimeToDetect::seconds)
            .toList();
    return Distribution.of(seconds).map(d -> Durations.of(d.median())).orElse(ABSENT);
  }

  /** The network with most, in the language with most. */
  private static String alerts(RuleProof rule) {
    double most = 0;
    HonestDay worst = null;
    for (HonestDay day : rule.replayed().honestDays()) {
      for (var alerts : day.alerts()) {
        if (alerts.count() > most) {
          most = alerts.count();
          worst = day;
        }
      }
    }
    if (worst == null) {
      return rule.replayed().honestDays().isEmpty() ? ABSENT : "none";
    }
    return String.format(Locale.ROOT, "%.0f in %.0f h of %s", most, worst.hours(), worst.network());
  }

  private static void captures(List<RuleProof> replayed, PrintStream out) {
    for (RuleProof rule : replayed) {
      for (Replay replay : rule.replayed().replays()) {
        if (replay.origin() == Origin.CAPTURED) {
          for (ReplayResult result : replay.results()) {
            if (result.right() + result.wrong() > 0) {
              out.println(
                  "  capture %s: %s (%s) finds %d that took part, and %d others"
                      .formatted(
                          Printable.of(replay.family()),
                          Printable.of(rule.name()),
                          result.language(),
                          result.right(),
                          result.wrong()));
            }
          }
        }
      }
    }
  }
}
