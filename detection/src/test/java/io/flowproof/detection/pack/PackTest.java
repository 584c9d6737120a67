package io.flowproof.detection.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.source.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackTest {
  @TempDir Path pack;

  @Test
  void readsARule() {
    RuleDirectory.valid(pack, "knock");

    Rule rule = Pack.load(pack).rule("knock").orElseThrow();

    assertThat(rule.title()).isEqualTo("Someone knocks");
    assertThat(rule.severity()).isEqualTo(Severity.LOW);
    assertThat(rule.attack()).containsExactly(new Rule.Technique("T1021.004", "lateral-movement"));
    assertThat(rule.schedule())
        .isEqualTo(new Schedule(Duration.ofMinutes(15), Duration.ofHours(1)));
    assertThat(rule.needs()).containsExactly(FlowLogField.SRCADDR, FlowLogField.DSTPORT);
    assertThat(rule.entities())
        .containsExactly(
            new Entity("source", Entity.Type.IP, FlowLogField.SRCADDR, "SrcAddr", null));
    assertThat(rule.kql())
        .isEqualTo(
            new SourceText(
                pack.resolve("knock/rule.kql").toString(),
                "AWSVPCFlow | where DstPort == 22 | distinct SrcAddr\n"));
    assertThat(rule.spl()).isNull();
    assertThat(rule.splunk()).isNull();
  }

  @Test
  void loadsForARunOnlyWhatIsAskedForAndNoTests() throws IOException {
    RuleDirectory.valid(pack, "knock");
    RuleDirectory.valid(pack, "ring").spoil("severity: low", "severity: loud");

    assertThat(Pack.names(pack)).containsExactly("knock", "ring");
    Files.writeString(pack.resolve("knock/tests.yml"), "cases: nonsense\n");
    Pack toRun = Pack.toRun(pack, List.of("knock"));

    assertThat(toRun.rules()).map(Rule::name).containsExactly("knock");
    assertThat(toRun.rules().getFirst().tests()).isEmpty();
    assertThatThrownBy(() -> Pack.toRun(pack, List.of())).hasMessageContaining("loud");
    assertThatThrownBy(() -> Pack.load(pack))
        .hasMessageContaining("loud")
        .hasMessageContaining("tests.yml");
  }

  @Test
  void readsWhatSharpensARule() {
    RuleDirectory.valid(pack, "knock")
        .spoil(
            "needs:",
            """
            wants: [tcp_flags]
            recording:
              needs: [accept]
              wants: [reject]
              interval: 60
            needs:""");

    Rule rule = Pack.load(pack).rules().getFirst();

    assertThat(rule.wants()).containsExactly(FlowLogField.TCP_FLAGS);
    assertThat(rule.recording())
        .isEqualTo(
            new Recording(
                Set.of(Recording.Traffic.ACCEPT),
                Set.of(Recording.Traffic.REJECT),
                Duration.ofMinutes(1)));
  }

  @Test
  void asksNothingOfTheRecordingUnlessToldTo() {
    RuleDirectory.valid(pack, "knock");

    assertThat(Pack.load(pack).rules().getFirst().recording())
        .isEqualTo(Recording.ANY)
        .isEqualTo(new Recording(Set.of(), Set.of(), Duration.ofMinutes(10)));
  }

  @Test
  void refusesAWantThatIsANeed() {
    RuleDirectory.valid(pack, "knock").spoil("needs:", "wants: [dstport]\nneeds:");

    InvalidPackException e =
        catchThrowableOfType(InvalidPackException.class, () -> Pack.load(pack));

    assertThat(e.problems())
        .extracting(p -> p.diagnostic().text())
        .containsExactly("Invalid 'wants': dstport (needs has it already)");
  }

  @Test
  void fillsInWhatTheScheduleSaysForBothSiems() {
    RuleDirectory.valid(pack, "knock")
        .with("rule.spl", "index=x\n")
        .spoil("kql: SrcAddr", "kql: SrcAddr\n    spl: src_ip");

    Rule rule = Pack.load(pack).rules().getFirst();

    assertThat(rule.sentinel())
        .isEqualTo(
            new SentinelSettings(
                "PT15M",
                "PT1H",
                "GreaterThan",
                0,
                "AlertPerResult",
                List.of("LateralMovement"),
                List.of(new SentinelSettings.DataConnector("AWSS3", List.of("AWSVPCFlow"))),
                List.of()));
    assertThat(rule.splunk())
        .isEqualTo(new SplunkSettings("*/15 * * * *", "-1h", "now", null, null));
  }

  @Test
  void writesCompactFlowsAsTheLogTheyStandFor() {
    RuleDirectory.valid(pack, "knock");

    TestCase first = Pack.load(pack).rules().getFirst().tests().getFirst();

    assertThat(first.at()).isEqualTo(Instant.parse("2024-05-14T10:00:00Z"));
    assertThat(first.expect())
        .containsExactly(new TestCase.ExpectedFinding(Map.of("source", "10.0.0.1")));
    assertThat(first.given().logs().getFirst().text())
        .isEqualTo(
            """
            version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
            2 123456789012 eni-0a1b2c3d4e5f67890 10.0.0.1 10.0.0.2 49152 22 6 10 1000 1715680200 1715680259 ACCEPT OK
            """);
  }

  @Test
  void reportsEveryProblemOfEveryRuleAtOnce() {
    RuleDirectory.valid(pack, "first")
        .spoil("severity: low", "severty: low")
        .spoil("T1021.004", "1021")
        .spoil("tests.yml", "dstport: 22", "dst-port: 22");
    RuleDirectory.valid(pack, "second")
        .spoil("over: 1h", "over: 5m")
        .spoil("srcaddr, ", "srcadr, ");

    InvalidPackException e =
        catchThrowableOfType(InvalidPackException.class, () -> Pack.load(pack));

    assertThat(e)
        .hasMessage(
            """
            DIR/first/rule.yml:1:1: INVALID_RULE: Missing key 'severity' (Severity of its findings)
              id: 6f1d7a52-0c5e-4a7e-9a54-2b8a9d3c1e70
              ^
            DIR/first/rule.yml:5:1: INVALID_RULE: Unknown key 'severty' (did you mean 'severity'?)
              severty: low
              ^^^^^^^
            DIR/first/rule.yml:7:16: INVALID_RULE: Invalid 'technique': 1021 (must be a text)
                - technique: 1021
                             ^^^^
            DIR/first/tests.yml:4:48: INVALID_RULE: Unknown field 'dst-port' (did you mean 'dstport'?)
                    - {srcaddr: 10.0.0.1, dstaddr: 10.0.0.2, dst-port: 22}
                                                             ^^^^^^^^
            DIR/second/rule.yml:11:9: INVALID_RULE: Invalid 'over': 5m (must be at least every, which is 15m)
                over: 5m
                      ^^
            DIR/second/rule.yml:12:9: UNKNOWN_COLUMN: Unknown column of the flow table: srcadr (did you mean 'srcaddr'?)
              needs: [srcadr, dstport]
                      ^^^^^^
            """
                .strip()
                .replace("DIR", pack.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          T1021.004             | T1021.4          | Invalid 'technique': T1021.4 (must be like T1595.001)
          T1021.004             | T1065            | ATT&CK 18.1 has revoked T1065 Uncommonly Used Port (use T1571 Non-Standard Port)
          T1021.004             | T1685.002        | ATT&CK 18.1 has no technique 'T1685.002' (it is of ATT&CK 19; here it is T1562.008)
          severity: low         | severity: lo     | Invalid 'severity': lo (must be informational, low, medium or high; did you mean 'low'?)
          id: 6f1d7a52          | id: 6F1D7A52     | Invalid 'id': 6F1D7A52-0c5e-4a7e-9a54-2b8a9d3c1e70 (must be like 6f1d7a52-0c5e-4a7e-9a54-2b8a9d3c1e70)
          over: 1h              | over: 15d        | Invalid 'over': 15d (must be at most 14d, what a scheduled query can look back on)
          every: 15m            | every: 15 min    | Invalid 'every': 15 min (must be like 15m)
          Someone knocks        | Knock            | Invalid 'title': Knock (must have at least 8 characters)
          kql: SrcAddr          | spl: src_ip      | Missing key 'kql' (the result column of rule.kql that holds the entity)
          tactic: lateral       | tactics: lateral | Unknown key 'tactics' (did you mean 'tactic'?)
          needs: [srcaddr,      | needs: []        | Not YAML: expected <block end>, but found '<scalar>'
          needs:                | id: x            | Key 'id' is there twice (first in line 1)
          '[srcaddr, dstport]'  | '[]'             | Invalid 'needs': an empty list (must not be empty)
          '[srcaddr, dstport]'  | srcaddr          | Invalid 'needs': srcaddr (must be a list)
          status: experimental  | status: *good    | Aliases are not read; write the value out
          """)
  void saysWhatWouldBeRight(String part, String otherwise, String message) {
    RuleDirectory.valid(pack, "knock").spoil(part, otherwise);

    InvalidPackException e =
        catchThrowableOfType(InvalidPackException.class, () -> Pack.load(pack));

    assertThat(e.problems()).extracting(p -> p.diagnostic().text()).anyMatch(message::equals);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          queryPeriod: PT2H               | Invalid 'queryPeriod': PT2H (schedule.over says PT1H)
          queryFrequency: PT5M            | Invalid 'queryFrequency': PT5M (schedule.every says PT15M)
          tactics: [Impact]               | Tactics [Impact] contradict 'attack' (must be [LateralMovement])
          """)
  void refusesSentinelSettingsThatContradictTheRule(String setting, String message) {
    RuleDirectory.valid(pack, "knock").spoil("needs:", "sentinel:\n  " + setting + "\nneeds:");

    assertThatThrownBy(() -> Pack.load(pack)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cron_schedule: '"*/10 * * * *"' | Invalid 'cron_schedule': */10 * * * * (schedule.every says 15m, such as */15 * * * *)
          cron_schedule: '"*/45 * * * *"' | Invalid 'cron_schedule': */45 * * * * (schedule.every says 15m, such as */15 * * * *)
          dispatch.earliest_time: -2h     | Invalid 'dispatch.earliest_time': -2h (schedule.over says -1h, and no more than -1h@m may be snapped)
          dispatch.earliest_time: -1h@h   | Invalid 'dispatch.earliest_time': -1h@h (schedule.over says -1h, and no more than -1h@m may be snapped)
          dispatch.latest_time: -5m       | Invalid 'dispatch.latest_time': -5m (must be now or @m: a run looks back from its tick)
          """)
  void refusesSplunkSettingsThatContradictTheSchedule(String setting, String message) {
    RuleDirectory.valid(pack, "knock")
        .with("rule.spl", "index=x\n")
        .spoil("kql: SrcAddr", "kql: SrcAddr\n    spl: src_ip")
        .spoil("needs:", "splunk:\n  " + setting.replace("'", "") + "\nneeds:");

    assertThatThrownBy(() -> Pack.load(pack)).hasMessageContaining(message);
  }

  @Test
  void refusesAFileThatItWouldNotRead() {
    RuleDirectory.valid(pack, "knock").with("test.yml", "cases: []\n");

    assertThatThrownBy(() -> Pack.load(pack))
        .hasMessageContaining("test.yml:1:1: INVALID_RULE: Unknown file of a rule")
        .hasMessageContaining("did you mean 'tests.yml'?");
  }

  @Test
  void refusesAPackWithoutRules() {
    assertThatThrownBy(() -> Pack.load(pack))
        .hasMessageContaining("No rule here (a rule is a directory with a rule.yml)");
    assertThatThrownBy(() -> Pack.load(pack.resolve("missing")))
        .hasMessageContaining("Cannot read the pack");
  }

  @Test
  void refusesAnExpectationOfAnotherEntity() {
    RuleDirectory.valid(pack, "knock").spoil("tests.yml", "{source: 10", "{sorce: 10");

    assertThatThrownBy(() -> Pack.load(pack))
        .hasMessageContaining("Unknown entity 'sorce' (did you mean 'source'?)")
        .hasMessageContaining("The finding lacks the entity 'source'");
  }
}
