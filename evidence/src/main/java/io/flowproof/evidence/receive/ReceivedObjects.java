package io.flowproof.evidence.receive;

import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.Collecting;
import io.flowproof.evidence.custody.Collecting.Outcome;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.InvalidCaseException;
import io.flowproof.evidence.custody.KeptObject;
import io.flowproof.evidence.custody.SourceObject;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is received, kept as evidence: a case a day (UTC), in a folder that the day names. Each case
 * says whose head it continues, so that no day can be left out unseen; each can be sealed, held,
 * handed over and, at the end of its retention, deleted as a whole. What was kept today or in the
 * case before is known, and is not kept twice. Memory is what two days' names take.
 */
public final class ReceivedObjects implements Closeable {
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final int STRIPES = 64;

  private final Path folder;
  private final Actor actor;
  private final String command;
  private final String source;
  private final BiConsumer<Path, KeptObject> told;
  private final ReadWriteLock turning = new ReentrantReadWriteLock();
  private final List<Object> stripes =
      IntStream.range(0, STRIPES).mapToObj(ignored -> new Object()).toList();
  private Set<String> before = Set.of();
  private LocalDate day;
  private CaseFolder open;
  private Collecting collecting;
  private boolean ended;

  /**
   * Opens the folder, and mends what a process that was killed left.
   *
   * @param folder where the cases of the days lie; made where it is missing
   * @param source what is received, as a URI
   * @param command the command as it was given
   * @param told is given the case and the object, when one was kept
   * @throws InvalidCaseException if a case cannot be written: another process writes to it, say
   */
  public ReceivedObjects(
      Path folder, Actor actor, String source, String command, BiConsumer<Path, KeptObject> told)
      throws IOException {
    this.folder = folder;
    this.actor = actor;
    this.source = source;
    this.command = command;
    this.told = told;
    if (Files.exists(folder.resolve("custody.ndjson"))) {
      throw new InvalidCaseException(
          folder + " is a case itself (must be a folder for a case a day)");
    }
    Files.createDirectories(folder);
    day = today();
    Opened opened = open(day);
    open = opened.open;
    collecting = opened.collecting;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(actor.clock().instant(), ZoneOffset.UTC);
  }

  private record Opened(CaseFolder open, Collecting collecting) {}

  /** The cases of days, oldest first. */
  public static List<Path> days(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> DAY.matcher(String.valueOf(path.getFileName())).matches())
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    }
  }

  private Opened open(LocalDate newDay) throws IOException {
    Map<String, String> facts = Map.of();
    Path last =
        days(folder).stream()
            .filter(path -> String.valueOf(path.getFileName()).compareTo(newDay.toString()) < 0)
            .reduce((one, next) -> next)
            .orElse(null);
    if (last != null) {
      mend(last);
      CustodyRecord record = CustodyRecord.read(last);
      before = new HashSet<>(record.objects().stream().map(ReceivedObjects::key).toList());
      facts = Map.of("continues", String.valueOf(last.getFileName()), "head", record.head());
    }
    CaseFolder opened =
        CaseFolder.openOrBegin(folder.resolve(newDay.toString()), "Received " + newDay, actor);
    try {
      Collecting begun = opened.collect(source, command, facts);
      begun.removeUnlogged();
      return new Opened(opened, begun);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** A day that ended with a kill has a collection without an end, and perhaps files too many. */
  private void mend(Path last) throws IOException {
    if (CustodyRecord.read(last).isCollecting()) {
      try (CaseFolder earlier = CaseFolder.open(last, actor)) {
        Collecting mending = earlier.collect(source, command, Map.of());
        mending.removeUnlogged();
        mending.finish(true);
      }
    }
  }

  private static String key(KeptObject object) {
    return object.uri() + '\n' + object.identity();
  }

  /**
   * Keeps a delivery; it is on the disk, with its entry, when this returns.
   *
   * @param object its URI names the delivery in every attempt, its identity tells what was in it
   */
  public Outcome keep(SourceObject object, byte[] bytes) throws IOException {
    turn();
    turning.readLock().lock();
    try {
      synchronized (stripes.get(Math.floorMod(object.uri().hashCode(), STRIPES))) {
        if (before.contains(object.uri() + '\n' + object.identity())
            || collecting.has(object.uri(), object.identity())) {
          collecting.skip();
          return Outcome.ALREADY;
        }
        Outcome outcome = collecting.keep(object, () -> new ByteArrayInputStream(bytes));
        collecting.kept(object.uri()).ifPresent(kept -> told.accept(open.folder(), kept));
        return outcome;
      }
    } finally {
      turning.readLock().unlock();
    }
  }

  /** Begins the case of a new day. */
  private void turn() throws IOException {
    if (today().isAfter(day)) {
      turning.writeLock().lock();
      try {
        LocalDate now = today();
        if (now.isAfter(day)) {
          end();
          Opened opened = open(now);
          open = opened.open;
          collecting = opened.collecting;
          day = now;
          ended = false;
        }
      } finally {
        turning.writeLock().unlock();
      }
    }
  }

  /** Ends the collection of the day. */
  @Override
  public void close() throws IOException {
    turning.writeLock().lock();
    try {
      end();
    } finally {
      turning.writeLock().unlock();
    }
  }

  private void end() throws IOException {
    if (!ended) {
      try {
        collecting.finish(true);
      } finally {
        open.close();
      }
      ended = true;
    }
  }
}
