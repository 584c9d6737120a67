package io.flowproof.lake.ledger;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.LakeSchema;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    Map<Path, Long> there = new TreeMap<>();
    for (Path orphan : orphans(there)) {
      steps.before("remove " + orphan.getFileName());
      try {
        directory.delete(orphan);
        removed.put(orphan, there.getOrDefault(orphan, 0L));
      } catch (IOException e) {
        throw failure(orphan, e);
      }
    }
    return removed;
  }

  /** The files below the directories of the tables that nothing leads to, sorted. */
  public List<Path> orphans() {
    return orphans(new TreeMap<>());
  }

  private List<Path> orphans(Map<Path, Long> there) {
    Set<Path> known = new HashSet<>();
    ledger.files().forEach(file -> known.add(directory.path().resolve(file.path())));
    for (TableShape shape : LakeSchema.tables()) {
      reachable(tables.table(shape.name()), known);
      there.putAll(below(shape.name()));
    }
    return there.keySet().stream().filter(file -> !known.contains(file)).sorted().toList();
  }

  private void reachable(Table table, Set<Path> known) {
    TableMetadata metadata = ((HasTableOperations) table).operations().current();
    add(known, metadata.metadataFileLocation());
    metadata.previousFiles().forEach(entry -> add(known, entry.file()));
    for (Snapshot snapshot : table.snapshots()) {
      add(known, snapshot.manifestListLocation());
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        if (known.add(directory.local(manifest.path()))) {
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

  private void add(Set<Path> known, String location) {
    known.add(directory.local(location));
  }

  private Map<Path, Long> below(String table) {
    try {
      return directory.files(table);
    } catch (IOException e) {
      throw failure(directory.tables().resolve(table), e);
    }
  }

  private static LakeException failure(Path path, IOException e) {
    return new LakeException(
        ErrorCode.ENGINE, "Cannot read '%s': %s".formatted(path, LakeDirectory.reason(e)), e);
  }
}
