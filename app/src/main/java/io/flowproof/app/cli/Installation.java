package io.flowproof.app.cli;

import java.nio.file.Path;

/** Where this program lies, with the packs that ship with it; the launcher says so. */
final class Installation {
  private Installation() {}

  /** The root of the working copy. */
  static Path home() {
    return Path.of(System.getProperty("flowproof.home", "."));
  }

  /** A file that ships, from where the user stands if it lies below. */
  static Path file(String name) {
    Path here = Path.of("").toAbsolutePath();
    Path file = home().toAbsolutePath().resolve(name);
    return file.startsWith(here) ? here.relativize(file) : file;
  }
}
