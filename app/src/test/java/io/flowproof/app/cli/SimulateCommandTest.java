package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
  @TempDir private Path folder;

  @Test
  void writesLogsThatAddUpAndTheTruthBesideThem() {
    Path out = folder.resolve("simulated");
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--scenario",
            "ssh-brute-force-in",
            "--hours",
            "0.1",
            "--out",
            out.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(out.resolve("truth.ndjson")).exists();
    CommandRun read = CommandRun.of("inspect", "--strict", out.toString());
    assertThat(read.code()).isZero();
    assertThat(read.out()).contains("Skipped: 1").contains("truth.ndjson");
  }

  @Test
  void explainsEveryNetworkAndScenario() {
    assertThat(CommandRun.of("simulate", "--list").out())
        .contains("web-shop", "microservices", "hub-and-spoke")
        .contains("beacon-fixed (T1071.001): An implant calls home like a clock.")
        .contains("every: seconds between calls; mild [300, 600], typical [60, 120], loud [5, 15]");
  }

  @Test
  void addsAReplayToWhatIsSimulated() throws IOException {
    Path capture = folder.resolve("conn.log");
    Files.writeString(
        capture,
        "{\"ts\":1.5,\"id.orig_h\":\"10.9.0.5\",\"id.orig_p\":4000,\"id.resp_h\":\"203.0.113.9\","
            + "\"id.resp_p\":443,\"proto\":\"tcp\",\"history\":\"ShADadfF\",\"orig_pkts\":6,"
            + "\"orig_ip_bytes\":420,\"resp_pkts\":5,\"resp_ip_bytes\":1164,\"label\":\"bad\"}\n");
    String replayed = folder.resolve("replayed").toString();
    CommandRun replay =
        CommandRun.of(
            "replay",
            "--from",
            "zeek",
            capture.toString(),
            "--vpc",
            "10.9.0.0/16",
            "--at",
            "2026-03-02T09:02:00Z",
            "--out",
            replayed);
    Path out = folder.resolve("both");
    CommandRun both =
        CommandRun.of(
            "simulate",
            "--hours",
            "0.1",
            "--no-nodata",
            "--with",
            replayed,
            "--out",
            out.toString());

    assertThat(replay.out()).contains("1 labelled connections in truth.ndjson");
    assertThat(both.code()).isZero();
    assertThat(Files.readString(out.resolve("truth.ndjson"))).contains("\"label\":\"bad\"");
    assertThat(CommandRun.of("inspect", out.toString()).out()).contains("fl-0replay");
  }

  @Test
  void losesWindowsOnRequestAndRecordsThat() {
    String[] command = {
      "simulate", "--hours", "0.1", "--skipdata", "3", "--log-format", "v2", "--out", "-"
    };
    CommandRun run = CommandRun.of(command);

    assertThat(run.out().lines().filter(line -> line.endsWith(" SKIPDATA")).count())
        .isBetween(1L, 3L);
    assertThat(CommandRun.of(command).out()).isEqualTo(run.out());
  }

  @Test
  void tellsWhatSkipdataAndDeletedFlowLogsStandFor() throws IOException {
    Path out = folder.resolve("lost");
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--scenario",
            "flow-log-deletion",
            "--skipdata",
            "4",
            "--out",
            out.toString());

    assertThat(run.out())
        .containsPattern(
            "[0-9,]+ records of [0-9,]+ packets and [0-9,]+ bytes lost where there is SKIPDATA")
        .containsPattern("[0-9,]+ records of .* not recorded while flow logs were deleted");
    assertThat(Files.readString(out.resolve("truth.ndjson")))
        .contains("\"phase\":\"skipdata\",\"interfaces\":\"eni-")
        .containsPattern("\"phase\":\"delete-flow-logs\".*\"records\":[1-9]");
  }

  @Test
  void writesLogsOfVpcsAndTransitGatewaysInOneRun() {
    Path out = folder.resolve("both-kinds");
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--network",
            "hub-and-spoke",
            "--hours",
            "0.1",
            "--transit-gateway-logs",
            "--per-hour-partition",
            "--hive-compatible-partitions",
            "--out",
            out.toString());

    assertThat(run.err()).isEmpty();
    CommandRun read = CommandRun.of("inspect", "--strict", "--format", "ndjson", out.toString());
    assertThat(read.code()).isZero();
    assertThat(read.out()).contains("aws-service=vpcflowlogs").contains("/hour=09/");
    assertThat(CommandRun.of("simulate", "--transit-gateway-logs", "--out", "-").err())
        .startsWith(
            "flowproof: There is no transit gateway in 'web-shop', so that it has no flow logs of one\n");
  }

  @Test
  void writesParquetWhereItIsWanted() throws IOException {
    Path out = folder.resolve("parquet");
    CommandRun.of(
        "simulate", "--hours", "0.1", "--file-format", "parquet", "--out", out.toString());

    try (Stream<Path> files = Files.walk(out)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allMatch(file -> file.toString().endsWith(".log.parquet"));
    }
    assertThat(CommandRun.of("simulate", "--file-format", "parquet", "--out", "-").err())
        .startsWith(
            "flowproof: --file-format, --hive-compatible-partitions and --per-hour-partition are for"
                + " objects (--layout S3 with --out DIR)\n");
    assertThat(CommandRun.of("simulate", "--file-format", "orc", "--out", "-").err())
        .contains("Invalid file format: 'orc' (must be plain-text or parquet)");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThat(CommandRun.of("simulate", "--network", "moon", "--out", "-").err())
        .startsWith("flowproof: There is no network 'moon' (--list shows those that are)\n");
    assertThat(CommandRun.of("simulate", "--scenario", "moon", "--out", "-").err())
        .startsWith("flowproof: There is no scenario 'moon' (--list shows those that are)\n");
    assertThat(CommandRun.of("simulate").err())
        .startsWith("flowproof: Missing required option: '--out=DIR'\n");
    Files.writeString(folder.resolve("x"), "");
    assertThat(CommandRun.of("simulate", "--out", folder.toString()).err())
        .startsWith("flowproof: " + folder + " is not empty (logs would be mixed)\n");
  }
}
