package io.flowproof.app.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** A command as it was typed, for logs that say by what command something was done. */
final class CommandText {
  private CommandText() {}

  /** With its arguments, quoted for a shell where need be. */
  static String of(CommandSpec spec) {
    List<String> words = spec.root().commandLine().getParseResult().originalArgs();
    return "flowproof " + words.stream().map(CommandText::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
