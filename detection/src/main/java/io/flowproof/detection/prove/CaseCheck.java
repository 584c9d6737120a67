package io.flowproof.detection.prove;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.proof.Outcome;
import io.flowproof.detection.proof.Testing;
import io.flowproof.detection.proof.Testing.CaseResult;
import io.flowproof.detection.trial.CaseBatch;
import io.flowproof.detection.trial.CaseRunner;
import io.flowproof.detection.trial.StagedCases;
import io.flowproof.engine.api.EngineException;
import io.flowproof.query.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Level 2. */
final class CaseCheck {
  private static final int FIRING = 2;
  private static final int SILENT = 3;

  private CaseCheck() {}

  /** What came of the rule's cases, which are staged. */
  static Testing of(Rule rule, StagedCases staged) {
    List<CaseResult> results = new ArrayList<>();
    for (Language language : Language.values()) {
      if (rule.text(language).isPresent()) {
        results.addAll(of(rule, language, staged));
      }
    }
    return new Testing(outcome(rule, results), results);
  }

  private static List<CaseResult> of(Rule rule, Language language, StagedCases staged) {
    List<TestCase> tests =
        rule.tests().stream().filter(test -> test.languages().contains(language)).toList();
    CaseBatch batch = new CaseBatch(staged);
    CaseRunner alone = new CaseRunner(staged);
    Map<TestCase, Set<Map<String, @Nullable String>>> found;
    try {
      found = batch.found(rule, language, tests);
    } catch (InvalidQueryException | EngineException e) {
      found = Map.of(); // Each case alone says what is wrong with it.
    }
    List<CaseResult> results = new ArrayList<>();
    for (TestCase test : tests) {
      Set<Map<String, @Nullable String>> own = found.get(test);
      boolean passed = own != null && own.equals(batch.expected(rule, test));
      String failure = null;
      if (!passed) {
        io.flowproof.detection.trial.CaseResult explained = alone.run(rule, test, language);
        passed = explained.passes();
        failure = passed ? null : explained.explain();
      }
      results.add(new CaseResult(test.name(), language, test.fires(), passed, failure));
    }
    return results;
  }

  private static Outcome outcome(Rule rule, List<CaseResult> results) {
    List<String> failed =
        results.stream()
            .filter(result -> !result.passed())
            .map(result -> "%s: %s fails".formatted(result.language(), result.name()))
            .toList();
    if (!failed.isEmpty()) {
      return Outcome.refuted(failed);
    }
    for (Language language : Language.values()) {
      long firing = results.stream().filter(r -> r.language() == language && r.fires()).count();
      long silent = results.stream().filter(r -> r.language() == language && !r.fires()).count();
      if (rule.text(language).isPresent() && (firing < FIRING || silent < SILENT)) {
        return Outcome.notShown(
            "%d firing and %d silent cases for %s (%d and %d are needed)"
                .formatted(firing, silent, language, FIRING, SILENT));
      }
    }
    return Outcome.SHOWN;
  }
}
