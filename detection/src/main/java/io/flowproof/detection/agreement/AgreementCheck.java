package io.flowproof.detection.agreement;

import io.flowproof.detection.agreement.Shrinker.Difference;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Agreement;
import io.flowproof.detection.proof.Agreement.Disagreement;
import io.flowproof.detection.proof.Agreement.Firing;
import io.flowproof.detection.proof.Agreement.KnownDifference;
import io.flowproof.detection.proof.Outcome;
import io.flowproof.query.Language;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Level 3: runs both texts of a rule on generated samples and compares what they find. Samples are
 * made in rounds until enough of them fire and enough stay silent.
 */
public final class AgreementCheck {
  private static final int ROUNDS = 3;
  private static final int MOST_SHOWN = 3;
  private static final Duration SHRINKING = Duration.ofSeconds(60);

  private final Rule rule;
  private final long seed;
  private final KnownDifferences known;
  private final Samples.Stager stager;
  private final Map<Language, Integer> fired = new EnumMap<>(Language.class);
  private final Map<String, KnownDifference> seen = new LinkedHashMap<>();
  private final List<Disagreement> disagreements = new ArrayList<>();
  private int samples;
  private int differing;

  /** Of one rule, which must have both texts. */
  public AgreementCheck(Rule rule, long seed, KnownDifferences known, Samples.Stager stager) {
    this.rule = rule;
    this.seed = seed;
    this.known = known;
    this.stager = stager;
  }

  /**
   * Runs it.
   *
   * @throws io.flowproof.core.source.InvalidQueryException if a text does not parse or bind
   * @throws io.flowproof.engine.api.EngineException if the engine fails or a limit is reached
   */
  public Agreement run() throws IOException, InterruptedException {
    SampleMaker maker = new SampleMaker(rule, seed);
    if (!maker.canMake()) {
      return result(
          Outcome.notShown(
              "no firing case of the rule is written as flows, which samples are made from"));
    }
    for (int round = 0; round < ROUNDS && !isEnough() && differing == 0; round++) {
      List<Flows> flows = new ArrayList<>();
      for (int i = 0; i < maker.round(); i++) {
        flows.add(maker.next());
      }
      try (Samples staged = Samples.stage(rule, flows, stager)) {
        compare(staged);
      }
    }
    return result(outcome());
  }

  /** The samples of the first round, staged for other texts of the rule to run on. */
  public static Samples firstSamples(Rule rule, long seed, Samples.Stager stager)
      throws IOException, InterruptedException {
    SampleMaker maker = new SampleMaker(rule, seed);
    List<Flows> flows = new ArrayList<>();
    for (int i = 0; maker.canMake() && i < maker.round(); i++) {
      flows.add(maker.next());
    }
    return Samples.stage(rule, flows, stager);
  }

  private void compare(Samples staged) throws IOException, InterruptedException {
    for (Language language : Language.values()) {
      int firing = (int) staged.found(language).stream().filter(f -> !f.isEmpty()).count();
      fired.merge(language, firing, Integer::sum);
    }
    int before = samples;
    samples += staged.size();
    List<Difference> differences =
        Shrinker.differences(staged).stream()
            .sorted(Comparator.comparingInt(d -> d.flows().rows().size()))
            .toList();
    Map<String, Integer> alike = new LinkedHashMap<>();
    for (Difference difference : differences) {
      String look = look(difference);
      if (alike.merge(look, 1, Integer::sum) > 1 && disagreements.size() >= 1) {
        differing++;
        continue;
      }
      if (disagreements.size() >= MOST_SHOWN) {
        differing++;
        continue;
      }
      Difference smallest = new Shrinker(rule, stager, SHRINKING).shrink(difference);
      Optional<KnownDifferences.Known> reason = known.explaining(rule.name(), smallest.flows());
      if (reason.isPresent()) {
        alike.remove(look);
        seen.merge(
            reason.get().difference(),
            new KnownDifference(reason.get().difference(), reason.get().reason(), 1),
            (a, b) -> new KnownDifference(a.difference(), a.reason(), a.samples() + 1));
      } else {
        differing++;
        disagreements.add(disagreement(before + place(staged, difference) + 1, smallest));
      }
    }
  }

  private static int place(Samples staged, Difference difference) {
    for (int i = 0; i < staged.size(); i++) {
      if (staged.flows(i).equals(difference.flows())) {
        return i;
      }
    }
    return 0;
  }

  /** Which of the languages found more, and whether it was something without a value. */
  private static String look(Difference difference) {
    return difference.onlyKql().isEmpty()
        + " "
        + difference.onlySpl().isEmpty()
        + " "
        + difference.onlyKql().stream().anyMatch(e -> e.containsValue(null))
        + " "
        + difference.onlySpl().stream().anyMatch(e -> e.containsValue(null));
  }

  private static Disagreement disagreement(int number, Difference difference) {
    return new Disagreement(
        number,
        SampleMaker.TICK,
        List.copyOf(difference.onlyKql()),
        List.copyOf(difference.onlySpl()),
        difference.flows().log(),
        difference.flows().rows().size(),
        difference.smallest());
  }

  private boolean isEnough() {
    return !fired.isEmpty()
        && fired.values().stream()
            .allMatch(firing -> firing >= Agreement.ENOUGH && samples - firing >= Agreement.ENOUGH);
  }

  private Outcome outcome() {
    if (differing > 0) {
      return Outcome.refuted(
          List.of(
              "the languages disagree on %,d of %,d samples; the smallest has %s"
                  .formatted(differing, samples, flows(disagreements.getFirst().flows()))));
    }
    if (!isEnough()) {
      return Outcome.notShown(
          "of %,d samples %s (%d firing and %d silent ones are needed)"
              .formatted(
                  samples,
                  String.join(
                      ", ",
                      fired.entrySet().stream()
                          .map(f -> "%,d fire in %s".formatted(f.getValue(), f.getKey()))
                          .toList()),
                  Agreement.ENOUGH,
                  Agreement.ENOUGH));
    }
    return Outcome.SHOWN;
  }

  private static String flows(int count) {
    return count == 1 ? "1 flow" : "%,d flows".formatted(count);
  }

  private Agreement result(Outcome outcome) {
    return new Agreement(
        outcome,
        seed,
        samples,
        fired.entrySet().stream()
            .map(f -> new Firing(f.getKey(), f.getValue(), samples - f.getValue()))
            .toList(),
        List.copyOf(seen.values()),
        disagreements);
  }
}
