package io.flowproof.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an engine gives something else than a case says, side by side, to be read. */
final class Differences {
  private static final Path FOLDER = Path.of("target/differences");

  private Differences() {}

  static void note(GoldenCase golden, String found) {
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(
          FOLDER.resolve(golden.name().replace('/', '-') + ".txt"),
          golden.query() + "\n--- expected\n" + golden.expected() + "--- found\n" + found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
