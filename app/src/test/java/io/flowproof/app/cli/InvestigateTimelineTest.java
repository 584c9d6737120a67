package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan, twenty minutes without records, and a case about it, in one order. */
class InvestigateTimelineTest {
  @TempDir Path temporary;
  private Path logs;

  @BeforeEach
  void aScanAndAGap() {
    logs = temporary.resolve("logs");
    List<String> lines = new ArrayList<>();
    lines.add(LogFolder.HEADER);
    for (int port = 1; port <= 30; port++) {
      lines.add(LogFolder.flow(2, "203.0.113.9", "10.0.0.5", port, "REJECT"));
    }
    for (int minute = 0; minute < 60; minute++) {
      if (minute < 20 || minute >= 40) {
        lines.add(LogFolder.flow(minute, "10.0.0.5", "10.0.0.6", 443, "ACCEPT"));
      }
    }
    new LogFolder(logs).write("a.log", lines.toArray(String[]::new));
  }

  private static String[] timeline(String... more) {
    List<String> arguments = new ArrayList<>(List.of("investigate", "timeline", "--format", "csv"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void findingsAndGapsStandInTheOrderOfTheirTime() throws IOException {
    Path findings =
        Files.writeString(
            temporary.resolve("findings.json"),
            CommandRun.of("detect", "--rule", "external-scan", "--format", "json", logs.toString())
                .out());

    CommandRun run =
        CommandRun.of(timeline("--logs", logs.toString(), "--findings", findings.toString()));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceFirst("#[0-9a-f-]{36}$", "#ID")))
        .containsExactly(
            "at,until,kind,what,source",
            "2026-03-02T10:02:00Z,2026-03-02T10:02:59Z,finding,MEDIUM external-scan (T1595.001):"
                + " source 203.0.113.9,"
                + findings
                + "#ID",
            "2026-03-02T10:19:59Z,2026-03-02T10:40:00Z,gap,\"No record of eni-1 for 20 min: these"
                + " logs hold no NODATA record at all, so silence and loss look alike\",flowproof"
                + " gaps");
    assertThat(run.err()).isEqualTo("flowproof: 1 finding, 1 gap; logs %s\n".formatted(logs));
  }

  @Test
  void theShippedRulesCanRunNow() {
    CommandRun run = CommandRun.of(timeline("--logs", logs.toString(), "--detect"));

    assertThat(run.out())
        .as(run.err())
        .contains("finding,MEDIUM external-scan (T1595.001): source ");
  }

  @Test
  void whatWasDoneWithTheCaseStandsAfterTheIncident() throws IOException {
    String folder = temporary.resolve("case").toString();
    CommandRun.of("collect", "files", logs.toString(), "--case", folder, "--operator", "kim");
    CommandRun.of("evidence", "hold", "--case", folder, "--reason", "court", "--operator", "kim");
    Path page = temporary.resolve("timeline.html");

    CommandRun run = CommandRun.of(timeline("--case", folder, "--report", page.toString()));

    assertThat(run.out().lines().map(line -> line.replaceFirst("^[^,]*,[^,]*,", "")).toList())
        .as(run.err())
        .endsWith(
            "case,The case was begun: case (kim),entry 1",
            "case,Collecting from " + logs.toUri() + " (kim),entry 2",
            "case,hold-1: court (kim),entry 5");
    assertThat(page)
        .content()
        .contains("<li class=\"gap\">", "hold-1: court (kim)")
        .doesNotContain("<script", " src=", "url(");
  }

  @Test
  void theConnectionsOfAnAddressStandAmongTheRestWithHowFarTheyGot() {
    CommandRun run =
        CommandRun.of(timeline("--logs", logs.toString(), "--ip", "203.0.113.9", "--most", "1"));

    assertThat(run.out().lines().skip(1).findFirst())
        .as(run.err())
        .contains(
            "2026-03-02T10:02:00Z,2026-03-02T10:02:59Z,connection,\"203.0.113.9 -> 10.0.0.5, port"
                + " 1, protocol 6: rejected, 0 bytes sent, 0 received\",eni-1");
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertThat(CommandRun.of(timeline("--logs", logs.toString(), "--ip", "10.0.0")).err())
        .startsWith("flowproof: '10.0.0' is no address (must be like 10.0.1.5 or 2001:db8::5)");
  }
}
