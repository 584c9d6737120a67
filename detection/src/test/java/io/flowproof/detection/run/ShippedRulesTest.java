package io.flowproof.detection.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.example.ExampleLogs;
import io.flowproof.detection.example.ExampleTruth;
import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.query.Language;
import io.flowproof.query.catalog.Catalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules that ship find in the examples what is in there. */
class ShippedRulesTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));

  /** The rules of whose findings the truth tells. */
  private static final Set<String> TOLD =
      Set.of("external-scan", "bulk-exfiltration", "reconnaissance", "exfiltration-repaired");

  private static RuleLaboratory laboratory;

  @BeforeAll
  static void open() {
    laboratory = new RuleLaboratory();
  }

  @AfterAll
  static void close() {
    laboratory.close();
  }

  @Test
  void findInTheExamplesWhatIsInThereFromNoMoreColumnsThanTheySayThatTheyRead() throws Exception {
    List<Rule> rules = rules().filter(rule -> TOLD.contains(rule.name())).toList();
    Set<Language> languages = EnumSet.allOf(Language.class);
    Set<String> columns = Detector.flowColumns(rules, languages, Catalog.ofFlowLogs());
    List<String> found = new ArrayList<>();
    try (StagedLogs logs = laboratory.stage(ROOT.resolve("examples/logs/small-vpc"), columns)) {
      Detector detector =
          new Detector(logs.engine(), logs.facts(), Detector.Timing.SCHEDULED, 2_000);
      for (RuleOutcome outcome :
          detector.detect(rules, languages, (rule, language, done, all) -> {})) {
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
