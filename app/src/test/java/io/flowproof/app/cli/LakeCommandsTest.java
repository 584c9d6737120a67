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
      CommandRun stored = CommandRun.of(command, "--format", "json", "--lake", lake);
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
      String sql = "SELECT * FROM " + table + " ORDER BY source_id, source_line";
      CommandRun files = CommandRun.of("query", "--logs", LOGS, "--format", "csv", "--sql", sql);
      CommandRun stored = CommandRun.of("query", "--lake", lake, "--format", "csv", "--sql", sql);
      assertThat(stored.out()).hasSizeGreaterThan(500).isEqualTo(files.out());
    }
  }

  @Test
  void aRangeOfTimeIsHeeded() {
    String kql = "AWSVPCFlow | summarize n = count(), first = min(TimeGenerated)";
    String from = "2024-05-14T09:15:00Z";
    CommandRun files = CommandRun.of("query", "--logs", LOGS, "--from", from, "--kql", kql);
    CommandRun stored = CommandRun.of("query", "--lake", lake, "--from", from, "--kql", kql);
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
                + "/nowhere' is no lake: there is no such directory (flowproof ingest --lake DIR PATH… makes one)\n");
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
