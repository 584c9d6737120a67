package io.flowproof.app.report.html;

import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.RuleProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What changed between two proofs.
 *
 * @param then when the older one was made
 * @param changes by rule, in the order of their names
 */
public record SinceThen(Instant then, List<RuleChange> changes) {
  /** Copies the list. */
  public SinceThen {
    changes = List.copyOf(changes);
  }

  /**
   * What changed of a rule.
   *
   * @param rule its name
   * @param before what was
   * @param now what is
   * @param worse true when something that was proven is so no more
   */
  public record RuleChange(String rule, String before, String now, boolean worse) {}

  /** Between two. */
  public static SinceThen between(Proof older, Proof newer) {
    List<RuleChange> changes = new ArrayList<>();
    for (RuleProof rule : newer.rules()) {
      Optional<RuleProof> before = older.rule(rule.name());
      if (before.isEmpty()) {
        changes.add(new RuleChange(rule.name(), "no such rule", words(rule), false));
      } else {
        compare(before.get(), rule, changes);
      }
    }
    for (RuleProof rule : older.rules()) {
      if (newer.rule(rule.name()).isEmpty()) {
        changes.add(new RuleChange(rule.name(), words(rule), "no such rule", true));
      }
    }
    changes.sort((a, b) -> a.rule().compareTo(b.rule()));
    return new SinceThen(older.made(), changes);
  }

  private static void compare(RuleProof before, RuleProof now, List<RuleChange> changes) {
    if (before.level() != now.level()) {
      boolean worse = now.level().compareTo(before.level()) < 0;
      changes.add(new RuleChange(now.name(), words(before), words(now), worse));
    }
    int survived = before.robust().survivors().size();
    int survive = now.robust().survivors().size();
    if (survived != survive) {
      changes.add(
          new RuleChange(
              now.name(),
              survived + " surviving mutants",
              String.valueOf(survive),
              survive > survived));
    }
    Double alerts = Words.alertsPerDay(before);
    Double alertsNow = Words.alertsPerDay(now);
    if (alerts != null && alertsNow != null && !alerts.equals(alertsNow)) {
      changes.add(
          new RuleChange(
              now.name(),
              Words.number(alerts) + " alerts per honest day",
              Words.number(alertsNow),
              alertsNow > alerts));
    }
    if (!Objects.equals(before.sha256(), now.sha256()) && before.level() == now.level()) {
      changes.add(new RuleChange(now.name(), "other files", "level kept: " + words(now), false));
    }
  }

  private static String words(RuleProof rule) {
    ProofLevel level = rule.level();
    return Words.level(level);
  }
}
