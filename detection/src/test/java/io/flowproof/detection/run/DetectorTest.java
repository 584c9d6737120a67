package io.flowproof.detection.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.logs.StagingOptions;
import io.flowproof.detection.pack.Pack;
import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.query.Language;
import io.flowproof.query.function.CountryLookup;
import io.flowproof.query.function.JavaFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules over logs, as their SIEM would run them. */
class DetectorTest {
  private static final long NINE = Instant.parse("2024-05-14T09:00:00Z").getEpochSecond();
  private static final String ACCEPTED_BY_SOURCE =
      """
      AWSVPCFlow
      | where Action == "ACCEPT"
      | summarize Count = count() by SrcAddr
      | where Count > 2
      """;

  @TempDir Path folder;

  private final StringBuilder log = new StringBuilder();

  @Test
  void theEvidenceIsExactlyWhatPassedTheQuerysOwnFilters() throws Exception {
    for (int i = 0; i < 200; i++) {
      flow("203.0.113.9", NINE + i, "ACCEPT");
    }
    for (int i = 0; i < 500; i++) {
      flow("203.0.113.9", NINE + i % 200, "REJECT");
    }

    Finding finding = only(ran(kql(ACCEPTED_BY_SOURCE, "15m", "1h"), Detector.Timing.ONCE));

    assertThat(finding.flows()).isEqualTo(200);
    assertThat(finding.bytes()).isEqualTo(200 * 60);
    assertThat(finding.evidence().basis()).isEqualTo(EvidenceBasis.LINEAGE);
    assertThat(finding.evidence().total()).isEqualTo(200);
    assertThat(finding.evidence().lines())
        .hasSize(50)
        .startsWith(new LogLine(0, 1), new LogLine(0, 2));
    assertThat(finding.entities()).containsOnly(java.util.Map.entry("source", "203.0.113.9"));
    assertThat(finding.row()).containsEntry("Count", 200L);
    assertThat(finding.firstSeen()).isEqualTo(Instant.ofEpochSecond(NINE));
    assertThat(finding.lastSeen()).isEqualTo(Instant.ofEpochSecond(NINE + 199 + 10));
  }

  @Test
  void columnsThatDependOnDataAreThoseOfEachWindow() throws Exception {
    String text =
        """
        AWSVPCFlow
        | evaluate pivot(Action, count(), SrcAddr)
        | where REJECT > 1
        """;
    for (int i = 0; i < 5; i++) {
      flow("203.0.113.9", NINE + i, i < 2 ? "REJECT" : "ACCEPT");
    }
    flow("198.51.100.7", NINE + 3 * 3600, "ACCEPT");

    RuleOutcome.Ran ran = ran(kql(text, "1h", "1h"), Detector.Timing.SCHEDULED);

    Finding finding = only(ran);
    assertThat(finding.row())
        .isEqualTo(java.util.Map.of("SrcAddr", "203.0.113.9", "ACCEPT", 3L, "REJECT", 2L));
    assertThat(finding.evidence().basis()).isEqualTo(EvidenceBasis.LINEAGE);
    assertThat(finding.flows()).isEqualTo(5);
    assertThat(ran.notices())
        .extracting(notice -> notice.message())
        .containsExactly(
            "Unknown column 'REJECT': the columns depend on data, and the query cannot run in the"
                + " one window that lacks it");
  }

  @Test
  void aThresholdIsPerWindowAndNotOverEverything() throws Exception {
    for (int i = 0; i < 10; i++) {
      flow("203.0.113.9", NINE + i * 3600L, "ACCEPT");
    }

    assertThat(ran(kql(ACCEPTED_BY_SOURCE, "1h", "1h"), Detector.Timing.SCHEDULED).findings())
        .isEmpty();
    assertThat(ran(kql(ACCEPTED_BY_SOURCE, "1h", "1h"), Detector.Timing.ONCE).findings())
        .hasSize(1);
  }

  @Test
  void theSameEntitiesInOverlappingWindowsAreOneFindingWhoseRecordsCountOnce() throws Exception {
    for (int i = 0; i < 12; i++) {
      flow("203.0.113.9", NINE + i * 300L, "ACCEPT");
    }

    Finding finding = only(ran(kql(ACCEPTED_BY_SOURCE, "5m", "30m"), Detector.Timing.SCHEDULED));

    assertThat(finding.flows()).isEqualTo(12);
    assertThat(finding.windows()).isEqualTo(10);
    assertThat(finding.row()).containsEntry("Count", 6L);
  }

