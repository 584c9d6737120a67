package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a finding, and from a query, back to the lines as they were delivered. */
class LinesCommandTest {
  @TempDir Path temporary;
  private Path logs;
  private Path findings;
  private String id = "";

  /** A scan of 30 ports, in a file after its header, and a finding about it. */
  @BeforeEach
  void aFinding() throws IOException {
    logs = temporary.resolve("logs");
    List<String> lines = new ArrayList<>();
    lines.add(LogFolder.HEADER);
    for (int port = 1; port <= 30; port++) {
      lines.add(LogFolder.flow(0, "203.0.113.9", "10.0.0.5", port, "REJECT"));
    }
    new LogFolder(logs).write("scan.log", lines.toArray(String[]::new));
    CommandRun run =
        CommandRun.of("detect", "--rule", "external-scan", "--format", "json", logs.toString());
    findings = Files.writeString(temporary.resolve("findings.json"), run.out());
    JsonNode found = new ObjectMapper().readTree(run.out()).path("findings");
    assertThat(found.size()).as(run.out() + run.err()).isPositive();
    id = found.path(0).path("id").asText();
  }

  private CommandRun lines(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("lines", "--finding", findings + "#" + id.substring(0, 8)));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void aFindingHasAnIdThatStays() {
    CommandRun again =
        CommandRun.of("detect", "--rule", "external-scan", "--format", "ndjson", logs.toString());

    assertThat(again.out()).contains("\"id\":\"" + id + "\"");
  }

  @Test
  void printsTheOriginalLinesWithTheirNumbers() {
    CommandRun run = lines();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith(logs + "/scan.log\n  SHA-256 ")
        .contains(
            "  UNCHANGED\n       2  "
                + LogFolder.flow(0, "203.0.113.9", "10.0.0.5", 1, "REJECT")
                + "\n")
        .contains("      31  " + LogFolder.flow(0, "203.0.113.9", "10.0.0.5", 30, "REJECT") + "\n");
  }

  @Test
  void theTraceQueryFindsTheSameRecords() throws IOException {
    JsonNode finding = new ObjectMapper().readTree(findings.toFile()).path("findings").path(0);
    CommandRun run =
        CommandRun.of(
            "query",
            "--logs",
            logs.toString(),
            "--sql",
            "select count(*) as n from (" + finding.path("trace_query").asText() + ")",
            "--format",
            "csv");

    assertThat(run.out()).as(run.err()).isEqualTo("n\n30\n");
  }

  @Test
  void anObjectThatMovedIsFoundByItsHash() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Files.move(logs.resolve("scan.log"), elsewhere.resolve("scan.log"));

    CommandRun run = lines("--logs", elsewhere.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("  MOVED: " + elsewhere + "/scan.log\n");
  }

  @Test
  void anObjectOfACaseIsFoundByItsHash() throws IOException {
    String folder = temporary.resolve("case").toString();
    CommandRun.of("collect", "files", logs.toString(), "--case", folder);
    Files.delete(logs.resolve("scan.log"));

    CommandRun run = lines("--case", folder, "--format", "ndjson");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().findFirst().orElse(""))
        .contains("\"state\":\"moved\",\"line\":2,\"text\":\"2 123456789012 eni-1 203.0.113.9 ");
  }

  @Test
  void noLineIsGivenOutOfAnObjectThatChanged() throws IOException {
    Files.writeString(logs.resolve("scan.log"), LogFolder.HEADER + "\n");

    CommandRun run = lines();

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).contains("  CHANGED: it has SHA-256 ").doesNotContain("203.0.113.9");
    assertThat(run.err())
        .contains("/scan.log is changed: it has SHA-256 ")
        .contains(" now (--case, --lake and --logs name where else to look)");
  }

  @Test
  void anObjectThatIsGoneIsSaid() throws IOException {
    Files.delete(logs.resolve("scan.log"));

    CommandRun run = lines("--format", "csv");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out())
        .matches("object,sha256,state,line,text\n.*/scan.log,[0-9a-f]{64},gone,,\n");
  }

  @Test
  void aQueryLeadsToItsLinesToo() {
    for (String[] query :
        new String[][] {
          {"--kql", "AWSVPCFlow | where DstPort == 7"},
          {"--spl", "search sourcetype=aws:cloudwatchlogs:vpcflow dest_port=7"},
          {"--sql", "select source_id, source_line from flow where dstport = 7"}
        }) {
      CommandRun run =
          CommandRun.of("lines", query[0], query[1], "--logs", logs.toString(), "--format", "csv");

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out())
          .as(query[1])
          .matches(
              "object,sha256,state,line,text\n.*,unchanged,8,2 123456789012 eni-1 .* 7 6 .*\n");
    }
  }

  @Test
  void aQueryThatSumsUpLeadsToWhatItSummedUp() {
    CommandRun run =
        CommandRun.of(
            "lines",
            "--kql",
            "AWSVPCFlow | where DstPort < 4 | summarize count() by SrcAddr",
            "--logs",
            logs.toString(),
            "--format",
            "csv");

    assertThat(run.out().lines()).as(run.err()).hasSize(4);
  }

  @Test
  void linesOutOfALakeAreThoseOfItsRawObjects() {
    String lake = temporary.resolve("lake").toString();
    CommandRun.of("ingest", "--lake", lake, logs.toString());

    CommandRun run =
        CommandRun.of(
            "lines", "--lake", lake, "--kql", "AWSVPCFlow | where DstPort == 7", "--format", "csv");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains(",unchanged,8,");
  }

  @Test
  void anIdThatIsNotThereIsSaidWithThoseThatAre() {
    CommandRun run = CommandRun.of("lines", "--finding", findings + "#zzz");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("flowproof: " + findings + " has no finding with the id 'zzz' (")
        .contains(" external-scan");
  }

  @Test
  void rowsThatDoNotSayWhichLinesTheyAreAreRefused() {
    CommandRun run =
        CommandRun.of("lines", "--sql", "select srcaddr from flow", "--logs", logs.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "flowproof: The rows do not say which lines they are (select source_id, source_line, side"
                + " by side; the columns are srcaddr)");
  }
}
