package io.flowproof.detection.coverage;

import io.flowproof.core.attack.FlowSight;
import io.flowproof.core.attack.Tactic;
import io.flowproof.core.attack.Technique;
import io.flowproof.detection.coverage.Sight.Grade;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Distribution;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.TimeToDetect;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is covered of one technique.
 *
 * @param technique which
 * @param tactics where it stands in the matrix: those that its rules name, else all it serves
 * @param sight what flow logs can show of it; null where nobody has judged it
 * @param rules the rules that name it
 * @param level the highest that one of them is proven to; null without a proof or without a rule
 * @param attacks the replayed attacks that show it; empty without
 * @param shares how much of the user's network the best of its rules is runnable, degraded, blind
 *     on, 0 to 1; empty where no network was given, or without a rule
 */
public record TechniqueCoverage(
    Technique technique,
    List<Tactic> tactics,
    @Nullable FlowSight sight,
    List<Rule> rules,
    @Nullable ProofLevel level,
    List<ReplayedAttack> attacks,
    Map<Grade, Double> shares) {
  /** Copies the lists. */
  public TechniqueCoverage {
    tactics = List.copyOf(tactics);
    rules = List.copyOf(rules);
    attacks = List.copyOf(attacks);
  }

  /** True when nothing of it shows in flow logs. */
  public boolean isNeverSeen() {
    return sight != null && sight.degree() == FlowSight.Degree.NEVER;
  }

  /** How many of the replayed attacks were found. */
  public long found() {
    return attacks.stream().filter(attack -> attack.time() != null).count();
  }

  /** The seconds that finding them took; empty where none was found. */
  public Optional<Distribution> timeToDetect() {
    return Distribution.of(
        attacks.stream()
            .map(ReplayedAttack::time)
            .filter(Objects::nonNull)
            .map(TimeToDetect::seconds)
            .toList());
  }

  /** On how much of the network the best of the rules is of what grade. */
  static Map<Grade, Double> shares(List<Rule> rules, Observation observation) {
    Map<Grade, Double> amounts = new EnumMap<>(Grade.class);
    if (rules.isEmpty()) {
      return amounts;
    }
    for (Observation.Stretch stretch : observation.stretches()) {
      Grade best =
          rules.stream()
              .map(rule -> RuleCoverage.best(rule, stretch).grade())
              .min(Grade::compareTo)
              .orElseThrow();
      amounts.merge(best, stretch.amount(), Double::sum);
    }
    return RuleCoverage.shares(amounts, observation.amount());
  }
}
