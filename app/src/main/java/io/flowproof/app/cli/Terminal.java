package io.flowproof.app.cli;

import io.flowproof.app.report.Page;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes, and what is there: results to {@code out}, everything else to {@code
 * err}.
 *
 * @param out results
 * @param err messages and progress
 * @param outIsTerminal whether a person looks at {@code out}
 * @param errIsTerminal whether a person looks at {@code err}
 * @param columns the terminal's width
 * @param environment the environment variables
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int columns,
    Map<String, String> environment) {
  private static final int USUAL_COLUMNS = 80;
  private static final int LEAST_COLUMNS = 40;

  /** Two pipes: no colour, no width, no progress. */
  public static Terminal piped(PrintStream out, PrintStream err) {
    return new Terminal(out, err, false, false, USUAL_COLUMNS, Map.of());
  }

  /**
   * The streams of this process, in UTF-8. Java cannot tell whether a stream is a terminal, nor its
   * width; the launcher does, in system properties.
   */
  static Terminal ofProcess() {
    return new Terminal(
        stream(FileDescriptor.out, 1 << 16),
        stream(FileDescriptor.err, 1 << 10),
        Boolean.getBoolean("flowproof.terminal.out"),
        Boolean.getBoolean("flowproof.terminal.err"),
        Math.max(LEAST_COLUMNS, Integer.getInteger("flowproof.terminal.columns", USUAL_COLUMNS)),
        System.getenv());
  }

  private static PrintStream stream(FileDescriptor descriptor, int buffer) {
    OutputStream file = new PipeOutput(new FileOutputStream(descriptor));
    return new PrintStream(
        new java.io.BufferedOutputStream(file, buffer),
        descriptor == FileDescriptor.err,
        StandardCharsets.UTF_8);
  }

  /** What results are laid out for; {@code NO_COLOR} and {@code TERM=dumb} are heeded. */
  Page page() {
    return outIsTerminal ? new Page(columns, colour()) : Page.PLAIN;
  }

  /** The same for messages. */
  Page messagePage() {
    return errIsTerminal ? new Page(columns, colour()) : Page.PLAIN;
  }

  /** A line on {@code err} that names the program. */
  void say(String message) {
    err.println("flowproof: " + message);
  }

  private boolean colour() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
