package io.flowproof.core.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.attack.AttackMatrix.IdProblem;
import org.junit.jupiter.api.Test;

class AttackMatrixTest {
  private final AttackMatrix matrix = AttackMatrix.pinned();

  @Test
  void holdsEveryTechniqueOfTheRelease() {
    assertThat(matrix.techniques()).hasSize(691);
    assertThat(matrix.technique("T1595.001"))
        .hasValueSatisfying(
            technique -> {
              assertThat(technique.name()).isEqualTo("Scanning IP Blocks");
              assertThat(technique.tactics()).containsExactly(Tactic.RECONNAISSANCE);
              assertThat(technique.parent()).isEqualTo("T1595");
              assertThat(technique.page())
                  .hasToString("https://attack.mitre.org/techniques/T1595/001/");
            });
    assertThat(matrix.techniques()).allSatisfy(t -> assertThat(t.tactics()).isNotEmpty());
  }

  @Test
  void tacticsStandInTheOrderOfTheMatrix() {
    assertThat(Tactic.shortNames())
        .containsExactly(
            "reconnaissance",
            "resource-development",
            "initial-access",
            "execution",
            "persistence",
            "privilege-escalation",
            "defense-evasion",
            "credential-access",
            "discovery",
            "lateral-movement",
            "collection",
            "command-and-control",
            "exfiltration",
            "impact");
  }

  @Test
  void acceptsAnIdThatIsValid() {
    assertThat(matrix.check("T1110.001")).isEmpty();
    assertThat(matrix.check("T1205.001", "command-and-control")).isEmpty();
  }

  @Test
  void namesTheIdThatReplacedARevokedOne() {
    assertThat(matrix.check("T1043"))
        .hasValue(new IdProblem("ATT&CK 18.1 has deprecated T1043 Commonly Used Port", null));
    assertThat(matrix.check("T1065"))
        .hasValue(
            new IdProblem(
                "ATT&CK 18.1 has revoked T1065 Uncommonly Used Port",
                "use T1571 Non-Standard Port"));
  }

  @Test
  void suggestsWhatAnUnknownIdMayMean() {
    assertThat(matrix.check("T1595.009"))
        .hasValue(
            new IdProblem(
                "ATT&CK 18.1 has no technique 'T1595.009'",
                "there are T1595 Active Scanning, T1595.001 Scanning IP Blocks, T1595.002"
                    + " Vulnerability Scanning, T1595.003 Wordlist Scanning"));
    assertThat(matrix.check("T1685.002"))
        .hasValue(
            new IdProblem(
                "ATT&CK 18.1 has no technique 'T1685.002'",
                "it is of ATT&CK 19; here it is T1562.008"));
    assertThat(matrix.check("T9999"))
        .hasValueSatisfying(
            problem ->
                assertThat(problem.message()).isEqualTo("ATT&CK 18.1 has no technique 'T9999'"));
  }

  @Test
  void refusesATacticThatTheTechniqueDoesNotServe() {
    assertThat(matrix.check("T1046", "reconnaissance"))
        .hasValue(
            new IdProblem(
                "T1046 Network Service Discovery does not serve the tactic reconnaissance in ATT&CK"
                    + " 18.1",
                "it serves discovery"));
  }

  @Test
  void leadsToTheIdsOfVersion19() {
    assertThat(matrix.inVersion19("T1562.008")).isEqualTo("T1685.002");
    assertThat(matrix.inVersion19("T1595.001")).isEqualTo("T1595.001");
  }

  @Test
  void judgesEveryTechniqueThatMitreLooksForInFlowData() {
    assertThat(matrix.sights().stream().filter(sight -> !sight.analytics().isEmpty())).hasSize(100);
    assertThat(matrix.sights().stream().filter(FlowSight::namesFlowLogs)).hasSize(17);
    assertThat(matrix.sights())
        .allSatisfy(
            sight -> {
              assertThat(matrix.check(sight.technique())).isEmpty();
              assertThat(sight.reason()).isNotBlank().doesNotEndWith(".");
            });
    assertThat(matrix.sight("T1552.005"))
        .hasValueSatisfying(
            sight -> {
              assertThat(sight.degree()).isEqualTo(FlowSight.Degree.NEVER);
              assertThat(sight.reason()).isEqualTo("Traffic to 169.254.169.254 is never logged");
            });
  }
}
