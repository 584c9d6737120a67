package io.flowproof.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A command that was run in this process, and what it wrote. */
record CommandRun(int code, String out, String err) {

  /** As in a pipe. */
  static CommandRun of(String... arguments) {
    return on(false, 80, arguments);
  }

  /** A SELECT over a lake, as CSV. */
  static CommandRun select(String lake, String sql) {
    return of("query", "--lake", lake, "--format", "csv", "--sql", sql);
  }

  /** As on a terminal of that width. */
  static CommandRun onTerminal(int columns, String... arguments) {
    return on(true, columns, arguments);
  }

  private static CommandRun on(boolean terminal, int columns, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Flowproof.run(
            arguments,
            new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                false,
                columns,
                Map.of("FLOWPROOF_DEBUG", "1")));
    return new CommandRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
