package io.flowproof.detection.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.run.RuleLaboratory;
import io.flowproof.query.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The rules that ship do what their tests say, in both languages. */
class ShippedCasesTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));
  private static final String ONLY = System.getProperty("flowproof.rule", "");

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> pass() {
    return Stream.of("packs/vpc-flow", "examples/blog")
        .map(pack -> Pack.load(ROOT.resolve(pack)))
        .flatMap(
            pack ->
                pack.rules().stream()
                    .filter(
                        rule -> ONLY.isEmpty() || List.of(ONLY.split(",")).contains(rule.name()))
                    .map(
                        rule ->
                            DynamicTest.dynamicTest(rule.name(), () -> passes(pack, rule.name()))));
  }

  private static void passes(Pack pack, String name) throws IOException, InterruptedException {
    var rule = pack.rule(name).orElseThrow();
    try (RuleLaboratory laboratory = new RuleLaboratory();
        StagedCases cases =
            StagedCases.open(
                pack,
                List.of(rule),
                SimulationLibrary.of(ROOT),
                laboratory.settings(),
                folder.resolve(name))) {
      CaseBatch together = new CaseBatch(cases);
      CaseRunner alone = new CaseRunner(cases);
      List<CaseResult> failed = new ArrayList<>();
      for (Language language : Language.values()) {
        List<TestCase> tests =
            rule.text(language).isEmpty()
                ? List.of()
                : rule.tests().stream().filter(t -> t.languages().contains(language)).toList();
        var found = together.found(rule, language, tests);
        tests.stream()
            .filter(test -> !together.expected(rule, test).equals(found.get(test)))
            .forEach(test -> failed.add(alone.run(rule, test, language)));
      }
      assertThat(failed.stream().map(CaseResult::explain)).isEmpty();
    }
  }
}
