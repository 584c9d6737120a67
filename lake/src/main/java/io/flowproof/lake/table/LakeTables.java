package io.flowproof.lake.table;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.source.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/**
 * The Iceberg tables of a lake, in a catalog on SQLite that other engines can be pointed at
 * (Iceberg 1.12, {@code JdbcCatalog}, name {@code flowproof}, schema version V1).
 */
public final class LakeTables implements AutoCloseable {
  /** The namespace of the tables, and the catalog's name. */
  public static final String NAMESPACE = "flowproof";

  /** The summary property that names the batch that a snapshot holds. */
  public static final String BATCH = "flowproof.batch";

  private static final String NO_DAY = "__HIVE_DEFAULT_PARTITION__";

  private final LakeDirectory lake;
  private final Steps steps;
  private final JdbcCatalog catalog;

  private LakeTables(LakeDirectory lake, Steps steps, JdbcCatalog catalog) {
    this.lake = lake;
    this.steps = steps;
    this.catalog = catalog;
  }

  /** For writing: makes what is missing. A reader sees a new catalog when it has every table. */
  public static LakeTables create(LakeDirectory lake, Steps steps) {
    steps.before("open the catalog");
    if (!Files.isRegularFile(lake.catalog())) {
      Path unseen = lake.catalog().resolveSibling("catalog.db.new");
      try {
        Files.deleteIfExists(unseen);
        Files.deleteIfExists(unseen.resolveSibling(unseen.getFileName() + "-journal"));
        try (LakeTables tables = new LakeTables(lake, steps, catalog(lake, unseen, steps))) {
          tables.complete();
        }
        steps.before("show the catalog");
        LakeDirectory.force(unseen);
        Files.move(unseen, lake.catalog(), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new LakeException(
            ErrorCode.ENGINE,
            "Cannot make the catalog '%s': %s".formatted(lake.catalog(), LakeDirectory.reason(e)),
            e);
      }
    }
    LakeTables tables = new LakeTables(lake, steps, catalog(lake, lake.catalog(), steps));
    tables.complete();
    return tables;
  }

  private void complete() {
    Namespace namespace = Namespace.of(NAMESPACE);
    if (!catalog.namespaceExists(namespace)) {
      steps.before("create the namespace");
      catalog.createNamespace(namespace);
    }
    for (TableShape shape : LakeSchema.tables()) {
      if (!catalog.tableExists(identifier(shape.name()))) {
        create(shape);
      }
    }
  }

  /**
   * For reading: changes nothing.
   *
   * @throws LakeException with {@code DATA} where the first writer has not made the tables yet
   */
  public static LakeTables open(LakeDirectory lake) {
    if (!Files.isRegularFile(lake.catalog())) {
      throw new LakeException(
          ErrorCode.DATA,
          "'%s' is no lake yet: it has no catalog.db (flowproof ingest --lake DIR PATH… fills it)"
              .formatted(lake.path()));
    }
    return new LakeTables(lake, Steps.ALL, catalog(lake, lake.catalog(), Steps.ALL));
  }

  private static JdbcCatalog catalog(LakeDirectory lake, Path database, Steps steps) {
    // What is in place is complete: only a new database gets Iceberg's own tables.
    boolean create = !database.equals(lake.catalog());
    JdbcCatalog catalog = new JdbcCatalog(ignored -> lake.io(steps), null, create);
    Map<String, String> properties = new HashMap<>();
    properties.put(CatalogProperties.URI, "jdbc:sqlite:" + database + "?busy_timeout=60000");
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, lake.uri());
    properties.put("jdbc.schema-version", "V1");
    try {
      catalog.initialize(NAMESPACE, properties);
      return catalog;
    } catch (RuntimeException e) {
      throw new LakeException(
          ErrorCode.DATA,
          "Cannot open the catalog '%s': %s".formatted(database, LakeDirectory.reason(e)),
          e);
    }
  }

