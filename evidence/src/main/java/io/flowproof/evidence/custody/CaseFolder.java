package io.flowproof.evidence.custody;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.flowproof.core.signing.SigningKey;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.Hold.HeldLake;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A case that is open for writing. In its folder lie {@code objects/} (raw bytes, read-only),
 * {@code custody.ndjson} (the log) and {@code seals/}. Everything that is done goes into the log
 * first or in the same step; one process writes at a time.
 */
public final class CaseFolder implements Closeable {
  static final String OBJECTS = "objects";
  static final String SEALS = "seals";

  private final Path folder;
  private final CustodyLog log;

  private CaseFolder(Path folder, CustodyLog log) {
    this.folder = folder;
    this.log = log;
  }

  /**
   * Opens a case, or begins one where the folder does not exist or is empty.
   *
   * @param title what the case is called; used when it is begun
   * @throws InvalidCaseException if the folder holds something else, or the case cannot be written
   */
  public static CaseFolder openOrBegin(Path folder, String title, Actor actor) throws IOException {
    if (Files.exists(folder.resolve(CustodyLog.NAME))) {
      return open(folder, actor);
    }
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw new InvalidCaseException(
          folder + " is no case and not empty (must be a case, or a new or empty folder)");
    }
    Files.createDirectories(folder.resolve(OBJECTS));
    CaseFolder begun = new CaseFolder(folder, CustodyLog.open(begin(folder), actor));
    begun.log.append(
        Action.OPEN,
        e -> e.put("case", UUID.randomUUID().toString()).put("title", title).put("format", 1));
    return begun;
  }

  private static Path begin(Path folder) throws IOException {
    Files.createFile(folder.resolve(CustodyLog.NAME));
    return folder;
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  /**
   * Opens a case that exists.
   *
   * @throws InvalidCaseException if there is none, its log does not hold, or another process writes
   */
  public static CaseFolder open(Path folder, Actor actor) throws IOException {
    CustodyRecord.read(folder); // Says that there is no case before a file is made.
    return new CaseFolder(folder, CustodyLog.open(folder, actor));
  }

  /** Where it lies. */
  public Path folder() {
    return folder;
  }

  /** What the log says now. */
  public CustodyRecord record() throws IOException {
    return CustodyRecord.read(folder);
  }

  /** The hash of the last entry: who notes it elsewhere can tell that the log was rewritten. */
  public String head() {
    return log.head();
  }

  /**
   * Begins a collection.
   *
   * @param source what is collected, as a URI or a folder
   * @param command the command as it was given
   * @param facts what else is to be written down
   */
  public Collecting collect(String source, String command, Map<String, String> facts)
      throws IOException {
    CustodyRecord record = record();
    long number = record.collections() + 1;
    log.append(
        Action.COLLECTION,
        e -> {
          e.put("collection", number).put("source", source).put("command", command);
          facts.forEach(e::put);
        });
    return new Collecting(folder, log, number, record.objects());
  }

  /** The name that the next hold will have. */
  public String nextHold() throws IOException {
    return "hold-" + (record().holds().size() + 1);
  }

  /**
   * Puts a hold on the case.
   *
   * @param lakes states of lakes that are kept for it already
   * @return its name
   */
  public String hold(String reason, List<HeldLake> lakes) throws IOException {
    String name = nextHold();
    log.append(
        Action.HOLD,
        e -> {
          e.put("hold", name).put("reason", reason);
          if (!lakes.isEmpty()) {
            ArrayNode kept = e.putArray("lakes");
            lakes.forEach(
                lake ->
                    kept.addObject()
                        .put("lake", lake.lake())
                        .put("tag", lake.tag())
                        .put("snapshot", lake.snapshot())
                        .put("held_by", lake.heldBy()));
          }
        });
    return name;
  }

  /**
   * The hold of that name.
   *
   * @throws InvalidCaseException if there is none of that name in force
   */
  public Hold inForce(String name) throws IOException {
    List<Hold> inForce = record().holds().stream().filter(Hold::inForce).toList();
    return inForce.stream()
        .filter(hold -> hold.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidCaseException(
                    "There is no hold '%s' in force (%s)"
                        .formatted(
                            name,
                            inForce.isEmpty()
                                ? "none is"
                                : "in force: "
                                    + String.join(
                                        ", ", inForce.stream().map(Hold::name).toList()))));
  }

  /**
   * Ends a hold.
   *
   * @throws InvalidCaseException if there is none of that name in force
   */
  public void release(String name, String reason) throws IOException {
    inForce(name);
    log.append(Action.RELEASE, e -> e.put("hold", name).put("reason", reason));
  }

  /** Signs the log as it stands, and says so in it. */
  public Seal seal(SigningKey key) throws IOException {
    CustodyRecord record = record();
    Seal seal = Seal.of(record, log.actor(), key);
    String name = SEALS + "/%06d.json".formatted(record.entries().size());
    byte[] bytes = seal.json();
    Files.createDirectories(folder.resolve(SEALS));
    Collecting.writeWhole(folder.resolve(name), bytes);
    log.append(
        Action.SEAL,
        e ->
            e.put("seal", name)
                .put("entries", seal.entries())
                .put("key_id", seal.key().id())
                .put("sha256", Sha256.of(bytes)));
    return seal;
  }

  /** Writes down what happened in the life of the incident; who calls it has seen that it may. */
  public void happened(Action action, Map<String, String> facts) throws IOException {
    log.append(action, e -> facts.forEach(e::put));
  }

  /** Writes down that the case was exported. */
  void exported(String archive, String sha256) throws IOException {
    log.append(Action.EXPORT, e -> e.put("archive", archive).put("sha256", sha256));
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
