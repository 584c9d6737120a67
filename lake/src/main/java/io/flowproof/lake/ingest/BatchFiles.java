package io.flowproof.lake.ingest;

import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.TableShape;
import io.flowproof.engine.duckdb.ParquetOutput;
import io.flowproof.engine.duckdb.ParquetWriter;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.ObjectFile;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.lake.ledger.Batch;
import io.flowproof.lake.ledger.LakeWriter;
import io.flowproof.lake.ledger.RawObject;
import io.flowproof.lake.table.LakeSchema;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.TableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** The files of one batch, written while its objects are decoded. */
final class BatchFiles implements AutoCloseable {
  /** What a file that is being written takes of the engine's memory: two row groups. */
  private static final long BYTES_OF_OPEN_FILE = 64L << 20;

  private static final int MOST_OPEN = 8;

  private final LakeWriter writer;
  private final IngestOptions options;
  private final String batch;
  private final Map<String, Table> tables;
  private final ParquetWriter parquet;
  private final Map<Thread, OpenFiles> open = new ConcurrentHashMap<>();
  private final Queue<Path> begun = new ConcurrentLinkedQueue<>();
  private final AtomicInteger number = new AtomicInteger();
  private boolean written;

  BatchFiles(LakeWriter writer, IngestOptions options, String batch) {
    this.writer = writer;
    this.options = options;
    this.batch = batch;
    tables =
        LakeSchema.tables().stream()
            .map(TableShape::name)
            .collect(Collectors.toMap(name -> name, writer.tables()::table));
    parquet =
        ParquetWriter.open(writer.directory().path(), options.staging(), options.memoryBytes(), 1);
  }

  /** Decodes the objects into files; what is not as it was planned ends the batch. */
  List<ObjectAccount> read(List<ObjectFile> files, List<RawObject> planned, ReadProgress progress)
      throws InterruptedException {
    List<ObjectAccount> accounts = new ArrayList<>();
    List<ObjectAccount> read =
        new FlowLogReader(options.read())
            .read(files, planned.getFirst().sourceId(), this::append, progress);
    for (int i = 0; i < files.size(); i++) {
      if (!read.get(i).sha256().equals(planned.get(i).sha256())) {
        throw Ingest.changedMeanwhile(files.get(i));
      }
      accounts.add(read.get(i).withObject(planned.get(i).uri()));
    }
    append(AccountRows.of(accounts));
    return read;
  }

  private void append(ColumnBatch rows) {
    open.computeIfAbsent(Thread.currentThread(), ignored -> new OpenFiles(mostOpen(), this::begin))
        .append(rows);
  }

  private int mostOpen() {
    long most = options.memoryBytes() / BYTES_OF_OPEN_FILE / options.read().threads();
    return Math.clamp(most, 1, MOST_OPEN);
  }

  private ParquetOutput begin(@Nullable LocalDate day, ColumnBatch like) {
    TableShape shape = LakeSchema.table(like.table());
    Table table = Objects.requireNonNull(tables.get(shape.name()));
    Path folder = writer.directory().data(shape.name()).resolve(LakeTables.folder(table, day));
    Path file = folder.resolve(Batch.file(batch, number.incrementAndGet()));
    writer.steps().before("write " + file.getFileName());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw WrittenFile.failure(folder, e);
    }
    begun.add(file);
    return parquet.begin(file, like, LakeSchema.parquet(shape, table.schema()));
  }

  /** The files, each through to the disk. */
  List<TableFile> write() throws InterruptedException {
    open.values().forEach(OpenFiles::complete);
    List<WrittenFile> all =
        open.values().stream().flatMap(files -> files.written().stream()).toList();
    List<TableFile> files = WrittenFile.toDisk(all, writer.directory(), options.read().threads());
    written = true;
    return files;
  }

  /** Removes the files of a batch that was given up, so that a full disk has room again. */
  @Override
  public void close() {
    parquet.close();
    if (!written) {
      for (Path file : begun) {
        remove(file);
        remove(file.resolveSibling("tmp_" + file.getFileName()));
      }
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next writer removes what nothing leads to.
    }
  }
}
