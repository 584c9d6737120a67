package io.flowproof.detection.agreement;

import io.flowproof.detection.pack.Given;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.trial.CaseBatch;
import io.flowproof.detection.trial.StagedCases;
import io.flowproof.query.Language;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Samples that lie staged side by side, and what a rule's texts find in each. */
public final class Samples implements AutoCloseable {
  private final Rule rule;
  private final List<Flows> flows;
  private final List<TestCase> cases;
  private final StagedCases staged;
  private final Normalised normalised;

  /** Stages the cases of a rule; what it returns is closed with the samples. */
  @FunctionalInterface
  public interface Stager {
    /** Stages them. */
    StagedCases stage(Rule rule) throws IOException, InterruptedException;
  }

  private Samples(Rule rule, List<Flows> flows, List<TestCase> cases, StagedCases staged) {
    this.rule = rule;
    this.flows = flows;
    this.cases = cases;
    this.staged = staged;
    this.normalised = new Normalised(rule, UnaryOperator.identity());
  }

  /** Stages these samples for a rule. */
  static Samples stage(Rule rule, List<Flows> flows, Stager stager)
      throws IOException, InterruptedException {
    List<TestCase> cases = new ArrayList<>();
    for (int i = 0; i < flows.size(); i++) {
      cases.add(
          new TestCase(
              "sample " + i,
              null,
              new Given(
                  List.of(new Given.ArrivingLog(null, flows.get(i).log())),
                  null,
                  flows.get(i).lists()),
              SampleMaker.TICK,
              SampleMaker.TICK,
              List.of(),
              EnumSet.allOf(Language.class)));
    }
    Rule withSamples = rule.withTests(cases);
    return new Samples(withSamples, flows, cases, stager.stage(withSamples));
  }

  /** How many there are. */
  int size() {
    return flows.size();
  }

  /** The flows of a sample, from 0. */
  Flows flows(int sample) {
    return flows.get(sample);
  }

  /**
   * What the text of a rule finds in each sample, by normalised entities.
   *
   * @param variant the rule, or one with another text
   * @throws io.flowproof.core.source.InvalidQueryException if the text does not parse or bind
   * @throws io.flowproof.engine.api.EngineException if the engine fails or a limit is reached
   */
  public List<Set<Map<String, @Nullable String>>> found(Rule variant, Language language) {
    var found = new CaseBatch(staged).found(variant.withTests(cases), language, cases);
    return cases.stream().map(test -> normalised.of(found.getOrDefault(test, Set.of()))).toList();
  }

  /** What the rule's own text finds. */
  List<Set<Map<String, @Nullable String>>> found(Language language) {
    return found(rule, language);
  }

  @Override
  public void close() {
    staged.close();
  }
}
