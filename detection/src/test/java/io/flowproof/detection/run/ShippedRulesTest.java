package io.flowproof.detection.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.example.ExampleLogs;
import io.flowproof.detection.example.ExampleTruth;
import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.query.Language;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The rules that ship do what their tests say, and find in the examples what is in there. */
class ShippedRulesTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));
  private static RuleLaboratory laboratory;

  @TempDir static Path folder;

  @BeforeAll
  static void open() {
    laboratory = new RuleLaboratory();
  }

  @AfterAll
  static void close() {
    laboratory.close();
  }

  @TestFactory
  Stream<DynamicTest> passTheirTests() {
    return rules()
        .flatMap(
            rule ->
                rule.tests().stream()
                    .map(
                        test ->
                            DynamicTest.dynamicTest(
                                rule.name() + ": " + test.name(), () -> passes(rule, test))));
  }

  private static void passes(Rule rule, TestCase test) throws Exception {
    Path log = Files.writeString(folder.resolve("case.log"), test.log());
    Window window = new Window(test.at(), test.at().minus(rule.schedule().over()), test.at());
    try (StagedLogs logs = laboratory.stage(log)) {
      for (Language language : test.languages()) {
        if (rule.text(language).isEmpty()) {
          continue;
        }
        RuleRun run = run(rule, language, logs, window);
        List<Map<String, ? extends Object>> expected = new ArrayList<>();
        test.expect().forEach(finding -> expected.add(finding.entities()));
        assertThat(run.findings())
            .as(language + " of " + rule.name())
            .<Map<String, ? extends Object>>map(Finding::entities)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private static RuleRun run(Rule rule, Language language, StagedLogs logs, Window window) {
    RuleRun run =
        new RuleRun(
            rule,
            language,
            logs.engine(),
            new QueryCompiler(Catalog.ofFlowLogs()).running(logs.engine()::all),
            10_000);
    run.run(window);
    return run;
  }

  @Test
  void findInTheExamplesWhatIsInThere() throws Exception {
    List<Rule> rules = rules().filter(rule -> !rule.name().equals("exfiltration")).toList();
    List<String> found = new ArrayList<>();
    try (StagedLogs logs = laboratory.stage(ROOT.resolve("examples/logs/small-vpc"))) {
      Detector detector =
          new Detector(logs.engine(), logs.facts(), Detector.Timing.SCHEDULED, 2_000);
      for (RuleOutcome outcome :
          detector.detect(
              rules, EnumSet.allOf(Language.class), (rule, language, done, all) -> {})) {
        assertThat(outcome).isInstanceOf(RuleOutcome.Ran.class);
        ((RuleOutcome.Ran) outcome).findings().forEach(finding -> found.add(text(finding)));
      }
    }
    List<String> truth = new ArrayList<>();
    new ExampleTruth(ExampleLogs.smallVpc().values())
        .findings()
        .forEach(
            expected ->
                expected
                    .languages()
                    .forEach(
                        language ->
                            truth.add(
                                "%s %s: %s; %d flows, %d bytes"
                                    .formatted(
                                        expected.rule(),
                                        language,
                                        expected.entities(),
                                        expected.flows(),
                                        expected.bytes()))));
    assertThat(found).containsExactlyInAnyOrderElementsOf(truth);
  }

  private static String text(Finding finding) {
    List<String> entities = new ArrayList<>();
    finding.entities().forEach((name, value) -> entities.add(name + " " + value));
    return "%s %s: %s; %d flows, %d bytes"
        .formatted(
            finding.rule().name(),
            finding.language().name().toLowerCase(Locale.ROOT),
            String.join(", ", entities),
            finding.flows(),
            finding.bytes());
  }

  private static Stream<Rule> rules() {
    return Stream.of("packs/vpc-flow", "examples/blog")
        .flatMap(pack -> Pack.load(ROOT.resolve(pack)).rules().stream());
  }
}
