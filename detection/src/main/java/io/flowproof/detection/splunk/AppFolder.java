package io.flowproof.detection.splunk;

import io.flowproof.query.splunk.ConfFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of a Splunk app: configuration files in {@code default} and {@code local}, whose
 * settings come first ("Configuration file precedence", Admin Manual), and lookups in {@code
 * lookups}.
 */
public final class AppFolder {
  private static final long LARGEST = 16L << 20;

  private final Path folder;

  /** Reads nothing yet. */
  public AppFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A configuration file with both layers; empty where there is none.
   *
   * @throws IOException if a file cannot be read, is not UTF-8 or larger than 16 MiB
   */
  public ConfFile conf(String name) throws IOException {
    return layer("default", name).below(layer("local", name));
  }

  private ConfFile layer(String layer, String name) throws IOException {
    Path file = folder.resolve(layer).resolve(name);
    if (!Files.isRegularFile(file)) {
      return ConfFile.EMPTY;
    }
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + " is larger than 16 MiB");
    }
    try {
      return ConfFile.parse(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8", e);
    }
  }

  /** Whether it looks like an app. */
  public boolean exists() {
    return Files.isDirectory(folder.resolve("default"))
        || Files.isDirectory(folder.resolve("local"));
  }

  /** Where its lookups lie; the folder need not be there. */
  public Path lookups() {
    return folder.resolve("lookups");
  }
}
