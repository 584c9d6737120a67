package io.flowproof.app.cli;

import io.flowproof.detection.pack.Pack;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The packs that commands work on. */
final class Packs {
  private Packs() {}

  /**
   * Loads a pack.
   *
   * @param directory the user's, or null for the one that ships
   * @throws UsageException when there is no such folder
   */
  static Pack load(@Nullable Path directory) {
    Path folder = directory == null ? Installation.file("packs/vpc-flow") : directory;
    if (!Files.isDirectory(folder)) {
      throw new UsageException("No such folder of rules: " + folder);
    }
    return Pack.load(folder);
  }
}
