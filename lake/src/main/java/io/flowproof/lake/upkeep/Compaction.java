package io.flowproof.lake.upkeep;

import io.flowproof.core.column.TableShape;
import io.flowproof.engine.duckdb.ParquetColumn;
import io.flowproof.engine.duckdb.ParquetFile;
import io.flowproof.engine.duckdb.ParquetTable;
import io.flowproof.engine.duckdb.ParquetWriter;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.lake.ingest.FileHashes;
import io.flowproof.lake.ingest.WrittenFile;
import io.flowproof.lake.ledger.Batch;
import io.flowproof.lake.ledger.LakeSnapshot;
import io.flowproof.lake.ledger.LakeWriter;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeSchema;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.TableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Puts the small files of each day together, sorted by address, so that a query for an address or a
 * network reads few of them. Rows stay as they are. Days are taken in batches, each of which is
 * planned, written, committed and noted as done as those of an ingest are.
 */
public final class Compaction {
  private final CompactionOptions options;

  /** Creates a compaction; it may run any number of times. */
  public Compaction(CompactionOptions options) {
    this.options = options;
  }

  /**
   * What was done.
   *
   * @param before files that were put together
   * @param bytesBefore how large they were
   * @param after files that took their place
   * @param bytesAfter how large those are
   * @param rows the rows of both
   */
  public record Report(int before, long bytesBefore, int after, long bytesAfter, long rows) {
    private Report plus(List<TableFile> replaced, List<TableFile> files) {
      return new Report(
          before + replaced.size(),
          bytesBefore + bytes(replaced),
          after + files.size(),
          bytesAfter + bytes(files),
          rows + files.stream().mapToLong(TableFile::rows).sum());
    }
  }

  /** The files of one table and day that are put together. */
  private record Group(String table, @Nullable LocalDate day, List<TableFile> files) {}

  /** What makes files a group. */
  private record Place(String table, @Nullable LocalDate day) {}

  /**
   * Compacts what is worth it.
   *
   * @throws io.flowproof.lake.table.LakeException when there is no lake, or it cannot be written
   */
  public Report run(Path lake, ReadProgress progress) throws InterruptedException {
    try (LakeWriter writer = LakeWriter.open(lake, options.steps())) {
      List<LakeSnapshot> states = writer.ledger().snapshots();
      List<Group> groups =
          states.isEmpty()
              ? List.of()
              : groups(writer.ledger().filesAfter(states.getLast().batch()));
      long total = groups.stream().mapToLong(group -> bytes(group.files())).sum();
      Report report = new Report(0, 0, 0, 0, 0);
      for (List<Group> batch : batches(groups)) {
        List<TableFile> replaced = batch.stream().flatMap(g -> g.files().stream()).toList();
        report = report.plus(replaced, compact(writer, batch, replaced));
        progress.bytes(report.bytesBefore(), total);
      }
      writer.finish();
      return report;
    }
  }

  private static long bytes(List<TableFile> files) {
    return files.stream().mapToLong(TableFile::bytes).sum();
  }

  /** Files that are not sorted, and small ones; a sorted one alone stays as it is. */
  private List<Group> groups(List<TableFile> files) {
    Map<Place, List<TableFile>> byPlace = new LinkedHashMap<>();
    for (TableFile file : files) {
      if (!file.isSorted() || file.bytes() < options.targetBytes() * 3 / 4) {
        byPlace
            .computeIfAbsent(new Place(file.table(), file.day()), place -> new ArrayList<>())
            .add(file);
      }
    }
    List<Group> groups = new ArrayList<>();
    byPlace.forEach(
        (place, small) -> {
          if (small.size() > 1 || !small.getFirst().isSorted()) {
            groups.add(new Group(place.table(), place.day(), List.copyOf(small)));
          }
        });
    return groups;
  }

  private List<List<Group>> batches(List<Group> groups) {
    List<List<Group>> batches = new ArrayList<>();
    List<Group> batch = new ArrayList<>();
    long bytes = 0;
    for (Group group : groups) {
      if (!batch.isEmpty() && bytes + bytes(group.files()) > options.batchBytes()) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(group);
      bytes += bytes(group.files());
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private List<TableFile> compact(LakeWriter writer, List<Group> groups, List<TableFile> replaced)
      throws InterruptedException {
    String id =
        FileHashes.idOf(
            replaced.stream().map(file -> file.path() + "\n" + file.sha256() + "\n").toList());
    writer.ledger().planCompaction(id, writer.clock().instant());
    List<WrittenFile> written = new ArrayList<>();
    try (ParquetWriter parquet =
        ParquetWriter.open(
            writer.directory().path(),
            options.staging(),
            options.memoryBytes(),
            options.threads())) {
      for (Group group : groups) {
        written.addAll(sorted(writer, parquet, group, id, written.size()));
      }
    }
    List<TableFile> files = WrittenFile.toDisk(written, writer.directory(), options.threads());
    writer.ledger().written(id, files, replaced);
    writer.publish(new Batch(id, Batch.Operation.COMPACT, Batch.State.WRITTEN));
    return files;
  }

  private List<WrittenFile> sorted(
      LakeWriter writer, ParquetWriter parquet, Group group, String id, int number) {
    TableShape shape = LakeSchema.table(group.table());
    Table table = writer.tables().table(shape.name());
    LakeDirectory lake = writer.directory();
    Path folder = lake.data(shape.name()).resolve(LakeTables.folder(table, group.day()));
    Path making = folder.resolve("compacting-" + id);
    writer.steps().before("sort " + group.table() + " " + group.day());
    List<ParquetColumn> columns = columns(LakeSchema.parquet(shape, table.schema()), group.files());
    ParquetTable source =
        new ParquetTable(
            group.files().stream().map(file -> lake.path().resolve(file.path())).toList(), columns);
    lake.fetch(source.files());
    try {
      Files.createDirectories(making);
      List<ParquetFile> files =
          parquet.sort(source, AddressOrder.of(parquet, source), making, options.targetBytes());
      List<WrittenFile> written = new ArrayList<>();
      long rows = 0;
      for (ParquetFile file : files) {
        Path place = folder.resolve(Batch.file(id, number + written.size() + 1));
        writer.steps().before("write " + place.getFileName());
        Files.move(file.path(), place);
        written.add(new WrittenFile(shape.name(), group.day(), file.at(place), file.rows(), true));
        rows += file.rows();
      }
      Files.delete(making);
      requireRows(group, rows);
      return written;
    } catch (IOException e) {
      throw WrittenFile.failure(making, e);
    }
  }

  private static void requireRows(Group group, long rows) {
    long there = group.files().stream().mapToLong(TableFile::rows).sum();
    if (rows != there) {
      throw new IllegalStateException(
          "%d rows of %s were written where there are %d".formatted(rows, group.table(), there));
    }
  }

  /** The columns that any of the files has. */
  private static List<ParquetColumn> columns(List<ParquetColumn> all, List<TableFile> files) {
    return all.stream()
        .filter(
            column ->
                files.stream()
                    .flatMap(file -> file.columns().keySet().stream())
                    .anyMatch(
                        name ->
                            name.equals(column.name())
                                || name.startsWith('"' + column.name() + "\".\"")))
        .toList();
  }
}
