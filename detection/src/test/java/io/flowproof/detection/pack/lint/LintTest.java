package io.flowproof.detection.pack.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.pack.Pack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check on a copy of a shipped rule that was spoiled in one place. */
class LintTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("flowproof.root", ".."))
          .resolve("packs/vpc-flow/reconnaissance/external-scan");

  @TempDir Path pack;

  @Test
  void namesAreStable() {
    assertThat(Lint.checks())
        .containsExactly(
            "only-deployable-tables",
            "kinds-of-tests",
            "unique-ids",
            "entities-in-text",
            "thresholds-in-text",
            "thresholds-in-tuning",
            "columns-that-are-read",
            "arrival-in-window",
            "tactics-of-techniques",
            "pages-of-techniques",
            "told-to-the-analyst",
            "exemptions-in-use");
  }

  @Test
  void findsTablesThatNoSiemHas() throws IOException {
    copy("scan");
    spoil("scan/rule.kql", "AWSVPCFlow\n", "VPCFlow\n");
    spoil("scan/rule.spl", "sourcetype=aws:cloudwatchlogs:vpcflow", "index=vpc_flow_logs");

    assertThat(found())
        .containsExactly(
            "scan/rule.kql:5:1: only-deployable-tables: No SIEM has 'VPCFlow'",
            "scan/rule.spl:1:1: only-deployable-tables: No SIEM has 'index=vpc_flow_logs'");
  }

  @Test
  void findsRulesWithoutACaseOfAKindInALanguage() throws IOException {
    copy("scan");
    spoil("scan/tests.yml", "    kind: typical\n", "    kind: typical\n    language: kql\n");
    spoil("scan/tests.yml", "    kind: just-below\n", "");

    assertThat(found())
        .containsExactly(
            "scan/rule.yml:1:1: kinds-of-tests: No test of kind 'typical' of the SPL",
            "scan/rule.yml:1:1: kinds-of-tests: No test of kind 'just-below' of the KQL and the"
                + " SPL");
  }

  @Test
  void findsColumnsThatAreReadAndNotSaidAndTheOtherWayRound() throws IOException {
    copy("scan");
    spoil("scan/rule.yml", "needs: [srcaddr, dstaddr,", "needs: [srcaddr, bytes,");

    assertThat(found())
        .containsExactly(
            "scan/rule.yml:1:1: columns-that-are-read: 'dstaddr' is read, and not in needs or wants",
            "scan/rule.yml:1:1: columns-that-are-read: 'bytes' is in needs or wants, and not read");
  }

  @Test
  void findsWindowsInWhichLateRecordsAreNeverSeen() throws IOException {
    copy("scan");
    spoil("scan/rule.yml", "over: 1h", "over: 34m");
    spoil("scan/rule.yml", "queryPeriod: PT1H", "queryPeriod: PT34M");
    spoil("scan/rule.yml", "dispatch.earliest_time: -1h", "dispatch.earliest_time: -34m");

    assertThat(found())
        .containsExactly(
            "scan/rule.yml:1:1: arrival-in-window: What arrives late is never seen: 'over' is less"
                + " than 'every' and 20 minutes");
  }

  @Test
  void findsTechniquesWithoutTheirPageAndWhatTheAnalystIsNotTold() throws IOException {
    copy("scan");
    spoil(
        "scan/rule.yml", "https://attack.mitre.org/techniques/T1595/001/", "https://example.com/");
    spoil("scan/rule.yml", "response:\n", "response: []\nx:\n");
    Path rule = pack.resolve("scan/rule.yml");
    String text = Files.readString(rule);
    int from = text.indexOf("x:\n");
    Files.writeString(rule, text.substring(0, from) + text.substring(text.indexOf("references:")));

    assertThat(found())
        .containsExactly(
            "scan/rule.yml:1:1: pages-of-techniques: No reference to the page of T1595.001",
            "scan/rule.yml:1:1: told-to-the-analyst: No response");
  }

  @Test
  void findsIdsThatAreThereTwice() throws IOException {
    copy("scan");
    copy("twin");

    assertThat(found())
        .containsExactly(
            "twin/rule.yml:1:1: unique-ids: '6f1d7a52-0c5e-4a7e-9a54-2b8a9d3c1e70' is also that of "
                + pack.resolve("scan"));
  }

  @Test
  void findsEntitiesThatTheTextDoesNotName() throws IOException {
    copy("scan");
    spoil("scan/rule.yml", "kql: SrcAddr", "kql: Source");
    spoil("scan/rule.yml", "$hosts$", "$targets$");

    assertThat(found())
        .containsExactly(
            "scan/rule.yml:1:1: entities-in-text: 'Source' is not in "
                + pack.resolve("scan/rule.kql"),
            "scan/rule.yml:1:1: entities-in-text: 'targets' is not in "
                + pack.resolve("scan/rule.spl"));
  }

  @Test
  void findsThresholdsThatTheTextsDoNotHave() throws IOException {
    copy("scan");
    spoil("scan/rule.spl", "min_hosts=25, min_ports=25", "min_hosts=30, min_ports=30");

    assertThat(found())
        .containsExactly(
            "scan/rule.yml:1:1: thresholds-in-text: The default 25 of 'min-hosts' is not in "
                + pack.resolve("scan/rule.spl"),
            "scan/rule.yml:1:1: thresholds-in-text: The default 25 of 'min-ports' is not in "
                + pack.resolve("scan/rule.spl"),
            "scan/rule.spl:11:8: thresholds-in-tuning: No entry of tuning is 'min-hosts' with the"
                + " default 30",
            "scan/rule.spl:11:22: thresholds-in-tuning: No entry of tuning is 'min-ports' with the"
                + " default 30");
  }

  @Test
  void exemptsWhatThePackExemptsAndFindsIdleExemptions() throws IOException {
    copy("scan");
    Files.delete(pack.resolve("scan/tests.yml"));
    Files.writeString(
        pack.resolve("exemptions.yml"),
        """
        - {check: kinds-of-tests, rule: scan, reason: Its tests are being written.}
        - {check: unique-ids, rule: scan, reason: There was a twin of it once.}
        """);

    assertThat(found())
        .containsExactly(
            "exemptions.yml:1:1: exemptions-in-use: Nothing needs the exemption of 'scan' from"
                + " 'unique-ids'");
  }

  private void copy(String name) throws IOException {
    Path target = Files.createDirectories(pack.resolve(name));
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private void spoil(String file, String part, String otherwise) throws IOException {
    String text = Files.readString(pack.resolve(file));
    assertThat(text).contains(part);
    Files.writeString(pack.resolve(file), text.replace(part, otherwise));
  }

  private List<String> found() {
    return Lint.findings(Pack.load(pack)).stream()
        .map(finding -> finding.render().replaceFirst("^" + pack + "/", ""))
        .toList();
  }
}
