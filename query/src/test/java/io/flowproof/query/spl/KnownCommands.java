package io.flowproof.query.spl;

import java.util.List;

/** The names of SPL's commands, for tests of other packages. */
public final class KnownCommands {
  private KnownCommands() {}

  /** All of them, in the alphabet's order. */
  public static List<String> sorted() {
    return CommandNames.all().stream().sorted().distinct().toList();
  }

  /** Whether the command needs no events before it. */
  public static boolean isGenerating(String name) {
    return CommandNames.isGenerating(name);
  }
}
