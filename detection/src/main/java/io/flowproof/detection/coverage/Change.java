package io.flowproof.detection.coverage;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.coverage.Observation.Stretch;
import io.flowproof.detection.coverage.Sight.Grade;
import io.flowproof.detection.pack.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One thing that the user could change, and what it would buy.
 *
 * @param what to change, as an order
 * @param gains the rules that would do better on some part of the network, with the grade that they
 *     have now on it at worst and the grade they would have
 */
public record Change(String what, List<Gain> gains) {
  /** Copies the list. */
  public Change {
    gains = List.copyOf(gains);
  }

  /**
   * What it buys for a rule.
   *
   * @param rule its name
   * @param from its grade on the parts that get better; the worst of them
   * @param to its grade there afterwards; the best of them
   * @param share of the network that gets better, 0 to 1
   */
  public record Gain(String rule, Grade from, Grade to, double share) {}

  /** A possible change. */
  private record Option(String what, UnaryOperator<Recorded> change) {}

  /** The changes that buy something, those that help most rules most first. */
  static List<Change> of(List<Rule> rules, Observation observation) {
    List<Change> changes = new ArrayList<>();
    for (Option option : options(rules, observation)) {
      List<Gain> gains = new ArrayList<>();
      for (Rule rule : rules) {
        gain(rule, observation, option, gains);
      }
      // Of two that buy the same, the smaller, which comes first.
      if (!gains.isEmpty() && changes.stream().noneMatch(c -> c.gains().equals(gains))) {
        changes.add(new Change(option.what(), gains));
      }
    }
    changes.sort(Comparator.comparing(Change::worth).reversed().thenComparing(Change::what));
    return changes;
  }

  /** Rules that see again count more than rules that see better. */
  private double worth() {
    return gains.stream()
        .mapToDouble(gain -> (gain.from() == Grade.BLIND ? 2 : 1) * gain.share())
        .sum();
  }

  private static void gain(Rule rule, Observation observation, Option option, List<Gain> gains) {
    Grade from = Grade.RUNNABLE;
    Grade to = Grade.BLIND;
    double better = 0;
    for (Stretch stretch : observation.stretches()) {
      Sight now = RuleCoverage.best(rule, stretch);
      Stretch changed =
          new Stretch(
              stretch.resource(),
              stretch.where(),
              stretch.amount(),
              stretch.ways().stream().map(option.change()).toList());
      Sight then = RuleCoverage.best(rule, changed);
      if (then.grade().compareTo(now.grade()) < 0) {
        from = now.grade().compareTo(from) > 0 ? now.grade() : from;
        to = then.grade().compareTo(to) < 0 ? then.grade() : to;
        better += stretch.amount();
      }
    }
    if (better > 0) {
      gains.add(new Gain(rule.name(), from, to, better / observation.amount()));
    }
  }

  private static List<Option> options(List<Rule> rules, Observation observation) {
    List<Option> options = new ArrayList<>();
    Set<FlowLogField> fields = EnumSet.noneOf(FlowLogField.class);
    rules.forEach(rule -> fields.addAll(rule.needs()));
    rules.forEach(rule -> fields.addAll(rule.wants()));
    for (FlowLogField field : fields) {
      options.add(
          new Option(
              "add %s to the log format".formatted(field.awsName()), way -> way.with(field)));
    }
    options.add(new Option("record all traffic (TrafficType ALL)", Recorded::ofAllTraffic));
    options.add(
        new Option("aggregate by the minute (MaxAggregationInterval 60)", Recorded::everyMinute));
    fields.stream()
        .map(FlowLogField::version)
        .filter(version -> version > 2)
        .distinct()
        .forEach(
            version ->
                options.add(
                    new Option(
                        "use all fields up to version " + version,
                        way -> withVersion(way, version))));
    usual(observation).ifPresent(usual -> options.addAll(like(usual)));
    return options;
  }

  private static List<Option> like(Recorded usual) {
    return List.of(
        new Option(
            "record what is not recorded, like most of the rest",
            way -> way.nothing() == null ? way : usual),
        new Option("record everything as most of it is", way -> usual));
  }

  private static Recorded withVersion(Recorded way, int version) {
    Recorded more = way;
    for (FlowLogField field : FlowLogField.values()) {
      if (field.version() <= version && !field.isTransitGateway()) {
        more = more.with(field);
      }
    }
    return more;
  }

  /** How most is recorded of what is. */
  private static Optional<Recorded> usual(Observation observation) {
    Map<Recorded, Double> amounts = new HashMap<>();
    for (Stretch stretch : observation.stretches()) {
      stretch.ways().stream()
          .filter(way -> way.nothing() == null)
          .forEach(way -> amounts.merge(way, stretch.amount(), Double::sum));
    }
    return amounts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }
}
