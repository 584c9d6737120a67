package io.flowproof.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.run.Evidence;
import io.flowproof.detection.run.EvidenceBasis;
import io.flowproof.detection.run.Finding;
import io.flowproof.query.Language;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedFindingTest {
  private static final Instant NINE = Instant.parse("2024-05-14T09:00:00Z");
  private static final List<Rule> RULES =
      Pack.load(Path.of(System.getProperty("flowproof.home")).resolve("examples/blog")).rules();

  @Test
  void oneSubjectAtOverlappingTimesIsSharedByTheLanguages() {
    Finding kql = finding(0, Language.KQL, "203.0.113.7", 0, 10);
    Finding spl = finding(0, Language.SPL, "203.0.113.7", 10, 20);

    assertThat(SharedFinding.of(List.of(spl, kql)))
        .containsExactly(new SharedFinding(List.of(kql, spl)));
  }

  @Test
  void otherEntitiesRulesOrTimesAndTheSameLanguageStandAlone() {
    List<Finding> findings =
        List.of(
            finding(0, Language.KQL, "203.0.113.7", 0, 10),
            finding(0, Language.SPL, "203.0.113.8", 0, 10),
            finding(1, Language.SPL, "203.0.113.7", 0, 10),
            finding(0, Language.SPL, "203.0.113.7", 11, 20),
            finding(0, Language.KQL, "203.0.113.7", 5, 9));

    assertThat(SharedFinding.of(findings))
        .isEqualTo(findings.stream().map(f -> new SharedFinding(List.of(f))).toList());
  }

  /** Compared each with each, as they once were, these took minutes. */
  @Test
  void tensOfThousandsOfSubjectsKeepTheirOrder() {
    List<Finding> findings = new ArrayList<>();
    List<SharedFinding> expected = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      Finding kql = finding(0, Language.KQL, "source " + i, 0, 10);
      Finding spl = finding(0, Language.SPL, "source " + i, 0, 10);
      findings.add(kql);
      findings.add(spl);
      expected.add(new SharedFinding(List.of(kql, spl)));
    }

    assertThat(SharedFinding.of(findings)).isEqualTo(expected);
  }

  private static Finding finding(int rule, Language language, String source, int from, int to) {
    return new Finding(
        RULES.get(rule),
        language,
        Map.of("source", source),
        NINE.plusSeconds(from),
        NINE.plusSeconds(to),
        1,
        1,
        60,
        Map.of(),
        new Evidence(EvidenceBasis.LINEAGE, 1, List.of()));
  }
}
