package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches out of Splunk, run as rules over 30 rejected connections of one source. */
class DetectSearchesTest {
  private static final String SEARCH =
      "sourcetype=aws:cloudwatchlogs:vpcflow vpcflow_action=REJECT | stats count BY src_ip"
          + " | where count > 20";

  @TempDir private Path folder;
  private LogFolder logs;

  @BeforeEach
  void makeFolder() {
    logs = new LogFolder(folder.resolve("logs"));
    List<String> lines = new ArrayList<>(List.of(LogFolder.HEADER));
    for (int i = 0; i < 30; i++) {
      lines.add(LogFolder.flow(i, "203.0.113.7", "10.0.0.5", 22, "REJECT"));
    }
    logs.write("a.log", lines.toArray(String[]::new));
  }

  @Test
  void aDetectionOfSecurityContentIsARule() throws IOException {
    JsonNode finding =
        only(
            "--detection",
            write(
                "rejected.yml",
                """
                name: Rejected a lot
                description: One source that is turned away.
                search: '%s'
                rba:
                  risk_objects:
                    - field: src_ip
                      type: system
                      score: 90
                tags:
                  mitre_attack_id: [T1595]
                """
                    .formatted(SEARCH)));

    assertThat(finding.get("rule").asText()).isEqualTo("rejected");
    assertThat(finding.get("title").asText()).isEqualTo("Rejected a lot");
    assertThat(finding.get("severity").asText()).isEqualTo("high");
    assertThat(finding.get("attack").toString()).isEqualTo("[\"T1595\"]");
    assertThat(finding.get("tactics").toString()).isEqualTo("[\"reconnaissance\"]");
    assertThat(finding.get("entities").toString()).isEqualTo("{\"src_ip\":\"203.0.113.7\"}");
    assertThat(finding.get("flows").asLong()).isEqualTo(30);
    assertThat(finding.get("evidence_basis").asText()).isEqualTo("lineage");
  }

  @Test
  void aSavedSearchRunsAtItsOwnSchedule() throws IOException {
    String every =
        "cron_schedule = */5 * * * *\ndispatch.earliest_time = -%s\nalert.severity = 2\n"
            + "alert.suppress.fields = src_ip\n";
    assertThat(saved(every.formatted("10m"))).isEmpty();
    JsonNode finding = saved(every.formatted("30m@m")).get(0);

    assertThat(finding.get("severity").asText()).isEqualTo("low");
    assertThat(finding.get("row").get("count").asLong()).isEqualTo(30);
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    String silent = write("silent.yml", "name: x\nsearch: '" + SEARCH + "'\n");
    assertThat(detect("--detection", silent).err())
        .startsWith(
            "flowproof: '"
                + silent
                + "' does not say what a finding is about (name fields of its result with"
                + " --entity)\n");
    assertThat(only("--detection", silent, "--entity", "src_ip").get("flows").asLong())
        .isEqualTo(30);
    assertThat(detect("--detection", write("none.yml", "name: x\n")).err())
        .contains("There is no search in '");
    assertThat(detect("--entity", "src_ip").err())
        .startsWith("flowproof: --entity is for searches of --detection and --saved\n");
    assertThat(detect("--saved", "x").code()).isEqualTo(ExitCode.INVALID.number());
    app("cron_schedule = 7 9 * * 1-5\nalert.suppress.fields = src_ip\n");
    assertThat(detect("--app", folder.resolve("app").toString(), "--saved", "Rejected").err())
        .startsWith(
            "flowproof: The saved search 'Rejected' runs at '7 9 * * 1-5' from '-1h' to 'now', which"
                + " is no even schedule without gaps (run it with --once)\n");
  }

  private JsonNode saved(String settings) throws IOException {
    app(settings);
    return findings("--app", folder.resolve("app").toString(), "--saved", "Rejected");
  }

  private void app(String settings) throws IOException {
    write("app/default/savedsearches.conf", "[Rejected]\nsearch = " + SEARCH + "\n" + settings);
  }

  private JsonNode only(String... options) throws IOException {
    JsonNode findings = findings(options);
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  private JsonNode findings(String... options) throws IOException {
    CommandRun run =
        detect(
            Stream.concat(Stream.of(options), Stream.of("--format", "json"))
                .toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out()).get("findings");
  }

  private CommandRun detect(String... options) {
    return CommandRun.of(
        Stream.of(Stream.of("detect"), Stream.of(options), Stream.of(logs.toString()))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  private String write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }
}