  @Test
  void aGapBetweenWindowsBeginsAnotherFinding() throws Exception {
    for (int hour : new int[] {0, 6}) {
      for (int i = 0; i < 5; i++) {
        flow("203.0.113.9", NINE + hour * 3600L + i, "ACCEPT");
      }
    }

    assertThat(ran(kql(ACCEPTED_BY_SOURCE, "15m", "1h"), Detector.Timing.SCHEDULED).findings())
        .extracting(Finding::flows)
        .containsExactly(5L, 5L);
  }

  @Test
  void agoCountsFromTheTickAndNotFromToday() throws Exception {
    for (int i = 0; i < 5; i++) {
      flow("203.0.113.9", NINE + i, "ACCEPT");
    }
    flow("203.0.113.8", NINE + 1800, "ACCEPT");
    String recent =
        ACCEPTED_BY_SOURCE.replace("| where Action", "| where TimeGenerated > ago(10m) and Action");

    RuleOutcome.Ran ran = ran(kql(recent, "5m", "1h"), Detector.Timing.SCHEDULED);

    assertThat(only(ran).windows()).isEqualTo(2);
  }

  @Test
  void whereLineageEndsTheEvidenceIsWhatCarriesTheEntities() throws Exception {
    for (int i = 0; i < 3; i++) {
      flow("203.0.113.9", NINE + i, "ACCEPT");
      flow("203.0.113.9", NINE + i, "REJECT");
      flow("203.0.113.8", NINE + i, "REJECT");
    }
    Pack pack =
        pack(
            "spl",
            "sourcetype=aws:cloudwatchlogs:vpcflow vpcflow_action=ACCEPT"
                + " | eventstats count BY src_ip | dedup src_ip | table src_ip count",
            "15m",
            "1h",
            "srcaddr");

    Finding finding = only(ran(pack, Detector.Timing.ONCE));

    assertThat(finding.evidence().basis()).isEqualTo(EvidenceBasis.ENTITY);
    assertThat(finding.flows()).isEqualTo(6);
  }

  @Test
  void evidenceByEntityIsToldApartWhereThereAreManyFindings() throws Exception {
    for (int source = 1; source <= 200; source++) {
      for (int i = 0; i <= source % 3; i++) {
        flow("203.0.113." + source, NINE + i, "ACCEPT");
      }
    }
    Pack pack =
        pack(
            "spl",
            "sourcetype=aws:cloudwatchlogs:vpcflow | eventstats count BY src_ip | dedup src_ip"
                + " | eval src_ip=if(src_ip=\"203.0.113.9\", null(), src_ip) | table src_ip",
            "15m",
            "1h",
            "srcaddr");

    List<Finding> findings = ran(pack, Detector.Timing.ONCE).findings();

    assertThat(findings).hasSize(200);
    assertThat(findings)
        .allSatisfy(
            finding -> {
              String source = finding.entities().get("source");
              int number = source == null ? -1 : Integer.parseInt(source.substring(10));
              assertThat(finding.flows()).isEqualTo(number < 0 ? 0 : number % 3 + 1);
            });
  }

