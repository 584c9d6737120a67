package io.flowproof.lake.table;

import io.flowproof.core.source.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Where a lake lies: {@code ledger.db} (what it was given), {@code catalog.db} (Iceberg's catalog),
 * {@code lock}, and below {@code flowproof/} a directory for each table with {@code data} and
 * {@code metadata}. Files of tables are named by URIs, so that other engines read the lake as it
 * is.
 *
 * <p>The files of the tables may lie in a bucket instead ({@link RemoteFiles}): the directory has
 * catalog and ledger then, and copies of files.
 *
 * @param path an absolute path without symbolic links
 * @param remote where the files of the tables are, or null where they are in the directory
 */
public record LakeDirectory(Path path, @Nullable RemoteFiles remote) {
  private static final String SCHEME = "file://";
  private static final String BUCKETS = "s3:";

  /** Where the directories of lakes in buckets are, unless the user says otherwise. */
  private static final String HOME = "FLOWPROOF_LAKES";

  private LakeDirectory(Path path) {
    this(path, RemoteFiles.of(path));
  }

  /** Whether a lake is meant whose files lie in a bucket: {@code s3://BUCKET/PREFIX}. */
  public static boolean isInBucket(Path lake) {
    return lake.startsWith(BUCKETS);
  }

  /** The URI of a lake whose files lie in a bucket. */
  public static String bucketUri(Path lake) {
    return BUCKETS + "//" + lake.subpath(1, lake.getNameCount()).toString().replace('\\', '/');
  }

  /**
   * The directory on this machine that leads to a lake: itself, or of {@code s3://BUCKET/PREFIX}
   * one below {@code FLOWPROOF_LAKES}, or else below {@code ~/.local/share/flowproof/lakes}.
   */
  public static Path home(Path lake) {
    if (!isInBucket(lake)) {
      return lake;
    }
    if (lake.getNameCount() < 2) {
      throw new LakeException(
          ErrorCode.DATA, "'%s' names no bucket (must be like s3://bucket/prefix)".formatted(lake));
    }
    String chosen = System.getProperty("flowproof.lakes", System.getenv(HOME));
    Path home =
        chosen == null || chosen.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "share", "flowproof", "lakes")
            : Path.of(chosen);
    return home.resolve(lake.subpath(1, lake.getNameCount()));
  }

  /** Whether there is a lake. */
  public static boolean exists(Path lake) {
    return Files.isRegularFile(home(lake).resolve("ledger.db"));
  }

  /** The directory, made where it is missing. */
  public static LakeDirectory create(Path lake) {
    Path path = home(lake);
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
  public static LakeDirectory find(Path lake) {
    Path path = home(lake);
    try {
      LakeDirectory directory = new LakeDirectory(path.toRealPath());
      if (Files.isRegularFile(directory.ledger())) {
        return directory;
      }
      throw new LakeException(
          ErrorCode.DATA,
          "'%s' is no lake: it has no ledger.db (flowproof ingest --lake DIR PATH… makes one)"
              .formatted(shown(lake)));
    } catch (IOException e) {
      throw new LakeException(
          ErrorCode.DATA,
          "'%s' is no lake: there is no such directory (flowproof ingest --lake DIR PATH… makes one)"
              .formatted(shown(lake)),
          e);
    }
  }

  /** A lake as the user named it. */
  private static String shown(Path lake) {
    return isInBucket(lake) && lake.getNameCount() > 1 ? bucketUri(lake) : lake.toString();
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

  /** The URI that the names of files in the tables begin with. */
  public String uri() {
    return remote == null ? uri(path) : remote.location();
  }

  /** Where a file of the tables lies in this directory, or its copy would. */
  public Path local(String location) {
    String begin = uri() + "/";
    return remote != null && location.startsWith(begin)
        ? path.resolve(location.substring(begin.length()))
        : path(location);
  }

  /** Brings files that were written here to where the lake keeps them. */
  public void store(List<Path> files) {
    if (remote != null) {
      files.forEach(remote::store);
    }
  }

  /** Sees to it that the files can be read here. */
  public void fetch(Collection<Path> files) {
    if (remote != null) {
      files.forEach(remote::fetch);
    }
  }

  /** The same, of what is there now: copies of before are thrown away. */
  public void fetchAnew(Collection<Path> files) {
    if (remote != null) {
      files.forEach(remote::fetchAnew);
    }
  }

  /**
   * Sees to it that queries over the files can be planned: one is there, the others have a name.
   */
  public void name(List<Path> files) {
    if (remote != null && !files.isEmpty()) {
      remote.fetch(files.getFirst());
      files.forEach(remote::name);
    }
  }

  /** Removes a file of the tables. */
  public void delete(Path file) throws IOException {
    if (remote != null) {
      remote.delete(file);
    } else {
      Files.delete(file);
    }
  }

  /** The files of a table, data and metadata, with their sizes. */
  public Map<Path, Long> files(String table) throws IOException {
    Map<Path, Long> files = new TreeMap<>();
    if (remote != null) {
      remote
          .list(LakeTables.NAMESPACE + "/" + table)
          .forEach((file, bytes) -> files.put(path.resolve(file), bytes));
    } else if (Files.isDirectory(tables().resolve(table))) {
      try (Stream<Path> all = Files.walk(tables().resolve(table))) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          files.put(file, Files.size(file));
        }
      }
    }
    return files;
  }

  /** Reaches the files of the tables. */
  FileIO io(Steps steps) {
    return remote == null ? new LocalFileIo(steps) : remote.io();
  }

  /** Removes copies that nobody has needed for long, where there are too many. */
  public void trim() {
    if (remote != null) {
      remote.trim();
    }
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
