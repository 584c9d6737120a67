package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake in place of files: the same answers, and each object once. */
class LakeCommandsTest {
  private static final String LOGS = Installation.home().resolve("examples/logs").toString();

  @TempDir static Path folder;
  private static String lake = "";

  @BeforeAll
  static void ingestTheExamples() {
    lake = folder.resolve("lake").toString();
    CommandRun run = CommandRun.of("ingest", "--lake", lake, LOGS);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith(
            "Added 25 objects, 10,519 lines: 10,478 flows, 36 NODATA, 5 SKIPDATA, 0 rejected\n");
  }

  @Test
  void theSameObjectsAgainAddNothing() {
    CommandRun run = CommandRun.of("ingest", "--lake", lake, LOGS);
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith(
            """
            Added 0 objects, 0 lines: 0 flows, 0 NODATA, 0 SKIPDATA, 0 rejected
            25 objects there already, nothing added
            """);
  }

  @Test
  void inspectAndDetectSayOfALakeWhatTheySayOfItsFiles() {
    for (String command : new String[] {"inspect", "detect"}) {
      CommandRun files = CommandRun.of(command, "--format", "json", LOGS);
      CommandRun stored = CommandRun.of(command, "--format", "json", "--lake", lake, "--copies");
      assertThat(stored.code()).isEqualTo(files.code());
      assertThat(withoutSkipped(stored.out())).isEqualTo(withoutSkipped(files.out()));
    }
  }

  /** The folders that hold a README are a matter of files. */
  private static String withoutSkipped(String json) {
    return json.replaceAll("(?s)\"skipped_files\" : \\[.*?\\n?\\s*\\]", "");
  }

  @Test
  void everyColumnOfEveryTableIsTheSame() {
    for (String table : new String[] {"flow", "coverage_window", "transit_gateway_flow"}) {
      String sql = "SELECT %s FROM " + table + " ORDER BY source_id, source_line";
      CommandRun files =
          CommandRun.of("query", "--logs", LOGS, "--format", "csv", "--sql", sql.formatted("*"));
      String ofBoth = "* EXCLUDE (srcaddr_key, dstaddr_key, src_scope, dst_scope)";
      CommandRun stored =
          CommandRun.of(
              "query",
              "--lake",
              lake,
              "--copies",
              "--format",
              "csv",
              "--sql",
              sql.formatted(ofBoth));
      assertThat(stored.out()).hasSizeGreaterThan(500).isEqualTo(files.out());
    }
  }

  @Test
  void explainSaysWhichFilesAQueryReads() {
    CommandRun all = explain("AWSVPCFlow | summarize count()");
    assertThat(all.out()).containsPattern("\nFiles\nflow +([0-9]+) of \\1\n");
    CommandRun day = explain("AWSVPCFlow | where TimeGenerated > datetime(2026-03-01)");
    assertThat(day.out()).doesNotContainPattern("\nflow +([0-9]+) of \\1\n");
    CommandRun network =
        explain("AWSVPCFlow | where ipv4_is_in_range(SrcAddr, '203.0.113.0/24') | count");
    assertThat(network.code()).isZero();
    CommandRun sql =
        CommandRun.of(
            "query",
            "--lake",
            lake,
            "--explain",
            "--sql",
            "SELECT count(*) FROM flow WHERE start_time < TIMESTAMP '2001-01-01'");
    assertThat(sql.out()).containsPattern("\nflow +0 of [0-9]+\n");
  }

  private static CommandRun explain(String kql) {
    return CommandRun.of("query", "--lake", lake, "--explain", "--kql", kql);
  }

  @Test
  void keysAndScopesOfAddressesCanBeAskedFor() {
    CommandRun run =
        CommandRun.select(
            lake,
            "SELECT DISTINCT src_scope, octet_length(srcaddr_key) FROM flow WHERE srcaddr LIKE"
                + " '10.%'");
    assertThat(run.out()).endsWith("private,16\n");
  }