  private void create(TableShape shape) {
    Schema schema = LakeSchema.schema(shape);
    steps.before("create the table " + shape.name());
    catalog
        .buildTable(identifier(shape.name()), schema)
        .withPartitionSpec(LakeSchema.spec(shape, schema))
        .withLocation(lake.uri() + "/" + NAMESPACE + "/" + shape.name())
        .withProperty(TableProperties.FORMAT_VERSION, "2")
        .withProperty(TableProperties.DEFAULT_FILE_FORMAT, "parquet")
        .withProperty(TableProperties.PARQUET_COMPRESSION, "zstd")
        .withProperty(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true")
        .withProperty(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "10")
        .create();
  }

  private static TableIdentifier identifier(String table) {
    return TableIdentifier.of(NAMESPACE, table);
  }

  /** The table as it is now. */
  public Table table(String name) {
    return catalog.loadTable(identifier(name));
  }

  /** The current snapshot of each table; a table that never had rows is missing. */
  public Map<String, Long> snapshots() {
    Map<String, Long> snapshots = new LinkedHashMap<>();
    for (TableShape shape : LakeSchema.tables()) {
      Snapshot current = table(shape.name()).currentSnapshot();
      if (current != null) {
        snapshots.put(shape.name(), current.snapshotId());
      }
    }
    return snapshots;
  }

  /**
   * Brings a batch into a table, unless it is there already.
   *
   * @param batch the batch's id, which the commit carries: two commits of one batch cannot both
   *     succeed
   * @param files the files that it adds
   * @param replaced the files whose rows they have, which the table has no more afterwards
   */
  public void commit(String name, String batch, List<TableFile> files, List<TableFile> replaced) {
    Table table = table(name);
    if (files.isEmpty() || holds(table, batch)) {
      return;
    }
    if (replaced.isEmpty()) {
      AppendFiles append = table.newAppend();
      files.forEach(file -> append.appendFile(dataFile(table, file)));
      commit(name, batch, append);
    } else if (rows(files) == rows(replaced)) {
      RewriteFiles rewrite = table.newRewrite();
      files.forEach(file -> rewrite.addFile(dataFile(table, file)));
      replaced.forEach(file -> rewrite.deleteFile(dataFile(table, file)));
      commit(name, batch, rewrite);
    } else { // Several batches at once: what a lake that is relocated has between two states.
      OverwriteFiles overwrite = table.newOverwrite();
      files.forEach(file -> overwrite.addFile(dataFile(table, file)));
      replaced.forEach(file -> overwrite.deleteFile(dataFile(table, file)));
      commit(name, batch, overwrite);
    }
  }

  private static long rows(List<TableFile> files) {
    return files.stream().mapToLong(TableFile::rows).sum();
  }

  private <T extends SnapshotUpdate<T>> void commit(String name, String batch, T update) {
    steps.before("commit " + name);
    update
        .set(BATCH, batch)
        .validateWith(
            ancestors -> {
              for (Snapshot ancestor : ancestors) {
                if (batch.equals(ancestor.summary().get(BATCH))) {
                  return false;
                }
              }
              return true;
            })
        .commit();
  }

  /** Lets go of a table's snapshots, but for these, the current one and those with a tag. */
  public void keepOnly(String name, Set<Long> kept) {
    Table table = table(name);
    Set<Long> needed = new HashSet<>(kept);
    table.refs().values().forEach(ref -> needed.add(ref.snapshotId()));
    List<Long> gone = new ArrayList<>();
    table.snapshots().forEach(snapshot -> gone.add(snapshot.snapshotId()));
    gone.removeAll(needed);
    if (!gone.isEmpty()) {
      steps.before("expire snapshots of " + name);
      // Nothing by its age; and files are removed when no table needs them any more.
      ExpireSnapshots expire =
          table
              .expireSnapshots()
              .expireOlderThan(0)
              .cleanupLevel(ExpireSnapshots.CleanupLevel.NONE);
      gone.forEach(expire::expireSnapshotId);
      expire.commit();
    }
  }

  /** Gives a table's snapshot a tag, unless it has it. */
  public void tag(String name, String tag, long snapshot) {
    Table table = table(name);
    if (!table.refs().containsKey(tag)) {
      steps.before("tag " + name);
      table.manageSnapshots().createTag(tag, snapshot).commit();
    }
  }

  /** Takes a tag away from every table that has it. */
  public void untag(String tag) {
    for (TableShape shape : LakeSchema.tables()) {
      Table table = table(shape.name());
      if (table.refs().containsKey(tag)) {
        steps.before("untag " + shape.name());
        table.manageSnapshots().removeTag(tag).commit();
      }
    }
  }

  private static boolean holds(Table table, String batch) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (batch.equals(snapshot.summary().get(BATCH))) {
        return true;
      }
    }
    return false;
  }

  /** A file as a table's metadata names it. */
  public DataFile dataFile(Table table, TableFile file) {
    DataFiles.Builder builder =
        DataFiles.builder(table.spec())
            .withPath(lake.uri() + "/" + file.path())
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(file.bytes())
            .withMetrics(FileMetrics.of(file, table.schema()));
    if (table.spec().isPartitioned()) {
      builder.withPartitionPath(folder(table, file.day()));
    }
    return builder.build();
  }

  /** The folder of a day's files below a table's {@code data}, empty where it is not parted. */
  public static String folder(Table table, @Nullable LocalDate day) {
    return table.spec().isPartitioned()
        ? table.spec().fields().getFirst().name()
            + "="
            + Optional.ofNullable(day).map(LocalDate::toString).orElse(NO_DAY)
        : "";
  }

  @Override
  public void close() {
    catalog.close();
  }
}
