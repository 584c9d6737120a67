package io.flowproof.detection.agreement;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.pack.Given;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes samples of traffic for a rule. A sample begins as the flows of one of the rule's own cases,
 * of two together, or as many flows as one of its constants says, and is then changed at random in
 * some of the ways in which traffic varies: flows go, come twice, take values next to the rule's
 * constants, addresses next to the borders of networks, times next to the window's ends, {@code -}
 * for a value; in one of three log formats.
 */
final class SampleMaker {
  /** When all samples are looked at. */
  static final Instant TICK = Instant.parse("2024-05-14T10:00:00Z");

  private static final int MOST_FLOWS = 8_000;
  private static final int MOST_COPIES = 1_200;

  /** Of rules whose cases are large fewer samples are made. */
  private static final int LARGE = 1_500;

  private static final int SAMPLES = 100;
  private static final int LARGE_SAMPLES = 50;
  private static final List<FlowLogField> FANNED =
      List.of(
          FlowLogField.SRCADDR, FlowLogField.DSTADDR, FlowLogField.SRCPORT, FlowLogField.DSTPORT);

  private final List<Flows> firing = new ArrayList<>();
  private final List<Flows> silent = new ArrayList<>();
  private final Constants constants;
  private final Variation variation;
  private final SplittableRandom random;

  SampleMaker(Rule rule, long seed) {
    this.constants = Constants.of(rule);
    this.random = new SplittableRandom(seed ^ rule.id().getLeastSignificantBits());
    this.variation =
        new Variation(
            constants, TICK.getEpochSecond(), rule.schedule().over().toSeconds(), random.split());
    for (TestCase test : rule.tests()) {
      Flows flows = flows(test);
      if (!flows.rows().isEmpty() && flows.rows().size() <= MOST_FLOWS) {
        (test.fires() ? firing : silent).add(flows);
      }
    }
  }

  /** The written flows of a case, in time for the tick. */
  private static Flows flows(TestCase test) {
    StringBuilder log = new StringBuilder();
    for (Given.ArrivingLog part : test.given().logs()) {
      log.append(part.text());
    }
    Flows flows = Flows.parse(log.toString());
    long shift = TICK.getEpochSecond() - test.until().getEpochSecond();
    List<Map<FlowLogField, String>> shifted = new ArrayList<>();
    for (Map<FlowLogField, String> row : flows.rows()) {
      Map<FlowLogField, String> copy = new EnumMap<>(row);
      for (FlowLogField field : List.of(FlowLogField.START, FlowLogField.END)) {
        copy.computeIfPresent(
            field, (f, v) -> v.matches("\\d{1,11}") ? Long.toString(Long.parseLong(v) + shift) : v);
      }
      shifted.add(copy);
    }
    return flows.with(shifted).beside(test.given().lists());
  }

  /** How many samples make a round. */
  int round() {
    long firing = this.firing.stream().mapToInt(flows -> flows.rows().size()).sum();
    return firing > (long) LARGE * this.firing.size() ? LARGE_SAMPLES : SAMPLES;
  }

  /** Whether there is traffic to begin with. */
  boolean canMake() {
    return !firing.isEmpty();
  }

  /** The next sample. */
  Flows next() {
    Flows base = base();
    List<Map<FlowLogField, String>> rows = new ArrayList<>();
    base.rows().forEach(row -> rows.add(new EnumMap<>(row)));
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      variation.change(rows);
    }
    while (rows.size() > MOST_FLOWS) {
      rows.removeLast();
    }
    return base.with(rows).in(format(base));
  }

  private List<FlowLogField> format(Flows base) {
    if (base.fields().stream().anyMatch(field -> !Formats.VERSION_5.contains(field))) {
      return base.fields();
    }
    return switch (random.nextInt(6)) {
      case 0 -> Formats.VERSION_5;
      case 1 -> Formats.ALPHABETICAL;
      case 2 -> Formats.DEFAULT;
      default -> base.fields();
    };
  }

  private Flows base() {
    int choice = random.nextInt(10);
    if (choice < 4) {
      return any(firing);
    }
    if (choice < 6 && !silent.isEmpty()) {
      return any(silent);
    }
    if (choice < 8) {
      Flows first = any(firing);
      Flows second = any(random.nextBoolean() && !silent.isEmpty() ? silent : firing);
      return first.and(second);
    }
    return fanned(any(firing));
  }

  /** As many flows as a constant says, or one more or less, that differ in one or two fields. */
  private Flows fanned(Flows from) {
    List<Long> counts =
        constants.numbers().stream().filter(n -> n > 0 && n <= MOST_COPIES).toList();
    if (counts.isEmpty()) {
      return from;
    }
    long count = Math.max(1, counts.get(random.nextInt(counts.size())) + random.nextInt(3) - 1);
    Map<FlowLogField, String> one = from.rows().get(random.nextInt(from.rows().size()));
    FlowLogField first = FANNED.get(random.nextInt(FANNED.size()));
    FlowLogField second = FANNED.get(random.nextInt(FANNED.size()));
    List<Map<FlowLogField, String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<FlowLogField, String> row = new EnumMap<>(one);
      row.computeIfPresent(first, (field, value) -> Variation.further(field, value, rows.size()));
      row.computeIfPresent(second, (field, value) -> Variation.further(field, value, rows.size()));
      rows.add(row);
    }
    return from.with(rows);
  }

  private Flows any(List<Flows> flows) {
    return flows.get(random.nextInt(flows.size()));
  }
}
