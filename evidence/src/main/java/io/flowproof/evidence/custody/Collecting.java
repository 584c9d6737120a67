package io.flowproof.evidence.custody;

import io.flowproof.evidence.custody.ChecksumAlgorithm.Sum;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.SourceObject.ExpectedChecksum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection in progress: keeps objects of one source in the case. Objects may be kept from
 * several threads at once. What is on disk but in no entry (a crash came between) is no evidence
 * yet, and is replaced when the object is collected again.
 */
public final class Collecting {
  private static final String INCOMING = "incoming";
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final CustodyLog log;
  private final long number;
  private final Map<String, KeptObject> latest = new HashMap<>();
  private final Map<String, KeptObject> paths = new HashMap<>();
  private long parts;
  private long kept;
  private long keptBytes;
  private long already;
  private long problems;

  Collecting(Path folder, CustodyLog log, long number, List<KeptObject> before) {
    this.folder = folder;
    this.log = log;
    this.number = number;
    before.forEach(this::remember);
  }

  private void remember(KeptObject object) {
    latest.put(object.uri(), object);
    paths.put(object.path(), object);
  }

  /** Its number in the case, from 1. */
  public long number() {
    return number;
  }

  /** What became of an object. */
  public enum Outcome {
    /** It is in the case now. */
    KEPT,
    /** The same bytes are in the case already. */
    ALREADY,
    /** The source had other bytes under this name before; both are kept now, and it is said. */
    CHANGED,
    /** Its bytes are not those that the source describes; nothing was kept. */
    REFUSED
  }

  /** Opens the bytes of an object. */
  @FunctionalInterface
  public interface Content {
    /** From the first byte on. */
    InputStream open() throws IOException;
  }

  /**
   * Whether this very version is in the case, so that it need not be fetched. Where the source
   * gives no identity, only the bytes can tell.
   */
  public synchronized boolean has(String uri, String identity) {
    KeptObject before = latest.get(uri);
    return before != null
        && !identity.isEmpty()
        && identity.equals(before.identity())
        && Files.exists(folder.resolve(before.path()));
  }

  /** The object of that URI as it was kept last. */
  public synchronized Optional<KeptObject> kept(String uri) {
    return Optional.ofNullable(latest.get(uri));
  }

  /** Counts an object that {@link #has} found in the case. */
  public synchronized void skip() {
    already++;
  }

