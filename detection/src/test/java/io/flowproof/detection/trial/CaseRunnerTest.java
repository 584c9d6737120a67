package io.flowproof.detection.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.run.RuleLaboratory;
import io.flowproof.query.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule that counts connections to SSH by source, four or more in half an hour, on cases. */
class CaseRunnerTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));
  private static final String RULE =
      """
      id: 6f1d7a52-0c5e-4a7e-9a54-2b8a9d3c1e70
      title: Somebody connects often
      description: At least four accepted connections to SSH within half an hour.
      status: experimental
      severity: low
      attack: [{technique: T1110, tactic: credential-access}]
      schedule: {every: 10m, over: 30m}
      needs: [srcaddr, dstport]
      entities: [{name: source, type: ip, flow: srcaddr, kql: SrcAddr, spl: src_ip}]
      """;

  @TempDir Path folder;
  private RuleLaboratory laboratory;

  @BeforeEach
  void writeRule() throws IOException {
    laboratory = new RuleLaboratory();
    Files.createDirectories(folder.resolve("pack/lists"));
    Files.createDirectories(folder.resolve("pack/often"));
    Files.writeString(folder.resolve("pack/lists/authorized_scanners.csv"), "address,owner\n");
    write("rule.yml", RULE);
    write(
        "rule.kql",
        """
        AWSVPCFlow
        | where DstPort == 22 and Action == "ACCEPT"
        | where SrcAddr !in ((_GetWatchlist('authorized_scanners') | project SearchKey))
        | summarize Count = count() by SrcAddr
        | where Count >= 4
        """);
    write(
        "rule.spl",
        """
        sourcetype=aws:cloudwatchlogs:vpcflow dest_port=22 vpcflow_action=ACCEPT
        | stats count BY src_ip
        | where count >= 4
        | lookup authorized_scanners.csv address AS src_ip OUTPUT owner
        | where isnull(owner)
        """);
  }

  @AfterEach
  void close() {
    laboratory.close();
  }

  @Test
  void findsWhatIsExpectedInBothLanguages() throws Exception {
    assertThat(
            results(
                """
                - name: four connections fire
                  given:
                    - {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 22, times: 4}
                  expect: [{source: 192.0.2.7}]
                """))
        .containsExactly(
            "KQL of often: four connections fire: passes",
            "SPL of often: four connections fire: passes");
  }

  @Test
  void seesNothingThatHasNotArrivedByTheTick() throws Exception {
    assertThat(
            results(
                """
                - name: three of four have arrived
                  given:
                    - {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 22, times: 3, arrives: -1m}
                    - {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 22, arrives: +5m}
                  expect: none
                - name: at the next tick all four have
                  until: 2024-05-14T10:10:00Z
                  given:
                    - {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 22, times: 3, arrives: -1m}
                    - {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 22, arrives: +5m}
                  expect: [{source: 192.0.2.7}]
                - name: what arrives when it is too old to be looked back on is lost
                  until: 2024-05-14T11:00:00Z
                  given:
                    - {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 22, times: 4, arrives: +25m}
                  expect: none
                """))
        .allMatch(result -> result.endsWith(": passes"));
  }

  @Test
  void givesEachCaseItsOwnRowsOfLists() throws Exception {
    assertThat(
            results(
                """
                - name: somebody on the list is silent
                  given:
                    - {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 22, times: 4}
                  lists:
                    authorized_scanners: [{address: 192.0.2.7, owner: security}]
                  expect: none
                - name: somebody else fires
                  given:
                    - {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 22, times: 4}
                  lists:
                    authorized_scanners: [{address: 192.0.2.8, owner: security}]
                  expect: [{source: 192.0.2.7}]
                """))
        .allMatch(result -> result.endsWith(": passes"));
  }

  @Test
  void simulatesAnAttackAndKnowsItsHostsByName() throws Exception {
    assertThat(
            results(
                """
                - name: guessing passwords fires
                  simulation:
                    network: web-shop
                    honest: false
                    scenario: ssh-brute-force-in
                    parameters: {attempts: [30, 40]}
                    seed: 3
                    hours: 0.5
                  expect: [{source: $attacker}]
                """))
        .allMatch(result -> result.endsWith(": passes"));
  }

  @Test
  void showsWhatWasExpectedWhatCameAndTheFlowsAtFault() throws Exception {
    assertThat(
            results(
                    """
                - name: the wrong one is expected
                  given:
                    - {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 22, times: 6}
                    - {srcaddr: 192.0.2.9, dstaddr: 10.0.0.2, dstport: 22, times: 1}
                  expect: [{source: 192.0.2.9}]
                """)
                .getFirst())
        .isEqualTo(
            """
            KQL of often: the wrong one is expected
              expected source 192.0.2.9
              found    source 192.0.2.7
              unexpected source 192.0.2.7: 6 flows passed the rule's own filters
                LINE
                LINE
                LINE
                LINE
                LINE
                …
              missing source 192.0.2.9: 1 flows with these entities
                OTHER"""
                .replace("LINE", line("192.0.2.7"))
                .replace("OTHER", line("192.0.2.9")));
  }

  @Test
  void namesTheHostsThatThereAre() throws Exception {
    assertThatThrownBy(
            () ->
                results(
                    """
                    - name: guessing passwords fires
                      simulation: {network: web-shop, honest: false, scenario: ssh-brute-force-in}
                      expect: [{source: $intruder}]
                    """))
        .hasMessage(
            "The case 'guessing passwords fires' has no host '$intruder' (it has attacker,"
                + " target)");
  }

  @Test
  void aRuleWithOtherTextsRunsOverTheSameCases() throws Exception {
    write(
        "tests.yml",
        """
        cases:
          - name: four connections fire
            given:
              - {srcaddr: 192.0.2.7, dstaddr: 10.0.0.2, dstport: 22, times: 4}
            expect: [{source: 192.0.2.7}]
        """);
    Pack pack = Pack.load(folder.resolve("pack"));
    Rule rule = pack.rules().getFirst();
    write("rule.kql", "AWSVPCFlow | summarize Count = count() by SrcAddr | where Count > 4");
    Rule other = Pack.load(folder.resolve("pack")).rules().getFirst();

    try (StagedCases cases = open(pack, rule)) {
      CaseRunner runner = new CaseRunner(cases);
      assertThat(runner.run(rule, rule.tests().getFirst(), Language.KQL).passes()).isTrue();
      assertThat(runner.run(other, rule.tests().getFirst(), Language.KQL).passes()).isFalse();
    }
  }

  private static String line(String source) {
    return ("2 123456789012 eni-0a1b2c3d4e5f67890 %s 10.0.0.2 49152 22 6 10 1000 1715680200"
            + " 1715680259 ACCEPT OK")
        .formatted(source);
  }

  private List<String> results(String cases) throws Exception {
    write("tests.yml", "cases:\n" + cases.indent(2));
    Pack pack = Pack.load(folder.resolve("pack"));
    Rule rule = pack.rules().getFirst();
    try (StagedCases staged = open(pack, rule)) {
      return new CaseRunner(staged).run(rule).stream().map(CaseResult::explain).toList();
    }
  }

  private StagedCases open(Pack pack, Rule rule) throws IOException, InterruptedException {
    return StagedCases.open(
        pack,
        List.of(rule),
        SimulationLibrary.of(ROOT),
        laboratory.settings(),
        folder.resolve(rule.name().toLowerCase(Locale.ROOT)));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve("pack/often").resolve(file), text);
  }
}