  @Test
  void aLakeIsCompactedAndExpiredAndStaysTheSame() {
    String own = folder.resolve("small").toString();
    for (String part : new String[] {"formats", "small-vpc"}) {
      CommandRun.of("ingest", "--lake", own, LOGS + "/" + part);
    }
    String query = "SELECT sum(bytes), count(*) FROM flow";
    String before = CommandRun.of("query", "--lake", own, "--sql", query).out();
    CommandRun compacted = CommandRun.of("lake", "compact", "--lake", own);
    assertThat(compacted.out())
        .matches(
            "(?s)Put [0-9]+ files of .* together to [0-9]+ of .* rows, as before\n"
                + "Earlier states keep .*");
    assertThat(CommandRun.of("lake", "compact", "--lake", own).out())
        .isEqualTo("Nothing to put together: files are sorted, and large or alone on their day\n");
    CommandRun.of("lake", "tag", "--lake", own, "--as-of", "1", "first");
    CommandRun expired = CommandRun.of("lake", "expire", "--lake", own, "--older-than", "0s");
    assertThat(expired.out()).startsWith("Removed ").endsWith("Kept by a tag: snapshot 1\n");
    assertThat(CommandRun.of("query", "--lake", own, "--sql", query).out()).isEqualTo(before);
    assertThat(CommandRun.of("lake", "verify", "--lake", own).out())
        .endsWith("The lake is whole\n");
  }

  @Test
  void aRangeOfTimeIsHeeded() {
    String kql = "AWSVPCFlow | summarize n = count(), first = min(TimeGenerated)";
    String from = "2024-05-14T09:15:00Z";
    CommandRun files = CommandRun.of("query", "--logs", LOGS, "--from", from, "--kql", kql);
    CommandRun stored =
        CommandRun.of("query", "--lake", lake, "--copies", "--from", from, "--kql", kql);
    assertThat(stored.out()).isEqualTo(files.out());
  }

  @Test
  void aChangedObjectIsAnEvidenceProblemAndACopyIsReported() throws IOException {
    LogFolder logs = new LogFolder(folder.resolve("changing"));
    String own = folder.resolve("own").toString();
    logs.write("a.log", LogFolder.HEADER, LogFolder.flow(0, "10.0.0.1", "10.0.0.2", 443, "ACCEPT"));
    assertThat(CommandRun.of("ingest", "--lake", own, logs.toString()).code()).isZero();
    Files.copy(logs.path().resolve("a.log"), logs.path().resolve("b.log"));
    logs.write("a.log", LogFolder.HEADER, LogFolder.flow(0, "10.0.0.9", "10.0.0.2", 443, "ACCEPT"));
    CommandRun run = CommandRun.of("ingest", "--lake", own, logs.toString());
    assertThat(run.code()).isEqualTo(ExitCode.DATA.number());
    assertThat(run.out())
        .contains("Added 0 objects")
        .contains("same content: " + logs.path().resolve("b.log") + " has the bytes of file://")
        .contains("EVIDENCE CHANGED: " + logs.path().resolve("a.log") + " had SHA-256 ")
        .contains("; the lake keeps the first\n");
  }

  @Test
  void whatIsNoLakeSaysSo() {
    CommandRun none = CommandRun.of("query", "--lake", folder + "/nowhere", "--sql", "SELECT 1");
    assertThat(none.code()).isEqualTo(ExitCode.DATA.number());
    assertThat(none.err())
        .startsWith(
            "flowproof: DATA: '"
                + folder
                + "/nowhere' is no lake: there is no such directory (flowproof ingest --lake DIR"
                + " PATH… makes one)\n");
    CommandRun both = CommandRun.of("inspect", "--lake", lake, LOGS);
    assertThat(both.code()).isEqualTo(ExitCode.INVALID.number());
    assertThat(both.err()).startsWith("flowproof: A lake and paths are given: ");
  }

  @Test
  void anEarlierStateCanBeRead() {
    CommandRun unknown = CommandRun.of("inspect", "--lake", lake, "--as-of", "7");
    assertThat(unknown.code()).isEqualTo(ExitCode.DATA.number());
    assertThat(unknown.err())
        .contains("The lake has no snapshot for --as-of 7 (it has 1 to 1, from ");
    CommandRun first = CommandRun.of("inspect", "--lake", lake, "--as-of", "1");
    assertThat(first.code()).isZero();
  }
}
