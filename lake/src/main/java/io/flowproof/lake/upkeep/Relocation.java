package io.flowproof.lake.upkeep;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.lake.ledger.LakeSnapshot;
import io.flowproof.lake.ledger.LakeTag;
import io.flowproof.lake.ledger.Ledger;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.LakeSchema;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.table.TableFile;
import io.flowproof.lake.table.WriteLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mends a lake that was moved or copied: Iceberg's metadata name files by absolute URIs, so catalog
 * and metadata are made anew from the ledger, state by state. Data files stay as they are. A run
 * that is killed is done again from the start by the next.
 */
public final class Relocation {
  private Relocation() {}

  /**
   * Gives the files of a lake the names that they have where it lies now.
   *
   * @return the directory that it was written in, or the present one where there was nothing to do
   * @throws LakeException when the lake cannot be written, or a file of it is missing
   */
  public static Path run(Path path, Steps steps) {
    LakeDirectory directory = LakeDirectory.find(path);
    if (directory.remote() != null) {
      return directory.path(); // Its files are named by the bucket.
    }
    try (WriteLock lock = WriteLock.take(directory);
        Ledger ledger = Ledger.create(directory, steps)) {
      Path before = LakeDirectory.path(ledger.location().orElse(directory.uri()));
      if (lock != null && !before.equals(directory.path())) {
        requireFiles(directory, ledger);
        steps.before("remove the catalog");
        removeMetadata(directory);
        ledger.relocated(directory.uri(), rebuilt(directory, ledger, steps));
      }
      return before;
    }
  }

  /** A copy that is not complete must not lose what the original's metadata still say. */
  private static void requireFiles(LakeDirectory directory, Ledger ledger) {
    for (TableFile file : ledger.files()) {
      if (!Files.isRegularFile(directory.path().resolve(file.path()))) {
        throw new LakeException(
            ErrorCode.DATA,
            "The lake '%s' is not complete: '%s' is missing (copy it whole, then relocate it)"
                .formatted(directory.path(), file.path()));
      }
    }
  }

  private static List<LakeSnapshot> rebuilt(LakeDirectory directory, Ledger ledger, Steps steps) {
    List<LakeSnapshot> snapshots = new ArrayList<>();
    try (LakeTables tables = LakeTables.create(directory, steps)) {
      Set<TableFile> before = Set.of();
      for (LakeSnapshot snapshot : ledger.snapshots()) {
        Set<TableFile> now = new LinkedHashSet<>(ledger.filesAfter(snapshot.batch()));
        for (TableShape shape : LakeSchema.tables()) {
          tables.commit(
              shape.name(),
              snapshot.batch(),
              without(now, before, shape.name()),
              without(before, now, shape.name()));
        }
        LakeSnapshot rebuilt = snapshot.withTables(tables.snapshots());
        snapshots.add(rebuilt);
        for (LakeTag tag : ledger.tags()) {
          if (tag.snapshot() == rebuilt.number()) {
            rebuilt.tables().forEach((table, id) -> tables.tag(table, tag.name(), id));
          }
        }
        before = now;
      }
    }
    return snapshots;
  }

  private static List<TableFile> without(
      Set<TableFile> files, Set<TableFile> others, String table) {
    return files.stream()
        .filter(file -> file.table().equals(table) && !others.contains(file))
        .toList();
  }

  private static void removeMetadata(LakeDirectory directory) {
    try {
      Files.deleteIfExists(directory.catalog());
      for (TableShape shape : LakeSchema.tables()) {
        Path metadata = directory.tables().resolve(shape.name()).resolve("metadata");
        if (Files.isDirectory(metadata)) {
          try (Stream<Path> files = Files.walk(metadata)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
              Files.delete(file);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new LakeException(
          ErrorCode.ENGINE,
          "Cannot relocate the lake '%s': %s".formatted(directory.path(), LakeDirectory.reason(e)),
          e);
    }
  }
}
