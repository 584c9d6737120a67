package io.flowproof.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Git says of a folder.
 *
 * @param commit that is checked out, or null where the folder is in no repository or Git is missing
 * @param modified whether files below it differ from that commit, or there is none
 */
record Checkout(@Nullable String commit, boolean modified) {
  private static final int PATIENCE_SECONDS = 10;

  static Checkout of(Path folder) throws InterruptedException {
    Optional<String> commit = git(folder, "rev-parse", "HEAD");
    Optional<String> changes = git(folder, "status", "--porcelain", "--", ".");
    return commit.isEmpty() || changes.isEmpty()
        ? new Checkout(null, true)
        : new Checkout(commit.get().strip(), !changes.get().isBlank());
  }

  private static Optional<String> git(Path folder, String... arguments)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // There is no Git here.
    }
  }
}