  /**
   * Reads an object to its end and keeps it, if its size and checksum are what the source says.
   *
   * @throws IOException if the source or the disk fails; nothing was kept then
   */
  public Outcome keep(SourceObject object, Content content) throws IOException {
    Path part = part();
    try {
      Received received = receive(object, content, part);
      Optional<String> wrong = wrong(object, received);
      if (wrong.isPresent()) {
        problem(object.uri(), wrong.get());
        return Outcome.REFUSED;
      }
      return file(object, received, part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Takes away what a process that was killed left without an entry: parts, and objects that it had
   * acknowledged to nobody yet. Each object is written down.
   *
   * @return how many objects
   */
  public synchronized int removeUnlogged() throws IOException {
    removeFiles(folder.resolve(INCOMING), file -> true);
    int[] removed = {0};
    removeFiles(
        folder.resolve(CaseFolder.OBJECTS),
        file -> {
          String path = folder.relativize(file).toString().replace('\\', '/');
          boolean unlogged = !paths.containsKey(path);
          if (unlogged) {
            removed[0]++;
            problem(
                path,
                "It was in no entry, because its collection was cut off before that: %,d bytes with SHA-256 %s were removed"
                    .formatted(Files.size(file), Sha256.of(file)));
          }
          return unlogged;
        });
    return removed[0];
  }

  /** Chooses files, and may fail like whatever touches them. */
  @FunctionalInterface
  private interface FileTest {
    boolean test(Path file) throws IOException;
  }

  private static void removeFiles(Path root, FileTest chosen) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      if (chosen.test(file)) {
        Files.delete(file);
      }
    }
  }

  private synchronized Path part() throws IOException {
    Path incoming = folder.resolve(INCOMING);
    Files.createDirectories(incoming);
    return incoming.resolve(number + "-" + ++parts + ".part");
  }

  private record Received(long size, String sha256, @Nullable ExpectedChecksum computed) {}

  private static Received receive(SourceObject object, Content content, Path part)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    @Nullable Sum sum = object.checksum().map(c -> c.algorithm().begin()).orElse(null);
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (InputStream in = content.open();
        FileChannel out = create(part)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        if (sum != null) {
          sum.update(buffer, n);
        }
        write(out, ByteBuffer.wrap(buffer, 0, n));
        size += n;
      }
      out.force(true);
    }
    return new Received(
        size,
        HexFormat.of().formatHex(digest.digest()),
        sum == null
            ? null
            : ExpectedChecksum.of(object.checksum().orElseThrow().algorithm(), sum.value()));
  }

  private static Optional<String> wrong(SourceObject object, Received received) {
    if (object.size() >= 0 && object.size() != received.size()) {
      return Optional.of(
          "Received %,d bytes, the source says %,d".formatted(received.size(), object.size()));
    }
    if (object.checksum().isPresent() && !object.checksum().get().equals(received.computed())) {
      return Optional.of(
          "The bytes do not have the %s that the source keeps of them"
              .formatted(object.checksum().get().algorithm()));
    }
    return Optional.empty();
  }

  private synchronized Outcome file(SourceObject object, Received received, Path part)
      throws IOException {
    KeptObject before = latest.get(object.uri());
    if (before != null
        && before.sha256().equals(received.sha256())
        && before.identity().equals(object.identity())) {
      already++;
      return Outcome.ALREADY;
    }
    String path = path(object.name());
    Path file = folder.resolve(path);
    Path parent = Objects.requireNonNull(file.getParent());
    createFolder(parent);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    readOnly(file);
    forceFolder(parent);
    append(object, received, path);
    kept++;
    keptBytes += received.size();
    if (before == null) {
      return Outcome.KEPT;
    }
    changed(
        object.uri(),
        "The object changed at the source: entry %d has SHA-256 %s, now it is %s; both are kept"
            .formatted(before.entry(), before.sha256(), received.sha256()));
    return Outcome.CHANGED;
  }

  /** A path that no other object has. */
  private String path(String name) {
    String wanted = ObjectPaths.of(name);
    String path = CaseFolder.OBJECTS + "/" + wanted;
    for (int copy = 2; paths.containsKey(path); copy++) {
      path = CaseFolder.OBJECTS + "/version-" + copy + "/" + wanted;
    }
    return path;
  }

  private void append(SourceObject object, Received received, String path) throws IOException {
    log.append(
        Action.OBJECT,
        e -> {
          e.put("collection", number).put("uri", object.uri()).put("path", path);
          e.put("size", received.size()).put("sha256", received.sha256());
          if (object.sourceTime() != null) {
            e.put("source_time", object.sourceTime().toString());
          }
          if (!object.identity().isEmpty()) {
            e.put("identity", object.identity());
          }
          e.put(
              "server_checksum",
              object.checksum().map(c -> c.algorithm() + " agrees").orElse("no server checksum"));
          object.facts().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .forEach(fact -> e.put(fact.getKey(), fact.getValue()));
        });
    remember(
        new KeptObject(
            log.entries(),
            number,
            object.uri(),
            path,
            received.size(),
            received.sha256(),
            object.sourceTime(),
            log.actor().clock().instant(),
            object.identity()));
  }

  /** Writes down what could not be collected, or looks wrong. */
  public synchronized void problem(String uri, String message) throws IOException {
    problems++;
    log.append(
        Action.PROBLEM, e -> e.put("collection", number).put("uri", uri).put("message", message));
  }

  /** Writes down that an object is not what it was at the source: overwritten, or deleted. */
  public synchronized void changed(String uri, String message) throws IOException {
    problems++;
    log.append(
        Action.PROBLEM,
        e ->
            e.put("collection", number)
                .put("uri", uri)
                .put("message", message)
                .put("kind", CustodyEntry.CHANGED));
  }

  /**
   * Ends the collection.
   *
   * @param complete whether everything that was asked for was looked at
   */
  public synchronized CollectionTotals finish(boolean complete) throws IOException {
    log.append(
        Action.COLLECTED,
        e ->
            e.put("collection", number)
                .put("complete", complete)
                .put("kept", kept)
                .put("bytes", keptBytes)
                .put("already_kept", already)
                .put("problems", problems));
    try {
      Files.deleteIfExists(folder.resolve(INCOMING));
    } catch (FileSystemException e) {
      // Parts of a collection that a crash ended lie there; they are no evidence and do no harm.
    }
    return new CollectionTotals(number, kept, keptBytes, already, problems, complete, log.head());
  }

  static void writeWhole(Path file, byte[] bytes) throws IOException {
    try (FileChannel out = create(file)) {
      write(out, ByteBuffer.wrap(bytes));
      out.force(true);
    }
    readOnly(file);
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static void readOnly(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("r--r--r--"));
    }
  }

  /** Makes a folder, and those above it, which all are on disk then. */
  private static void createFolder(Path wanted) throws IOException {
    if (!Files.isDirectory(wanted)) {
      Path above = Objects.requireNonNull(wanted.getParent());
      createFolder(above);
      Files.createDirectories(wanted);
      forceFolder(above);
    }
  }

  /** A rename is lasting only when its folder is on disk. */
  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
