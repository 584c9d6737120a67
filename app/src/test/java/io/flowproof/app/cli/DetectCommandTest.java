package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The blog's reconnaissance rule on a small scan: 103 accepted connections to one port, of which
 * the rule needs more than 100, and as many rejected ones that its filter passes over.
 */
class DetectCommandTest {
  private static final Path BLOG = Installation.home().resolve("examples/blog");

  @TempDir private Path temporary;
  private LogFolder logs;

  @BeforeEach
  void makeFolder() {
    logs = new LogFolder(temporary.resolve("logs"));
    List<String> lines = new ArrayList<>(List.of(LogFolder.HEADER));
    for (int i = 0; i < 103; i++) {
      lines.add(LogFolder.flow(0, "203.0.113.7", "10.0.0." + i, 22, "ACCEPT"));
      lines.add(LogFolder.flow(0, "203.0.113.7", "10.0.0." + i, 22, "REJECT"));
    }
    lines.add(LogFolder.status("SKIPDATA"));
    lines.add("garbage");
    logs.write("a.log", lines.toArray(String[]::new));
  }

  private CommandRun detect(String... more) {
    return CommandRun.of(
        Stream.of(
                Stream.of("detect", "--pack", BLOG.toString(), "--rule", "reconnaissance"),
                Stream.of(more),
                Stream.of(logs.toString()))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  @Test
  void showsAFindingOfBothLanguagesOnceAndWhatWasSearched() {
    CommandRun run = detect();
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out().replace(logs + "/", ""))
        .isEqualTo(
            """
            1 finding, times in UTC

            MEDIUM  reconnaissance  T1046 discovery  (KQL and SPL)
              Blog rule, reconnaissance, many connections to an admin port
              source 203.0.113.7 -> port 22
              2026-03-02 10:00:00 to 10:00:59, 103 flows, 412.0 kB (412,000 bytes)
              in a.log:2,4,6,8,…

            Searched  1 object, 208 lines: 206 flows, 0 NODATA, 1 SKIPDATA, 1 rejected
            Time      2026-03-02 10:00:00 to 10:00:59 UTC
            Seen by   1 interface of 1 account
            Rules     1 rule in 2 texts: 2 ran
            SKIPDATA  AWS lost records of eni-1, 2026-03-02 10:00:00 to 10:00:59
            REJECTED  1 line (flowproof inspect shows them)
            """);
  }

  @Test
  void givesAnObjectForEachLanguageInJson() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(detect("--format", "json").out());
    assertThat(json.get("findings")).hasSize(2);
    JsonNode finding = json.get("findings").get(0);
    assertThat(finding.get("rule").asText()).isEqualTo("reconnaissance");
    assertThat(finding.get("severity").asText()).isEqualTo("medium");
    assertThat(finding.get("attack").get(0).asText()).isEqualTo("T1046");
    assertThat(finding.get("language").asText()).isEqualTo("kql");
    assertThat(finding.get("entities").toString())
        .isEqualTo("{\"source\":\"203.0.113.7\",\"port\":\"22\"}");
    assertThat(finding.get("first_seen").asText()).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(finding.get("last_seen").asText()).isEqualTo("2026-03-02T10:00:59Z");
    assertThat(finding.get("flows").asLong()).isEqualTo(103);
    assertThat(finding.get("bytes").asLong()).isEqualTo(412_000);
    assertThat(finding.get("row").get("Count").asLong()).isEqualTo(103);
    assertThat(finding.get("evidence_basis").asText()).isEqualTo("lineage");
    assertThat(finding.get("evidence_lines").asLong()).isEqualTo(103);
    JsonNode evidence = finding.get("evidence").get(0);
    assertThat(evidence.get("object").asText()).isEqualTo(logs + "/a.log");
    assertThat(evidence.get("sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(evidence.get("lines")).hasSize(103);
    assertThat(evidence.get("lines").get(0).asLong()).isEqualTo(2);
    assertThat(json.get("findings").get(1).get("language").asText()).isEqualTo("spl");
    assertThat(json.get("searched").get("rejected").asLong()).isEqualTo(1);
    assertThat(json.get("searched").get("skipdata_windows")).hasSize(1);
    assertThat(json.get("rules")).hasSize(2);
    assertThat(json.get("rules").get(0).get("outcome").asText()).isEqualTo("ran");
  }

  @Test
  void boundsTheEvidenceAndNotItsTotal() throws JsonProcessingException {
    CommandRun run = detect("--format", "ndjson", "--evidence", "5", "--language", "spl");
    JsonNode finding = new ObjectMapper().readTree(run.out());
    assertThat(finding.get("evidence").get(0).get("lines")).hasSize(5);
    assertThat(finding.get("evidence_lines").asLong()).isEqualTo(103);
    assertThat(run.err()).startsWith("Searched  1 object, 208 lines: ");
  }

  @Test
  void failsOnASeverityAndAbove() {
    assertThat(detect("--fail-on", "medium").code()).isEqualTo(1);
    assertThat(detect("--fail-on", "high").code()).isZero();
  }

  @Test
  void isStrictOnlyWhenAsked() {
    assertThat(detect("--strict").code()).isEqualTo(4);
  }

  @Test
  void saysWhatWasSearchedWhereNothingWasFound() {
    logs.write("a.log", LogFolder.HEADER, LogFolder.flow(0, "10.0.0.1", "10.0.0.2", 22, "ACCEPT"));
    assertThat(detect().out())
        .isEqualTo(
            """
            No findings

            Searched  1 object, 1 line: 1 flow, 0 NODATA, 0 SKIPDATA, 0 rejected
            Time      2026-03-02 10:00:00 to 10:00:59 UTC
            Seen by   1 interface of 1 account
            Rules     1 rule in 2 texts: 2 ran
            """);
  }

  @Test
  void saysThatARuleIsBlindWhereTheLogsLackItsFields() {
    logs.write("a.log", "srcaddr start end log-status", "10.0.0.5 1772445600 1772445659 OK");
    CommandRun run = detect("--language", "kql");
    assertThat(run.out()).startsWith("No findings; 1 of 1 rule text did not run, see below\n");
    assertThat(run.out()).contains("BLIND  reconnaissance (KQL)  cannot see anything here: ");
  }

  @Test
  void runsTheBlogsRulesAtEveryTickOfTheLogsThatShip() {
    String smallVpc = Installation.home().resolve("examples/logs/small-vpc").toString();
    CommandRun run = CommandRun.of("detect", "--pack", BLOG.toString(), smallVpc);
    assertThat(run.out())
        .contains("  source 203.0.113.77 -> port 22\n")
        .contains("  host 10.0.0.20 -> destination 193.0.0.77\n")
        .contains("\nRules     3 rules in 4 texts: 3 ran, 1 invalid\n");
  }

  @Test
  void pointsAtWhatIsWrongInARuleAndRunsTheOthers() {
    CommandRun run = CommandRun.of("detect", "--pack", BLOG.toString(), logs.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out())
        .startsWith("1 finding, times in UTC; 1 of 4 rule texts did not run, see below\n")
        .contains(
            """
            rule.kql:4:13: SYNTAX: 'not in' is not an operator (use '!in')
                | where Geo not in ("IN", "US")
                            ^^^^^^
            """);
  }

  @Test
  void namesAnUnknownRuleAndTheNearest() {
    assertThat(detect("--rule", "reconnaisance").err())
        .isEqualTo(
            """
            flowproof: Unknown rule 'reconnaisance' (did you mean 'reconnaissance'?)
            Try 'flowproof detect --help'.
            """);
  }

  @Test
  void namesAMissingPack() {
    assertThat(CommandRun.of("detect", "--pack", "no/pack", logs.toString()).err())
        .isEqualTo(
            """
            flowproof: No such folder of rules: no/pack
            Try 'flowproof detect --help'.
            """);
  }
}
