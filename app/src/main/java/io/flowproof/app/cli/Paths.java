package io.flowproof.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Paths that a user gave. */
final class Paths {
  private Paths() {}

  /**
   * Sees to it that there is something at each.
   *
   * @throws UsageException naming the ones that are missing
   */
  static void check(List<Path> paths) {
    List<String> missing =
        paths.stream().filter(path -> !Files.exists(path)).map(Path::toString).toList();
    if (!missing.isEmpty()) {
      throw new UsageException("No such file or folder: " + String.join(", ", missing));
    }
  }
}
