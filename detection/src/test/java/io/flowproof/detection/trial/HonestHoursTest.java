package io.flowproof.detection.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.pack.Given;
import io.flowproof.detection.pack.GivenSimulation;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.run.RuleLaboratory;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.query.Language;
import io.flowproof.simulate.attack.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that ship are silent while the networks go about their honest work. */
class HonestHoursTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"web-shop, 60", "microservices, 15", "hub-and-spoke, 60"})
  void noRuleFinds(String network, int minutes) throws Exception {
    Pack pack = Pack.load(ROOT.resolve("packs/vpc-flow"));
    TestCase honest = honest(network, Duration.ofMinutes(minutes));
    List<Rule> rules = pack.rules().stream().map(rule -> rule.withTests(List.of(honest))).toList();
    try (RuleLaboratory laboratory = new RuleLaboratory();
        StagedCases cases =
            StagedCases.open(
                pack, rules, SimulationLibrary.of(ROOT), laboratory.settings(), folder)) {
      CaseRunner runner = new CaseRunner(cases);
      assertThat(
              rules.stream()
                  .flatMap(rule -> runner.run(rule).stream())
                  .filter(result -> !result.passes())
                  .map(CaseResult::explain))
          .isEmpty();
    }
  }

  /** A Monday morning, and the half hour in which the last of it arrives. */
  private static TestCase honest(String network, Duration lasts) {
    GivenSimulation simulation =
        new GivenSimulation(
            network,
            true,
            List.of(),
            Level.TYPICAL,
            Map.of(),
            7,
            Instant.parse("2026-03-02T09:00:00Z"),
            lasts,
            LogFormat.ofVersion(5));
    return new TestCase(
        network + " goes about its work",
        null,
        new Given(List.of(), simulation, Map.of()),
        simulation.start(),
        simulation.end().plus(Duration.ofMinutes(30)),
        List.of(),
        EnumSet.allOf(Language.class));
  }
}
