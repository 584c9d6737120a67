package io.flowproof.app.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs what users run, once after a build, so that the JVM keeps the classes that it loaded and
 * linked for the next start ({@code build/assemble.sh}). Nothing comes of it but that cache.
 */
final class TrainingRun {
  private static final String LOGS =
      Installation.home().resolve("examples/logs/small-vpc").toString();

  private static List<List<String>> commands(String lake) {
    return List.of(
        List.of("--version"),
        List.of("--help"),
        List.of("query", "--help"),
        List.of("tables"),
        List.of("inspect", LOGS),
        List.of("query", "--kql", "print 1"),
        List.of("query", "--logs", LOGS, "--kql", "AWSVPCFlow | summarize count() by Action"),
        List.of("query", "--logs", LOGS, "--spl", "index=vpc_flow_logs | stats count by action"),
        List.of("query", "--logs", LOGS, "--sql", "select count(*) from flow"),
        List.of("detect", LOGS),
        List.of("detect", "--once", "--format", "json", LOGS),
        List.of("ingest", "--lake", lake, LOGS),
        List.of("lake", "status", "--lake", lake),
        List.of("query", "--lake", lake, "--kql", "AWSVPCFlow | summarize count() by Action"),
        List.of("investigate", "ip", "10.1.0.10", "--lake", lake));
  }

  private TrainingRun() {}

  /**
   * Runs the commands; a failing one only makes the cache worse.
   *
   * @param scratch a directory that is theirs, and is removed afterwards
   */
  static void run(Path scratch) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    commands(scratch.resolve("lake").toString())
        .forEach(
            command ->
                Flowproof.run(command.toArray(String[]::new), Terminal.piped(nowhere, nowhere)));
  }
}
