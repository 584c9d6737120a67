package io.flowproof.app.cli;

import io.flowproof.detection.logs.ParquetObject;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.KeptObject;
import io.flowproof.flowlog.decode.OriginalLines;
import io.flowproof.lake.ledger.RawObject;
import io.flowproof.lake.read.LakeReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds raw objects again: at the place that was noted, else in a case, in a lake's list, or among
 * files, by their SHA-256. Lines are given out of an object with the right hash only.
 */
final class RawObjects {
  /** What became of an object. */
  enum State {
    /** It is where it was, with the bytes that it had. */
    UNCHANGED,
    /** It is elsewhere, with the bytes that it had. */
    MOVED,
    /** At its place are other bytes. */
    CHANGED,
    /** It is nowhere. */
    GONE
  }

  /**
   * An object that was looked for.
   *
   * @param object the name that was noted
   * @param sha256 the hash that was noted
   * @param state what became of it
   * @param place where it is now, or what there is instead; for people
   * @param lines its lines; null where it is changed or gone
   */
  record Found(
      String object, String sha256, State state, String place, @Nullable OriginalLines lines) {}

  private final @Nullable Path folder;
  private final @Nullable Path lake;
  private final List<Path> paths;
  private @Nullable CustodyRecord record;
  private @Nullable List<RawObject> ingested;

  /**
   * Looks in these places beside the noted one.
   *
   * @param folder a case, or null
   * @param lake a lake, or null
   * @param paths files and folders
   */
  RawObjects(@Nullable Path folder, @Nullable Path lake, List<Path> paths) {
    this.folder = folder;
    this.lake = lake;
    this.paths = List.copyOf(paths);
  }

  /** Finds an object, and reads those lines of it. */
  Found find(String object, String sha256, SortedSet<Long> wanted) throws IOException {
    Path noted = path(object);
    String there = "";
    if (Files.isRegularFile(noted)) {
      OriginalLines read = read(noted, wanted);
      if (read.sha256().equals(sha256)) {
        return new Found(object, sha256, State.UNCHANGED, noted.toString(), read);
      }
      there = "it has SHA-256 %s now".formatted(read.sha256());
    }
    for (Path candidate : candidates(object, sha256)) {
      if (Files.isRegularFile(candidate) && !candidate.equals(noted)) {
        OriginalLines read = read(candidate, wanted);
        if (read.sha256().equals(sha256)) {
          return new Found(object, sha256, State.MOVED, candidate.toString(), read);
        }
      }
    }
    return there.isEmpty()
        ? new Found(object, sha256, State.GONE, "no file with that SHA-256 was found", null)
        : new Found(object, sha256, State.CHANGED, there, null);
  }

  private static OriginalLines read(Path file, SortedSet<Long> wanted) throws IOException {
    return OriginalLines.read(file, wanted, ParquetObject::open);
  }

  private static Path path(String object) {
    return object.startsWith("file:") ? Path.of(URI.create(object)) : Path.of(object);
  }

  private List<Path> candidates(String object, String sha256) throws IOException {
    List<Path> candidates = new ArrayList<>();
    if (folder != null) {
      for (KeptObject kept : record().objects()) {
        if (kept.sha256().equals(sha256)) {
          candidates.add(folder.resolve(kept.path()));
        }
      }
    }
    if (lake != null) {
      for (RawObject raw : ingested()) {
        if (raw.sha256().equals(sha256)) {
          candidates.add(path(raw.uri()));
        }
      }
    }
    String name = String.valueOf(path(object).getFileName());
    for (Path path : paths) {
      try (Stream<Path> walk = Files.walk(path)) {
        walk.filter(f -> String.valueOf(f.getFileName()).equals(name))
            .sorted()
            .forEach(candidates::add);
      }
    }
    return candidates;
  }

  private CustodyRecord record() throws IOException {
    if (record == null) {
      record = CustodyRecord.read(Objects.requireNonNull(folder));
    }
    return record;
  }

  private List<RawObject> ingested() {
    if (ingested == null) {
      try (LakeReader reader = LakeReader.open(Objects.requireNonNull(lake))) {
        ingested = reader.rawObjects();
      }
    }
    return ingested;
  }
}
