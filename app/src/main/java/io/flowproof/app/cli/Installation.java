package io.flowproof.app.cli;

import java.nio.file.Path;

/** Where this program lies, with the packs that ship with it; the launcher says so. */
final class Installation {
  private Installation() {}

  /** The root of the working copy. */
  static Path home() {
    return Path.of(System.getProperty("flowproof.home", "."));
  }
}
