package io.flowproof.lake.table;

import io.flowproof.core.source.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * The files of a lake's tables where they do not lie in its directory but in a bucket. The
 * directory has the same names below it: copies of those data files that were needed last. A name
 * with no bytes stands for a file that is not copied; an engine that sees it before it was fetched
 * says that it is no Parquet.
 */
public final class RemoteFiles {
  /** The file in a lake's directory that says where its files are, and how that is reached. */
  static final String FILE = "remote.properties";

  private static final String LOCATION = "location";
  private static final String IO = "io-impl";
  private static final String CACHE = "cache-bytes";

  /** What copies may take unless something else is said. */
  public static final long CACHE_BYTES = 20L << 30;

  /** What was used this lately may be in use by another process. */
  private static final java.time.Duration IN_USE = java.time.Duration.ofHours(1);

  /** One for each place: each has connections, and threads. */
  private static final Map<Map<String, String>, FileIO> OPEN = new ConcurrentHashMap<>();

  private final Path directory;
  private final String location;
  private final Map<String, String> properties;

  private RemoteFiles(Path directory, Map<String, String> properties) {
    this.directory = directory;
    this.properties = Map.copyOf(properties);
    this.location = Objects.requireNonNull(properties.get(LOCATION));
  }

  /** Those of a lake's directory, or null where its files lie in it. */
  static @org.jspecify.annotations.Nullable RemoteFiles of(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    Properties read = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      read.load(in);
    } catch (IOException e) {
      throw failure("Cannot read", file.toString(), e);
    }
    Map<String, String> properties = new HashMap<>();
    read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
    if (!properties.containsKey(LOCATION) || !properties.containsKey(IO)) {
      throw new LakeException(
          ErrorCode.DATA, "'%s' has no %s or no %s".formatted(file, LOCATION, IO));
    }
    return new RemoteFiles(directory, properties);
  }

  /**
   * Says where the files of a lake are that is to be made, or how they are reached from now on.
   *
   * @param directory the lake's directory
   * @param location the URI below which they are
   * @param io the class of Iceberg's {@link FileIO} that reaches them
   * @param how what that takes
   * @throws LakeException with {@code DATA} where the directory's files are elsewhere, or there is
   *     a lake already that another directory leads to
   */
  public static void set(Path directory, String location, String io, Map<String, String> how) {
    // In this order: who makes a lake says where its files are, then makes its ledger.
    Path ledger = directory.resolve("ledger.db");
    boolean isLake = Files.exists(ledger);
    RemoteFiles before = of(directory);
    if (before != null && !before.location.equals(location)) {
      throw new LakeException(
          ErrorCode.DATA,
          "The files of the lake '%s' are at %s, not at %s"
              .formatted(directory, before.location, location));
    }
    if (before == null && isLake) {
      throw new LakeException(
          ErrorCode.DATA, "The files of the lake '%s' are in its directory".formatted(directory));
    }
    if (before != null && how.isEmpty()) {
      return;
    }
    Map<String, String> all = new TreeMap<>(how);
    all.put(LOCATION, location);
    all.put(IO, io);
    // Another process may be making this very lake: its ledger is there before its tables.
    if (!isLake && new RemoteFiles(directory, all).hasTables() && !Files.exists(ledger)) {
      throw new LakeException(
          ErrorCode.DATA,
          "There is a lake at %s already, and its catalog and ledger are not in '%s' (use the directory that it was made with)"
              .formatted(location, directory));
    }
    try {
      Files.createDirectories(directory);
      Properties written = new Properties();
      written.putAll(all);
      Path part = directory.resolve(FILE + "." + UUID.randomUUID() + ".part");
      try (OutputStream out = Files.newOutputStream(part)) {
        written.store(out, "Where the files of this lake are");
      }
      LakeDirectory.force(part);
      Files.move(part, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure("Cannot write", directory.resolve(FILE).toString(), e);
    }
  }

  private boolean hasTables() {
    return !list(LakeTables.NAMESPACE).isEmpty();
  }

  /** The URI below which the files are, without a slash at its end. */
  String location() {
    return location;
  }

  /** What reaches them. */
  FileIO io() {
    return OPEN.computeIfAbsent(
        properties,
        all -> {
          try {
            return CatalogUtil.loadFileIO(Objects.requireNonNull(all.get(IO)), all, null);
          } catch (RuntimeException e) {
            throw new LakeException(
                ErrorCode.ENGINE,
                "Cannot reach %s: %s".formatted(location, LakeDirectory.reason(e)),
                e);
          }
        });
  }

  private String uri(Path file) {
    return location + "/" + directory.relativize(file).toString().replace('\\', '/');
  }

  /** Brings a file, which is whole here, to its place. */
  void store(Path file) {
    String to = uri(file);
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = io().newOutputFile(to).createOrOverwrite()) {
      in.transferTo(out);
    } catch (IOException | RuntimeException e) {
      throw failure("Cannot write", to, e);
    }
  }

  /** Sees to it that there is a name for a file, so that queries over it can be planned. */
  void name(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.createFile(file);
      }
    } catch (java.nio.file.FileAlreadyExistsException e) {
      // Another process did it.
    } catch (IOException e) {
      throw failure("Cannot write", file.toString(), e);
    }
  }

  /** Sees to it that there is a whole copy of a file. */
  void fetch(Path file) {
    String from = uri(file);
    try {
      if (Files.exists(file) && Files.size(file) > 0) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return;
      }
      Path folder = Objects.requireNonNull(file.getParent());
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "fetching-", ".part");
      try {
        try (InputStream in = io().newInputFile(from).newStream();
            OutputStream out = Files.newOutputStream(part)) {
          in.transferTo(out);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException | RuntimeException e) {
      throw failure("Cannot read", from, e);
    }
  }

  /** Fetches a file whether there is a copy or not; one that is missing has no copy then. */
  void fetchAnew(Path file) {
    try {
      Files.deleteIfExists(file);
      fetch(file);
    } catch (IOException e) {
      throw failure("Cannot remove", file.toString(), e);
    } catch (LakeException e) {
      if (!(e.getCause() instanceof NotFoundException)) {
        throw e;
      }
    }
  }

  /** Removes a file, and its copy. */
  void delete(Path file) {
    String at = uri(file);
    try {
      io().deleteFile(at);
      Files.deleteIfExists(file);
    } catch (IOException | RuntimeException e) {
      throw failure("Cannot remove", at, e);
    }
  }

  /** The files below a folder, as their copies would be called, with their sizes. */
  Map<String, Long> list(String folder) {
    String prefix = location + "/" + folder + "/";
    Map<String, Long> found = new TreeMap<>();
    try {
      if (!(io() instanceof SupportsPrefixOperations listing)) {
        throw new LakeException(
            ErrorCode.ENGINE, "%s cannot list %s".formatted(io().getClass().getName(), prefix));
      }
      for (FileInfo file : listing.listPrefix(prefix)) {
        found.put(file.location().substring(location.length() + 1), file.size());
      }
      return found;
    } catch (LakeException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failure("Cannot list", prefix, e);
    }
  }

  /** Removes copies that were not used for long, until the rest takes what it may. */
  void trim() {
    long most = Long.parseLong(properties.getOrDefault(CACHE, Long.toString(CACHE_BYTES)));
    Path tables = directory.resolve(LakeTables.NAMESPACE);
    if (!Files.isDirectory(tables)) {
      return;
    }
    record Copy(Path file, long bytes, Instant used) {}
    List<Copy> copies = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(tables)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        copies.add(new Copy(file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
      }
      long bytes = copies.stream().mapToLong(Copy::bytes).sum();
      Instant old = Instant.now().minus(IN_USE);
      for (Copy copy : copies.stream().sorted(Comparator.comparing(Copy::used)).toList()) {
        if (bytes <= most || copy.used().isAfter(old)) {
          return;
        }
        Files.deleteIfExists(copy.file());
        bytes -= copy.bytes();
      }
    } catch (IOException e) {
      throw failure("Cannot tidy up", tables.toString(), e);
    }
  }

  private static LakeException failure(String what, String where, Exception e) {
    return new LakeException(
        ErrorCode.ENGINE, "%s '%s': %s".formatted(what, where, LakeDirectory.reason(e)), e);
  }
}
