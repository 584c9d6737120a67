package io.flowproof.lake.table;

import io.flowproof.core.source.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where a lake lies: {@code ledger.db} (what it was given), {@code catalog.db} (Iceberg's catalog),
 * {@code lock}, and below {@code flowproof/} a directory for each table with {@code data} and
 * {@code metadata}. Files of tables are named by URIs, so that other engines read the lake as it
 * is.
 *
 * @param path an absolute path without symbolic links
 */
public record LakeDirectory(Path path) {
  private static final String SCHEME = "file://";

  /** The directory, made where it is missing. */
  public static LakeDirectory create(Path path) {
    try {
      Files.createDirectories(path);
      return new LakeDirectory(path.toRealPath());
    } catch (IOException e) {
      throw new LakeException(
          ErrorCode.ENGINE, "Cannot make the directory '%s': %s".formatted(path, reason(e)), e);
    }
  }

  /**
   * The directory of a lake that is there.
   *
   * @throws LakeException with {@code DATA} where there is none
   */
  public static LakeDirectory find(Path path) {
    try {
      LakeDirectory directory = new LakeDirectory(path.toRealPath());
      if (Files.isRegularFile(directory.ledger())) {
        return directory;
      }
      throw new LakeException(
          ErrorCode.DATA,
          "'%s' is no lake: it has no ledger.db (flowproof ingest --lake DIR PATH… makes one)"
              .formatted(path));
    } catch (IOException e) {
      throw new LakeException(
          ErrorCode.DATA,
          "'%s' is no lake: there is no such directory (flowproof ingest --lake DIR PATH… makes one)"
              .formatted(path),
          e);
    }
  }

  /** Writes a file's bytes through to the disk. */
  public static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** The ledger's database. */
  public Path ledger() {
    return path.resolve("ledger.db");
  }

  /** The catalog's database. */
  public Path catalog() {
    return path.resolve("catalog.db");
  }

  /** The file whose lock a writer holds. */
  public Path lock() {
    return path.resolve("lock");
  }

  /** Where the directories of tables are. */
  public Path tables() {
    return path.resolve(LakeTables.NAMESPACE);
  }

  /** Where the data files of a table are. */
  public Path data(String table) {
    return tables().resolve(table).resolve("data");
  }

  /** The URI of the directory, as the names of files in the tables begin. */
  public String uri() {
    return uri(path);
  }

  /** The URI of a path: {@code file://} and the absolute path as it is, as Iceberg's readers do. */
  public static String uri(Path path) {
    return SCHEME + path.toAbsolutePath();
  }

  /** The path that a URI names. */
  public static Path path(String uri) {
    return Path.of(uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : uri);
  }

  /** What an exception says, in words for a user. */
  public static String reason(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
