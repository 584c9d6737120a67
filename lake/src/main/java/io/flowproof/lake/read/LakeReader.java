package io.flowproof.lake.read;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.engine.duckdb.ParquetTable;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.S3Name;
import io.flowproof.lake.ledger.AsOf;
import io.flowproof.lake.ledger.LakeSnapshot;
import io.flowproof.lake.ledger.LakeTag;
import io.flowproof.lake.ledger.Ledger;
import io.flowproof.lake.ledger.RawObject;
import io.flowproof.lake.read.LakePlan.PlannedTable;
import io.flowproof.lake.table.AccountDetail;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.LakeSchema;
import io.flowproof.lake.table.LakeTables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/** Plans queries over a lake, and reads its accounts. Changes nothing. */
public final class LakeReader implements AutoCloseable {
  private final LakeDirectory directory;
  private final Ledger ledger;
  private final LakeTables tables;

  private LakeReader(LakeDirectory directory, Ledger ledger, LakeTables tables) {
    this.directory = directory;
    this.ledger = ledger;
    this.tables = tables;
  }

  /**
   * Opens a lake.
   *
   * @throws LakeException with {@code DATA} where there is none, or one that must be relocated
   *     first
   */
  public static LakeReader open(Path path) {
    LakeDirectory directory = LakeDirectory.find(path);
    Ledger ledger = Ledger.open(directory);
    try {
      ledger.checkLocation();
      directory.trim();
      return new LakeReader(directory, ledger, LakeTables.open(directory));
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  /** The directory, which the engine must be able to read. */
  public LakeDirectory directory() {
    return directory;
  }

  /** The states of the lake that can be read, oldest first. */
  public List<LakeSnapshot> snapshots() {
    return ledger.snapshots();
  }

  /** Every raw object that was ever added, with the hash that it had. */
  public List<RawObject> rawObjects() {
    return ledger.objects();
  }

  /** The raw object of that URI, if it was added. */
  public Optional<RawObject> rawObject(String uri) {
    return ledger.object(uri);
  }

  /** The tags of those states, by name. */
  public List<LakeTag> tags() {
    return ledger.tags();
  }

  /**
   * The state that is meant.
   *
   * @param asOf a state's number, a tag or a time, or null for the latest
   */
  public @Nullable LakeSnapshot snapshot(@Nullable String asOf) {
    return new AsOf(ledger).find(asOf);
  }

  /**
   * What to read.
   *
   * @param asOf a state's number, a tag or a time (the state that held then), or null for the
   *     latest
   * @param range only rows that may begin in this range
   */
  public LakePlan plan(@Nullable String asOf, TimeRange range) {
    LakeSnapshot snapshot = snapshot(asOf);
    List<PlannedTable> planned = new ArrayList<>();
    for (TableShape shape : LakeSchema.tables()) {
      planned.add(plan(shape, snapshot, range));
    }
    return new LakePlan(snapshot, List.copyOf(planned), ledger.overlapping());
  }

  private PlannedTable plan(TableShape shape, @Nullable LakeSnapshot snapshot, TimeRange range) {
    Long id = snapshot == null ? null : snapshot.tables().get(shape.name());
    if (id == null) {
      return new PlannedTable(
          shape, new ParquetTable(List.of(), List.of()), 0, 0, filter -> List.of());
    }
    Table table = tables.table(shape.name());
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table
            .newScan()
            .useSnapshot(id)
            .includeColumnStats()
            .filter(range.over(LakeSchema.hasTime(shape)))
            .planFiles()) {
      tasks.forEach(task -> files.add(task.file().copy()));
    } catch (IOException e) {
      throw new LakeException(
          ErrorCode.ENGINE,
          "Cannot read the manifests of %s: %s".formatted(shape.name(), LakeDirectory.reason(e)),
          e);
    }
    PlannedFiles chosen = new PlannedFiles(directory, table.schema(), files);
    String there = table.snapshot(id).summary().getOrDefault("total-data-files", "0");
    return new PlannedTable(
        shape,
        new ParquetTable(
            chosen.all(), LakeSchema.parquet(shape, table.schema()), LakeSchema.computed(shape)),
        Integer.parseInt(there),
        chosen.bytes(),
        chosen);
  }

  /** Makes the planned tables readable in a database that is being staged. */
  public void attach(LakePlan plan, DuckDbStaging staging, Copies copies) {
    boolean leavesOut = copies.leavesOut(plan);
    for (PlannedTable table : plan.tables()) {
      directory.name(table.files().files());
      if (leavesOut) { // What the copies are is asked of all of these.
        directory.fetch(table.files().files());
      }
    }
    for (PlannedTable table : plan.tables()) {
      if (!leavesOut || !table.shape().name().equals(FlowTables.FLOW)) {
        staging.attach(table.shape(), table.files(), table.choice());
      }
    }
    if (leavesOut) {
      Copies.leaveOut(plan, staging);
    }
  }

  /** The accounts of all raw objects of a state, by number, from an engine that has its tables. */
  public static List<ObjectAccount> accounts(QueryEngine engine) {
    List<String> names =
        LakeSchema.SOURCE_OBJECT.columns().stream().map(ShapeColumn::name).toList();
    String sql =
        "SELECT %s FROM %s ORDER BY source_id"
            .formatted(
                names.stream().collect(Collectors.joining(", ")), LakeSchema.SOURCE_OBJECT.name());
    return engine.all(sql).stream().map(row -> account(names, row)).toList();
  }

  private static ObjectAccount account(List<String> names, List<@Nullable Object> row) {
    AccountDetail detail = AccountDetail.of(text(names, row, "detail"));
    String uri = text(names, row, "object");
    return new ObjectAccount(
        (int) number(names, row, "source_id"),
        uri.startsWith("file://") ? LakeDirectory.path(uri).toString() : uri,
        S3Name.of(uri),
        number(names, row, "bytes"),
        text(names, row, "sha256"),
        detail.formatCounts(),
        number(names, row, "headers"),
        number(names, row, "blank"),
        number(names, row, "lines"),
        number(names, row, "flows"),
        number(names, row, "nodata"),
        number(names, row, "skipdata"),
        number(names, row, "rejected"),
        (Instant) row.get(names.indexOf("first_time")),
        (Instant) row.get(names.indexOf("last_time")),
        detail.stretches(),
        detail.interfaces(),
        detail.accounts(),
        number(names, row, "control_messages"),
        detail.damage(),
        detail.rejects(),
        detail.rejected());
  }

  private static long number(List<String> names, List<@Nullable Object> row, String name) {
    return ((Number) Objects.requireNonNull(row.get(names.indexOf(name)))).longValue();
  }

  private static String text(List<String> names, List<@Nullable Object> row, String name) {
    return (String) Objects.requireNonNull(row.get(names.indexOf(name)));
  }

  @Override
  public void close() {
    tables.close();
    ledger.close();
  }
}
