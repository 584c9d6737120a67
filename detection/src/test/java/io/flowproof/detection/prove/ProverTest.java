package io.flowproof.detection.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.proof.Agreement.Disagreement;
import io.flowproof.detection.proof.Outcome;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.Replaying.Alerts;
import io.flowproof.detection.proof.Replaying.Origin;
import io.flowproof.detection.proof.Replaying.Replay;
import io.flowproof.detection.proof.Replaying.Strength;
import io.flowproof.detection.proof.Robustness.Fate;
import io.flowproof.detection.proof.Robustness.Mutant;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.detection.proof.TimeToDetect;
import io.flowproof.detection.proof.Verdict;
import io.flowproof.detection.run.RuleLaboratory;
import io.flowproof.detection.trial.SimulationLibrary;
import io.flowproof.query.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule on more than 100 connections to one of two ports, in both languages. */
class ProverTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));

  @TempDir Path folder;
  private Path rule;

  @BeforeEach
  void write() throws IOException {
    rule = Files.createDirectories(folder.resolve("pack/credential-access/knocking"));
    Files.writeString(
        rule.resolve("rule.yml"),
        """
        id: 6f1d7a52-0c5e-4a7e-9a54-2b8a9d3c1e70
        title: Somebody connects again and again
        description: More than a hundred accepted connections of one source to one of two ports.
        status: stable
        severity: low
        attack:
          - technique: T1110
            tactic: credential-access
        schedule:
          every: 15m
          over: 1h
        needs: [srcaddr, dstport, action]
        entities:
          - name: source
            type: ip
            flow: srcaddr
            kql: SrcAddr
            spl: src_ip
        promises:
          detectWithin: 2h
          alertsPerDay: 0
        """);
    Files.writeString(
        rule.resolve("rule.kql"),
        """
        AWSVPCFlow
        | where Action == "ACCEPT" and DstPort in (22, 3389) and SrcAddr != "-"
        | summarize Flows = count() by SrcAddr
        | where Flows > 100
        """);
    Files.writeString(
        rule.resolve("rule.spl"),
        """
        sourcetype=aws:cloudwatchlogs:vpcflow vpcflow_action=ACCEPT dest_port IN (22, 3389) src_ip!=unknown
        | stats count AS flows BY src_ip
        | where flows > 100
        """);
    Files.writeString(
        rule.resolve("tests.yml"),
        """
        cases:
          - name: a hundred and one connections fire
            given:
              - {srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 22, times: 101}
            expect:
              - {source: 10.0.0.1}
          - name: both ports count, and each source is a finding
            given:
              - {srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 22, times: 60}
              - {srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 3389, times: 60}
              - {srcaddr: 10.0.0.3, dstaddr: 10.0.0.2, dstport: 3389, times: 130}
            expect:
              - {source: 10.0.0.1}
              - {source: 10.0.0.3}
          - name: a hundred connections are silent
            given:
              - {srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 22, times: 100}
            expect: none
          - name: rejected connections are silent
            given:
              - {srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 22, times: 150, action: REJECT}
            expect: none
          - name: other ports are silent, and so are flows without an address
            given:
              - {srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dstport: 23, times: 150}
              - {srcaddr: "-", dstaddr: 10.0.0.2, dstport: 22, times: 150}
            expect: none
        """);
  }

  @Test
  void isRobustWhenBothTextsAgreeAndItsCasesKillEveryMutant() throws Exception {
    RuleProof proof = prove(ProofLevel.ROBUST);

    assertThat(proof.valid().outcome()).isEqualTo(Outcome.SHOWN);
    assertThat(proof.tested().outcome()).isEqualTo(Outcome.SHOWN);
    assertThat(proof.tested().cases()).hasSize(10);
    assertThat(proof.agreeing().outcome()).isEqualTo(Outcome.SHOWN);
    assertThat(proof.agreeing().firing())
        .allSatisfy(
            firing -> {
              assertThat(firing.fired()).isGreaterThanOrEqualTo(20);
              assertThat(firing.silent()).isGreaterThanOrEqualTo(20);
            });
    assertThat(proof.robust().survivors()).isEmpty();
    assertThat(proof.robust().outcome()).isEqualTo(Outcome.SHOWN);
    assertThat(proof.level()).isEqualTo(ProofLevel.ROBUST);
    assertThat(proof.isEnough()).isTrue();
    assertThat(proof.replayed().outcome().verdict()).isEqualTo(Verdict.NOT_TRIED);
  }

  @Test
  void aThresholdOffByOneGivesACounterexampleOfExactlyThatSize() throws Exception {
    edit("rule.spl", "flows > 100", "flows >= 100");

    RuleProof proof = prove(ProofLevel.AGREEING);

    assertThat(proof.agreeing().outcome().verdict()).isEqualTo(Verdict.REFUTED);
    Disagreement smallest = proof.agreeing().disagreements().getFirst();
    assertThat(smallest.flows()).isEqualTo(100);
    assertThat(smallest.smallest()).isTrue();
    assertThat(smallest.onlyKql()).isEmpty();
    assertThat(smallest.onlySpl()).hasSize(1);
    assertThat(smallest.log().lines()).hasSize(101);
  }

  @Test
  void deletingACaseLowersTheLevel() throws Exception {
    edit("tests.yml", "times: 100}", "times: 90}");

    RuleProof proof = prove(ProofLevel.ROBUST);

    assertThat(proof.level()).isEqualTo(ProofLevel.AGREEING);
    assertThat(proof.isEnough()).isFalse();
    assertThat(proof.robust().survivors())
        .extracting(Mutant::language, Mutant::change)
        .contains(
            tuple(Language.KQL, "Flows > 100 → Flows >= 100"), tuple(Language.KQL, "100 → 99"));
    assertThat(proof.robust().outcome().reasons())
        .anyMatch(reason -> reason.startsWith("KQL: 2 mutants survive that a test must kill"));
  }

  @Test
  void deletingAWholeCaseLowersTheLevel() throws Exception {
    String tests = Files.readString(rule.resolve("tests.yml"));
    int from = tests.indexOf("  - name: a hundred connections are silent");
    int to = tests.indexOf("  - name: rejected connections are silent");
    Files.writeString(rule.resolve("tests.yml"), tests.substring(0, from) + tests.substring(to));

    RuleProof proof = prove(ProofLevel.TESTED);

    assertThat(proof.tested().outcome())
        .isEqualTo(Outcome.notShown("2 firing and 2 silent cases for KQL (2 and 3 are needed)"));
    assertThat(proof.level()).isEqualTo(ProofLevel.VALID);
    assertThat(proof.isEnough()).isFalse();
  }

  @Test
  void markingMutantsAsEquivalentDoesNotHideThatTheyAreNot() throws Exception {
    edit("tests.yml", "times: 100}", "times: 90}");
    Map<String, String> survivors = new TreeMap<>();
    prove(ProofLevel.ROBUST).robust().survivors().forEach(m -> survivors.put(m.id(), m.change()));
    StringBuilder marks = new StringBuilder();
    survivors
        .keySet()
        .forEach(
            id -> marks.append("- {rule: knocking, mutant: %s, reason: I say so}\n".formatted(id)));
    Files.writeString(folder.resolve("pack/equivalent-mutants.yml"), marks);

    RuleProof proof = prove(ProofLevel.ROBUST);

    assertThat(proof.level()).isEqualTo(ProofLevel.AGREEING);
    assertThat(proof.robust().mutants())
        .filteredOn(mutant -> mutant.change().equals("100 → 99"))
        .isNotEmpty()
        .allSatisfy(
            mutant -> {
              assertThat(mutant.fate()).isEqualTo(Fate.SURVIVED);
              assertThat(mutant.by()).startsWith("marked as equivalent, but differs on sample ");
            });
  }

  @Test
  void aMarkOfAMutantThatTheCasesKillIsWrong() throws Exception {
    Mutant killed =
        prove(ProofLevel.ROBUST).robust().mutants().stream()
            .filter(mutant -> mutant.fate() == Fate.KILLED)
            .findFirst()
            .orElseThrow();
    Files.writeString(
        folder.resolve("pack/equivalent-mutants.yml"),
        "- {rule: knocking, mutant: %s, reason: I say so}\n".formatted(killed.id()));

    RuleProof proof = prove(ProofLevel.ROBUST);

    assertThat(proof.robust().outcome().reasons())
        .contains(
            "equivalent-mutants.yml marks %s, which is killed: %s"
                .formatted(killed.id(), killed.by()));
    assertThat(proof.level()).isEqualTo(ProofLevel.AGREEING);
  }

  @Test
  void moreThanAFewMarksLowerTheLevelThoughTheyAreTrue() throws Exception {
    // The second condition says the same as the first, so that neither can be killed.
    edit("rule.kql", "Action == \"ACCEPT\"", "Action == \"ACCEPT\" and Action != \"REJECT\"");
    edit("rule.kql", "SrcAddr != \"-\"", "SrcAddr != \"-\" and isnotempty(SrcAddr)");
    StringBuilder marks = new StringBuilder();
    for (Mutant mutant : prove(ProofLevel.ROBUST).robust().survivors()) {
      marks.append(
          "- {rule: knocking, mutant: %s, reason: it says the same}\n".formatted(mutant.id()));
    }
    Files.writeString(folder.resolve("pack/equivalent-mutants.yml"), marks);

    RuleProof proof = prove(ProofLevel.ROBUST);

    assertThat(proof.robust().survivors()).isEmpty();
    assertThat(proof.robust().outcome().reasons())
        .singleElement()
        .asString()
        .matches("KQL: \\d+ of \\d+ mutants are marked as equivalent \\(\\d+ at most\\)");
    assertThat(proof.level()).isEqualTo(ProofLevel.AGREEING);
  }

  @Test
  void aTextThatDoesNotParseIsNotValidAndNothingAboveIsTried() throws Exception {
    edit("rule.kql", "in (22, 3389)", "not in (22, 3389)");

    RuleProof proof = prove(ProofLevel.ROBUST);

    assertThat(proof.level()).isEqualTo(ProofLevel.WRITTEN);
    assertThat(proof.valid().outcome().reasons())
        .containsExactly("rule.kql does not parse: 'not in' is not an operator (use '!in')");
    assertThat(proof.tested().outcome().reasons()).containsExactly("a text does not compile");
  }

  @Test
  void takesAnUneditedRuleFromTheCacheAndProvesAnEditedOneAnew() throws Exception {
    RuleProof first = prove(ProofLevel.TESTED);
    RuleProof second = prove(ProofLevel.TESTED);
    edit("rule.kql", "Flows > 100", "Flows > 1000");
    RuleProof third = prove(ProofLevel.TESTED);

    assertThat(first.seconds()).noneMatch(RuleProof.Effort::cached);
    assertThat(second).isEqualTo(first.cached());
    assertThat(third.seconds()).noneMatch(RuleProof.Effort::cached);
    assertThat(third.tested().outcome().verdict()).isEqualTo(Verdict.REFUTED);
  }

  @Test
  void isReplayedWhenItFindsAFamilyThatItsAuthorDidNotName() throws Exception {
    RuleProof proof = prove(ProofLevel.REPLAYED, library("ssh-brute-force-in"));

    assertThat(proof.replayed().outcome()).isEqualTo(Outcome.SHOWN);
    assertThat(proof.level()).isEqualTo(ProofLevel.REPLAYED);
    assertThat(proof.replayed().replays())
        .extracting(Replay::family, Replay::strength, Replay::origin)
        .containsExactly(
            tuple("ssh-brute-force-in", Strength.MILD, Origin.SIMULATED),
            tuple("ssh-brute-force-in", Strength.TYPICAL, Origin.SIMULATED),
            tuple("ssh-brute-force-in", Strength.LOUD, Origin.SIMULATED));
    assertThat(proof.replayed().replays().getLast().results())
        .allSatisfy(
            result -> {
              assertThat(result.detected()).isTrue();
              assertThat(result.precision()).isEqualTo(1.0);
              TimeToDetect delay = Objects.requireNonNull(result.delay());
              assertThat(delay.parts())
                  .extracting(TimeToDetect.Share::part)
                  .containsExactly(
                      TimeToDetect.Part.BEHAVIOUR,
                      TimeToDetect.Part.AGGREGATION,
                      TimeToDetect.Part.DELIVERY,
                      TimeToDetect.Part.SCHEDULE);
              assertThat(delay.parts().stream().mapToDouble(TimeToDetect.Share::seconds).sum())
                  .isEqualTo(delay.seconds(), within(0.01));
            });
    assertThat(proof.replayed().honestDays())
        .singleElement()
        .satisfies(
            day -> {
              assertThat(day.network()).isEqualTo("web-shop");
              assertThat(day.alerts())
                  .containsExactly(
                      new Alerts(Language.KQL, 0, 0, List.of()),
                      new Alerts(Language.SPL, 0, 0, List.of()));
            });
  }

  @Test
  void isNotReplayedWithoutPromisesToHoldItTo() throws Exception {
    edit("rule.yml", "promises:\n  detectWithin: 2h\n  alertsPerDay: 0\n", "");

    RuleProof proof = prove(ProofLevel.REPLAYED, library("ssh-brute-force-in"));

    assertThat(proof.replayed().outcome())
        .isEqualTo(Outcome.notShown("rule.yml has no promises to hold it to"));
    assertThat(proof.replayed().replays()).hasSize(3);
  }

  @Test
  void anAttackThatIsFoundLaterThanPromisedRefutesIt() throws Exception {
    edit("rule.yml", "detectWithin: 2h", "detectWithin: 1m");

    RuleProof proof = prove(ProofLevel.REPLAYED, library("ssh-brute-force-in"));

    assertThat(proof.level()).isEqualTo(ProofLevel.ROBUST);
    assertThat(proof.replayed().outcome().reasons())
        .singleElement()
        .asString()
        .matches("ssh-brute-force-in is found after \\d+ min \\(1 min are promised\\)");
  }

  @Test
  void whatTheRuleLeavesToOthersIsNotReplayed() throws Exception {
    edit(
        "rule.yml",
        "alertsPerDay: 0\n",
        "alertsPerDay: 0\n  leaves: [{scenario: ssh-brute-force-in, to: another rule}]\n");

    RuleProof proof = prove(ProofLevel.REPLAYED, library("ssh-brute-force-in"));

    assertThat(proof.replayed().outcome())
        .isEqualTo(
            Outcome.notShown(
                "no scenario of T1110 is left that neither tests.yml nor writtenFrom names, and"
                    + " that is not left to others"));
    assertThat(proof.replayed().replays()).isEmpty();
  }

  @Test
  void isNotReplayedWhereItsAuthorNamedTheOnlyFamily() throws Exception {
    Files.writeString(
        rule.resolve("rule.yml"),
        "writtenFrom: [scenarios/credential-access/ssh-brute-force-in.yml]\n",
        StandardOpenOption.APPEND);

    RuleProof proof = prove(ProofLevel.REPLAYED, library("ssh-brute-force-in"));

    assertThat(proof.level()).isEqualTo(ProofLevel.ROBUST);
    assertThat(proof.replayed().outcome())
        .isEqualTo(
            Outcome.notShown(
                "no scenario of T1110 is left that neither tests.yml nor writtenFrom names"));
  }

  /** One network in which nothing honest happens, and one scenario. */
  private SimulationLibrary library(String scenario) throws IOException {
    Path networks = Files.createDirectories(folder.resolve("library/networks"));
    Path scenarios = Files.createDirectories(folder.resolve("library/scenarios/credential-access"));
    String network = Files.readString(ROOT.resolve("networks/web-shop.yml"));
    Files.writeString(
        networks.resolve("web-shop.yml"),
        network.substring(0, network.indexOf("\nwork:") + 1) + "work: []\n");
    String file = "scenarios/credential-access/%s.yml".formatted(scenario);
    Files.copy(ROOT.resolve(file), scenarios.resolve(scenario + ".yml"));
    return SimulationLibrary.of(folder.resolve("library"));
  }

  private void edit(String file, String part, String otherwise) throws IOException {
    String text = Files.readString(rule.resolve(file));
    assertThat(text).contains(part);
    Files.writeString(rule.resolve(file), text.replace(part, otherwise));
  }

  private RuleProof prove(ProofLevel most) throws Exception {
    return prove(most, SimulationLibrary.of(ROOT));
  }

  private RuleProof prove(ProofLevel most, SimulationLibrary library) throws Exception {
    Pack pack = Pack.load(folder.resolve("pack"));
    ProveOptions options =
        new ProveOptions(
            most,
            1,
            1,
            Duration.ofHours(1),
            Duration.ZERO,
            null,
            folder.resolve("cache"),
            "this program");
    try (RuleLaboratory laboratory = new RuleLaboratory()) {
      Proof proof =
          new Prover(pack, library, laboratory.settings(), options)
              .prove(
                  List.copyOf(pack.rules()),
                  new Proof.Tool("flowproof", "0"),
                  null,
                  true,
                  Files.createTempDirectory(folder, "work"),
                  Prover.Progress.NONE);
      return proof.rules().getFirst();
    }
  }
}
