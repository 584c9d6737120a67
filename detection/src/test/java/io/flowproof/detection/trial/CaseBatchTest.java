package io.flowproof.detection.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.run.RuleLaboratory;
import io.flowproof.query.Language;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseBatchTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));

  @TempDir Path folder;

  /** Groups, subsearches and lists of tables, values of tables, ranks and windows, lookups. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "external-scan",
        "dns-tunnelling",
        "unusual-port",
        "beacon",
        "unmanaged-asset",
        "unusual-volume"
      })
  void findsInManyCasesAtOnceWhatItFindsInEachAlone(String name) throws Exception {
    Pack pack = Pack.load(ROOT.resolve("packs/vpc-flow"));
    Rule rule = pack.rule(name).orElseThrow();
    try (RuleLaboratory laboratory = new RuleLaboratory();
        StagedCases cases =
            StagedCases.open(
                pack,
                java.util.List.of(rule),
                SimulationLibrary.of(ROOT),
                laboratory.settings(),
                folder.resolve("staged"))) {
      for (Language language : Language.values()) {
        var together = new CaseBatch(cases).found(rule, language, rule.tests());

        assertThat(together).hasSameSizeAs(rule.tests());
        for (TestCase test : rule.tests()) {
          assertThat(together.get(test))
              .as(test.name())
              .isEqualTo(new CaseRunner(cases).found(rule, test, language));
        }
      }
    }
  }
}