  @Test
  void aRuleWhoseFieldsTheLogsLackIsBlindAndNotSilent() throws Exception {
    flow("203.0.113.9", NINE, "ACCEPT");
    Pack pack =
        pack(
            "kql",
            "AWSVPCFlow | where TcpFlags == 2 | summarize by SrcAddr",
            "15m",
            "1h",
            "tcp_flags");

    RuleOutcome outcome = detect(pack, Detector.Timing.ONCE);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            RuleOutcome.Blind.class,
            blind ->
                assertThat(blind.sight().reason())
                    .isEqualTo("1 record has a log format without tcp-flags"));
  }

  @Test
  void withoutARecordEveryRuleIsBlind() throws Exception {
    log.append("nothing that could be read\n");

    assertThat(detect(kql(ACCEPTED_BY_SOURCE, "15m", "1h"), Detector.Timing.SCHEDULED))
        .isInstanceOfSatisfying(
            RuleOutcome.Blind.class,
            blind -> assertThat(blind.sight().reason()).isEqualTo("there is no record to look at"));
  }

  @Test
  void aFormatThatTheAddOnDoesNotExtractIsOutOfSightInSplunk() throws Exception {
    log.append("srcaddr dstaddr srcport dstport protocol bytes start end action log-status\n")
        .append("203.0.113.9 10.0.0.5 40000 22 6 60 1715677200 1715677210 ACCEPT OK\n");
    Pack pack =
        pack(
            "spl",
            "sourcetype=aws:cloudwatchlogs:vpcflow | stats count by src_ip",
            "15m",
            "1h",
            "srcaddr");

    assertThat(detect(pack, Detector.Timing.ONCE))
        .isInstanceOfSatisfying(
            RuleOutcome.Blind.class,
            blind ->
                assertThat(blind.sight().reason())
                    .isEqualTo(
                        "1 record is not extracted by Splunk (the add-on knows three formats"
                            + " only)"));
  }

  @Test
  void aTextThatDoesNotParseIsInvalidWithItsPlace() throws Exception {
    flow("203.0.113.9", NINE, "ACCEPT");

    RuleOutcome outcome =
        detect(
            kql("AWSVPCFlow | where SrcAddr not in (\"a\") | distinct SrcAddr", "15m", "1h"),
            Detector.Timing.ONCE);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            RuleOutcome.Invalid.class,
            invalid ->
                assertThat(
                        invalid
                            .problem()
                            .source()
                            .slice(invalid.problem().diagnostics().getFirst().span()))
                    .isEqualTo("not in"));
  }

  @Test
  void anEntityWithoutItsColumnIsAProblemOfTheRule() throws Exception {
    flow("203.0.113.9", NINE, "ACCEPT");

    assertThat(
            detect(
                kql("AWSVPCFlow | summarize by SrcAdr = SrcAddr", "15m", "1h"),
                Detector.Timing.ONCE))
        .isInstanceOfSatisfying(
            RuleOutcome.Invalid.class,
            invalid ->
                assertThat(invalid.problem().diagnostics())
                    .extracting(d -> d.text())
                    .containsExactly(
                        "The result has no column 'SrcAddr' for the entity 'source' (did you mean"
                            + " 'SrcAdr'?)"));
  }

  private void flow(String source, long start, String action) {
    log.append(
        "2 123456789012 eni-1 %s 10.0.0.5 40000 22 6 1 60 %d %d %s OK\n"
            .formatted(source, start, start + 10, action));
  }

  private static Finding only(RuleOutcome.Ran ran) {
    assertThat(ran.findings()).hasSize(1);
    return ran.findings().getFirst();
  }

  private RuleOutcome.Ran ran(Pack pack, Detector.Timing timing) throws Exception {
    RuleOutcome outcome = detect(pack, timing);
    assertThat(outcome).isInstanceOf(RuleOutcome.Ran.class);
    return (RuleOutcome.Ran) outcome;
  }

  private RuleOutcome detect(Pack pack, Detector.Timing timing) throws Exception {
    Path file = Files.writeString(folder.resolve("flows.log"), log);
    try (Watchdog watchdog = Watchdog.halting(() -> {})) {
      DuckDbSettings settings =
          DuckDbSettings.of(new QueryLimits(Duration.ofSeconds(30), 256L << 20), watchdog)
              .withFunctions(JavaFunctions.all(new Nowhere()));
      StagingOptions options = new StagingOptions(ReadOptions.STANDARD, folder, settings);
      try (StagedLogs logs = StagedLogs.open(List.of(file), options, ReadProgress.NONE)) {
        return new Detector(logs.engine(), logs.facts(), timing, 50)
            .detect(pack.rules(), Set.of(Language.values()), (rule, language, done, all) -> {})
            .getFirst();
      }
    }
  }

  private Pack kql(String text, String every, String over) throws IOException {
    return pack("kql", text, every, over, "srcaddr");
  }

  private Pack pack(String language, String text, String every, String over, String needs)
      throws IOException {
    Path rule = Files.createDirectories(folder.resolve("pack/a-rule"));
    Files.writeString(rule.resolve("rule." + language), text);
    Files.writeString(
        rule.resolve("rule.yml"),
        """
        id: 3d0b7c52-4a1e-4c6b-9d0a-5f1e2b3c4d5e
        title: A rule of a test
        description: One that a test runs over a few lines.
        status: experimental
        severity: low
        attack:
          - technique: T1595
            tactic: reconnaissance
        schedule:
          every: %s
          over: %s
        needs: [%s]
        entities:
          - name: source
            type: ip
            flow: srcaddr
            %s: %s
        """
            .formatted(
                every, over, needs, language, language.equals("kql") ? "SrcAddr" : "src_ip"));
    return Pack.load(folder.resolve("pack"));
  }

  private static final class Nowhere implements CountryLookup {
    @Override
    public @Nullable String isoCode(String address) {
      return null;
    }

    @Override
    public @Nullable String name(String address) {
      return null;
    }
  }
}
