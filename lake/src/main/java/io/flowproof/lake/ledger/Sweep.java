package io.flowproof.lake.ledger;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.LakeSchema;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** Finds the files of a lake that nothing leads to: what a killed writer left. */
public final class Sweep {
  private final LakeDirectory directory;
  private final Ledger ledger;
  private final LakeTables tables;
  private final Steps steps;

  /** For whoever holds the lock, when no batch is open; or to look only. */
  public Sweep(LakeDirectory directory, Ledger ledger, LakeTables tables, Steps steps) {
    this.directory = directory;
    this.ledger = ledger;
    this.tables = tables;
    this.steps = steps;
  }

  /** Removes them; each with the size that it had. */
  Map<Path, Long> run() {
    Map<Path, Long> removed = new LinkedHashMap<>();
    for (Path orphan : orphans()) {
      steps.before("remove " + orphan.getFileName());
      try {
        long bytes = Files.size(orphan);
        Files.delete(orphan);
        removed.put(orphan, bytes);
      } catch (IOException e) {
        throw failure(orphan, e);
      }
    }
    return removed;
  }

  /** The files below the directories of the tables that nothing leads to, sorted. */
  public List<Path> orphans() {
    Set<Path> known = new HashSet<>();
    ledger.files().forEach(file -> known.add(directory.path().resolve(file.path())));
    List<Path> orphans = new ArrayList<>();
    for (TableShape shape : LakeSchema.tables()) {
      reachable(tables.table(shape.name()), known);
      orphans.addAll(below(directory.tables().resolve(shape.name())));
    }
    orphans.removeIf(known::contains);
    return orphans.stream().sorted().toList();
  }

  private static void reachable(Table table, Set<Path> known) {
    TableMetadata metadata = ((HasTableOperations) table).operations().current();
    add(known, metadata.metadataFileLocation());
    metadata.previousFiles().forEach(entry -> add(known, entry.file()));
    for (Snapshot snapshot : table.snapshots()) {
      add(known, snapshot.manifestListLocation());
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        if (known.add(LakeDirectory.path(manifest.path()))) {
          dataFiles(table, manifest).forEach(path -> add(known, path));
        }
      }
    }
  }

  /** The files that a manifest names and has not deleted. */
  static List<String> dataFiles(Table table, ManifestFile manifest) {
    List<String> paths = new ArrayList<>();
    try (ManifestReader<DataFile> reader =
        ManifestFiles.read(manifest, table.io(), table.specs())) {
      for (DataFile file : reader) {
        paths.add(file.location());
      }
    } catch (IOException e) {
      throw failure(LakeDirectory.path(manifest.path()), e);
    }
    return paths;
  }

  private static void add(Set<Path> known, String location) {
    known.add(LakeDirectory.path(location));
  }

  private static List<Path> below(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw failure(directory, e);
    }
  }

  private static LakeException failure(Path path, IOException e) {
    return new LakeException(
        ErrorCode.ENGINE, "Cannot read '%s': %s".formatted(path, LakeDirectory.reason(e)), e);
  }
}
