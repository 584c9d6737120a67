package io.flowproof.app.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * Runs what users run, once after a build, so that the JVM keeps the classes that it loaded and
 * linked for the next start ({@code build/assemble.sh}). Nothing comes of it but that cache.
 */
final class TrainingRun {
  private static final List<String[]> COMMANDS =
      List.of(new String[] {"--version"}, new String[] {"--help"}, new String[] {"tables"});

  private TrainingRun() {}

  /** Runs the commands; a failing one only makes the cache worse. */
  static void run() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    COMMANDS.forEach(command -> Flowproof.run(command, Terminal.piped(nowhere, nowhere)));
  }
}
