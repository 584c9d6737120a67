package io.flowproof.detection.prove;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.detection.agreement.Samples;
import io.flowproof.detection.mutation.MutantText;
import io.flowproof.detection.mutation.Mutants;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.proof.Outcome;
import io.flowproof.detection.proof.Robustness;
import io.flowproof.detection.proof.Robustness.Fate;
import io.flowproof.detection.proof.Robustness.Mutant;
import io.flowproof.detection.run.RuleRun;
import io.flowproof.detection.run.Window;
import io.flowproof.detection.trial.CaseBatch;
import io.flowproof.detection.trial.StagedCases;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.query.Language;
import io.flowproof.query.compile.QueryCompiler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Level 4: every mutant of every text against the rule's cases. */
final class MutationCheck {
  private final Rule rule;
  private final CaseBatch batch;
  private final QueryEngine engine;
  private final QueryCompiler compiler;
  private final EquivalentMutants marks;
  private final Supplier<Samples> samples;
  private final Map<Language, List<Set<Map<String, @Nullable String>>>> onSamples =
      new EnumMap<>(Language.class);

  /**
   * Of one rule, whose cases all pass.
   *
   * @param staged its cases
   * @param engine holds tables such as the cases have, with any rows
   * @param compiler for that engine
   * @param samples to compare equivalent mutants on
   */
  MutationCheck(
      Rule rule,
      StagedCases staged,
      QueryEngine engine,
      QueryCompiler compiler,
      EquivalentMutants marks,
      Supplier<Samples> samples) {
    this.rule = rule;
    this.batch = new CaseBatch(staged);
    this.engine = engine;
    this.compiler = compiler;
    this.marks = marks;
    this.samples = samples;
  }

  Robustness run() {
    List<Mutant> mutants = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Language language : Language.values()) {
      if (rule.text(language).isPresent()) {
        List<Mutant> own = mutants(language);
        mutants.addAll(own);
        reasons.addAll(reasons(language, own));
      }
    }
    marks
        .unused(rule.name(), mutants.stream().map(Mutant::id).toList())
        .forEach(
            id -> reasons.add(EquivalentMutants.FILE + " marks " + id + ", which is no mutant"));
    for (Mutant mutant : mutants) {
      if (mutant.fate() == Fate.KILLED && marks.reason(rule.name(), mutant.id()).isPresent()) {
        reasons.add(
            "%s marks %s, which is killed: %s"
                .formatted(EquivalentMutants.FILE, mutant.id(), mutant.by()));
      }
    }
    return new Robustness(
        mutants.isEmpty()
            ? Outcome.notShown("there is nothing in the texts that a mutant could change")
            : reasons.isEmpty() ? Outcome.SHOWN : Outcome.refuted(reasons),
        mutants);
  }

  private List<Mutant> mutants(Language language) {
    List<TestCase> written = new ArrayList<>();
    List<TestCase> simulated = new ArrayList<>();
    for (TestCase test : rule.tests()) {
      if (test.languages().contains(language)) {
        (test.given().simulation() == null ? written : simulated).add(test);
      }
    }
    Instant tick = Instant.parse("2024-05-14T10:00:00Z");
    Window window = new Window(tick, tick.minus(rule.schedule().over()), tick);
    String deciding = deciding(rule, language, window);
    List<Mutant> mutants = new ArrayList<>();
    for (MutantText text : Mutants.of(rule.text(language).orElseThrow(), language)) {
      Rule changed = rule.withText(language, text.text());
      try {
        // What only changes columns beside the entities is no mutant of what is found.
        if (!deciding(changed, language, window).equals(deciding)) {
          mutants.add(fate(text, changed, language, List.of(written, simulated)));
        }
      } catch (InvalidQueryException e) {
        mutants.add(mutant(text, language, Fate.INVALID, e.diagnostics().getFirst().text()));
      }
    }
    return mutants;
  }

  private String deciding(Rule changed, Language language, Window window) {
    return new RuleRun(changed, language, engine, compiler, 0).decidingSql(window);
  }

  private Mutant fate(
      MutantText text, Rule changed, Language language, List<List<TestCase>> groups) {
    for (List<TestCase> tests : groups) {
      try {
        Optional<TestCase> failing = batch.firstFailing(changed, language, tests);
        if (failing.isPresent()) {
          return mutant(text, language, Fate.KILLED, failing.get().name());
        }
      } catch (EngineException e) {
        return mutant(text, language, Fate.KILLED, "the engine: " + e.getMessage());
      }
    }
    Optional<String> reason = marks.reason(rule.name(), text.id());
    if (reason.isEmpty()) {
      return mutant(text, language, Fate.SURVIVED, null);
    }
    int differs = differsOn(changed, language);
    return differs == 0
        ? mutant(text, language, Fate.EQUIVALENT, reason.get())
        : mutant(
            text,
            language,
            Fate.SURVIVED,
            "marked as equivalent, but differs on sample %d".formatted(differs));
  }

  /** The first sample that the mutant finds something else on, from 1; 0 for none. */
  private int differsOn(Rule changed, Language language) {
    List<Set<Map<String, @Nullable String>>> own =
        onSamples.computeIfAbsent(language, l -> samples.get().found(rule, l));
    List<Set<Map<String, @Nullable String>>> other = samples.get().found(changed, language);
    for (int i = 0; i < own.size(); i++) {
      if (!own.get(i).equals(other.get(i))) {
        return i + 1;
      }
    }
    return 0;
  }

  private static Mutant mutant(MutantText text, Language language, Fate fate, @Nullable String by) {
    return new Mutant(
        text.id(),
        language,
        text.kind(),
        text.line(),
        text.column(),
        text.change(),
        text.text().text(),
        fate,
        by);
  }

  private static List<String> reasons(Language language, List<Mutant> all) {
    List<String> reasons = new ArrayList<>();
    List<Mutant> counted = all.stream().filter(m -> m.fate() != Fate.INVALID).toList();
    long killed = counted.stream().filter(m -> m.fate() == Fate.KILLED).count();
    long equivalent = counted.stream().filter(m -> m.fate() == Fate.EQUIVALENT).count();
    List<Mutant> mustDie =
        counted.stream().filter(m -> m.fate() == Fate.SURVIVED && m.kind().mustDie()).toList();
    if (!mustDie.isEmpty()) {
      reasons.add(
          "%s: %d mutants survive that a test must kill, such as line %d: %s"
              .formatted(
                  language,
                  mustDie.size(),
                  mustDie.getFirst().line(),
                  mustDie.getFirst().change()));
    }
    if (killed < Robustness.ENOUGH * (counted.size() - equivalent)) {
      reasons.add(
          "%s: the tests kill %d of %d mutants (%.0f %% are needed)"
              .formatted(language, killed, counted.size() - equivalent, 100 * Robustness.ENOUGH));
    }
    long most = (long) (Robustness.MOST_EQUIVALENT * counted.size());
    if (equivalent > most) {
      reasons.add(
          "%s: %d of %d mutants are marked as equivalent (%d at most)"
              .formatted(language, equivalent, counted.size(), most));
    }
    return reasons;
  }
}
