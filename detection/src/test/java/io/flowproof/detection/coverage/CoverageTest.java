package io.flowproof.detection.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowproof.core.attack.Tactic;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.coverage.Observation.Stretch;
import io.flowproof.detection.coverage.Observation.Unit;
import io.flowproof.detection.coverage.Sight.Grade;
import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Recording.Traffic;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.Proofs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Set<FlowLogField> VERSION_2 = fields(2);
  private static final Set<FlowLogField> VERSION_5 = fields(5);
  private static final Set<Traffic> ALL = EnumSet.allOf(Traffic.class);

  /** Needs addresses and ports, wants tcp-flags and rejects. */
  private final Rule scan =
      Pack.load(
              Path.of(System.getProperty("flowproof.root", ".."))
                  .resolve("packs/vpc-flow/reconnaissance/external-scan"))
          .rules()
          .getFirst();

  private static Set<FlowLogField> fields(int version) {
    return Arrays.stream(FlowLogField.values())
        .filter(field -> field.version() <= version)
        .collect(Collectors.toSet());
  }

  private static Recorded recorded(Set<FlowLogField> fields, Set<Traffic> traffic) {
    return new Recorded(fields, traffic, Duration.ofMinutes(1), null);
  }

  private static Observation network(Stretch... parts) {
    return new Observation("a test", Unit.INTERFACE_HOURS, List.of(parts), List.of());
  }

  private static Stretch part(double hours, Recorded... ways) {
    return new Stretch("eni-1", "", hours, List.of(ways));
  }

  @Test
  void aRuleIsRunnableWithAllThatItNeedsAndWants() {
    assertThat(Sight.of(scan, recorded(VERSION_5, ALL))).isEqualTo(Sight.RUNNABLE);
  }

  @Test
  void aRuleIsDegradedWithoutWhatItWants() {
    assertThat(Sight.of(scan, recorded(VERSION_2, EnumSet.of(Traffic.ACCEPT))))
        .isEqualTo(
            new Sight(
                Grade.DEGRADED,
                List.of(new Lack.Field(FlowLogField.TCP_FLAGS), new Lack.Records(Traffic.REJECT))));
  }

  @Test
  void aRuleIsBlindWithoutWhatItNeeds() {
    Set<FlowLogField> fields = EnumSet.copyOf(VERSION_5);
    fields.remove(FlowLogField.DSTPORT);
    Sight sight = Sight.of(scan, recorded(fields, ALL));
    assertThat(sight.grade()).isEqualTo(Grade.BLIND);
    assertThat(sight.lacks())
        .extracting(Lack::text)
        .containsExactly("the log format lacks dstport");
  }

  @Test
  void aRuleIsBlindWhereNothingIsRecorded() {
    assertThat(Sight.of(scan, Recorded.nothing("nobody looks")).lacks())
        .extracting(Lack::text)
        .containsExactly("nobody looks");
  }

  @Test
  void givesTheShareOfTheNetworkByGrade() {
    RuleCoverage coverage =
        RuleCoverage.of(
            scan,
            network(
                part(61, recorded(VERSION_5, ALL)),
                part(29, recorded(VERSION_2, ALL)),
                part(10, Recorded.nothing("nobody looks"))));
    assertThat(coverage.share(Grade.RUNNABLE)).isCloseTo(0.61, within(1e-9));
    assertThat(coverage.share(Grade.DEGRADED)).isCloseTo(0.29, within(1e-9));
    assertThat(coverage.share(Grade.BLIND)).isCloseTo(0.10, within(1e-9));
    assertThat(coverage.lacks().keySet())
        .containsExactly("the log format lacks tcp-flags", "nobody looks");
    assertThat(coverage.worst()).isEqualTo(Grade.BLIND);
  }

  @Test
  void theBestOfSeveralFlowLogsCounts() {
    RuleCoverage coverage =
        RuleCoverage.of(scan, network(part(1, recorded(VERSION_2, ALL), recorded(VERSION_5, ALL))));
    assertThat(coverage.shares()).isEqualTo(Map.of(Grade.RUNNABLE, 1.0));
  }

  @Test
  void saysWhatOneChangeWouldBuy() {
    List<Change> changes =
        Change.of(
            List.of(scan),
            network(part(3, recorded(VERSION_5, ALL)), part(1, recorded(VERSION_2, ALL))));
    assertThat(changes)
        .containsExactly(
            new Change(
                "add tcp-flags to the log format",
                List.of(new Change.Gain("external-scan", Grade.DEGRADED, Grade.RUNNABLE, 0.25))));
  }

  @Test
  void aChangeThatBuysNothingIsNotNamed() {
    assertThat(Change.of(List.of(scan), network(part(1, recorded(VERSION_5, ALL))))).isEmpty();
  }

  @Test
  void holdsEveryTechniqueOnFlowDataAndThoseOfTheRules() {
    Coverage coverage = Coverage.of(List.of(scan), null, null);
    assertThat(coverage.techniques()).hasSize(100);
    assertThat(coverage.techniques().stream().filter(TechniqueCoverage::isNeverSeen)).hasSize(37);
    TechniqueCoverage covered =
        coverage.under(Tactic.RECONNAISSANCE).stream()
            .filter(each -> each.technique().id().equals("T1595.001"))
            .findFirst()
            .orElseThrow();
    assertThat(covered.rules()).containsExactly(scan);
    assertThat(covered.level()).isNull();
    assertThat(covered.shares()).isEmpty();
    assertThat(covered.timeToDetect()).isEmpty();
  }

  @Test
  void takesLevelsAndTimesFromTheProof() {
    Proof proof = Proofs.example();
    Coverage coverage = Coverage.of(List.of(scan), proof, null);
    TechniqueCoverage covered =
        coverage.techniques().stream()
            .filter(each -> each.technique().id().equals("T1595.001"))
            .findFirst()
            .orElseThrow();
    assertThat(covered.level()).isEqualTo(ProofLevel.ROBUST);
    // SPL missed the one attack, so whoever runs Splunk has not seen it.
    assertThat(covered.attacks())
        .singleElement()
        .satisfies(attack -> assertThat(attack.time()).isNull());
    assertThat(covered.found()).isZero();
    // The texts of the example are not those of the rule that ships.
    assertThat(coverage.stale()).containsExactly("external-scan");
  }
}
