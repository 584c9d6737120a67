package io.flowproof.detection.coverage;

import io.flowproof.detection.coverage.Observation.Stretch;
import io.flowproof.detection.coverage.Sight.Grade;
import io.flowproof.detection.pack.Rule;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rule can see of a user's network.
 *
 * @param rule the rule
 * @param shares how much of the network it is runnable, degraded and blind on, each 0 to 1, adding
 *     up to 1; empty for a network of nothing
 * @param lacks what is missing, and on how much of the network, the most first
 */
public record RuleCoverage(Rule rule, Map<Grade, Double> shares, Map<String, Double> lacks) {

  /** Of one rule. */
  static RuleCoverage of(Rule rule, Observation observation) {
    Map<Grade, Double> amounts = new EnumMap<>(Grade.class);
    Map<String, Double> lacks = new LinkedHashMap<>();
    for (Stretch stretch : observation.stretches()) {
      Sight sight = best(rule, stretch);
      amounts.merge(sight.grade(), stretch.amount(), Double::sum);
      sight.lacks().forEach(lack -> lacks.merge(lack.text(), stretch.amount(), Double::sum));
    }
    double all = observation.amount();
    return new RuleCoverage(rule, shares(amounts, all), sorted(shares(lacks, all)));
  }

  /** The best that any of the flow logs over a part lets a rule do. */
  static Sight best(Rule rule, Stretch stretch) {
    return stretch.ways().stream()
        .map(way -> Sight.of(rule, way))
        .min(Comparator.comparing(Sight::grade).thenComparing(sight -> sight.lacks().size()))
        .orElseThrow();
  }

  /** The share of a grade, 0 to 1. */
  public double share(Grade grade) {
    return shares.getOrDefault(grade, 0.0);
  }

  /** The worst grade on any part of the network. */
  public Grade worst() {
    return shares.keySet().stream().max(Comparator.naturalOrder()).orElse(Grade.BLIND);
  }

  static <K> Map<K, Double> shares(Map<K, Double> amounts, double all) {
    Map<K, Double> shares = new LinkedHashMap<>();
    amounts.forEach((key, amount) -> shares.put(key, all == 0 ? 0 : amount / all));
    return shares;
  }

  private static Map<String, Double> sorted(Map<String, Double> shares) {
    Map<String, Double> sorted = new LinkedHashMap<>();
    List<Map.Entry<String, Double>> entries =
        shares.entrySet().stream()
            .sorted(
                Map.Entry.<String, Double>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
