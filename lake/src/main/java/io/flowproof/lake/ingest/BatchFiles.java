package io.flowproof.lake.ingest;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.engine.duckdb.ParquetColumn;
import io.flowproof.engine.duckdb.ParquetExport;
import io.flowproof.engine.duckdb.ParquetFile;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.ObjectFile;
import io.flowproof.flowlog.decode.ReadProgress;
import io.flowproof.lake.ingest.FileHashes.FileHash;
import io.flowproof.lake.ledger.LakeWriter;
import io.flowproof.lake.ledger.RawObject;
import io.flowproof.lake.table.AddressColumns;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.LakeSchema;
import io.flowproof.lake.table.LakeTables;
import io.flowproof.lake.table.TableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** The rows of one batch: decoded into a staging database, written from there as files. */
final class BatchFiles implements AutoCloseable {
  private static final int NAME_LENGTH = 16;

  private final LakeWriter writer;
  private final IngestOptions options;
  private final String batch;
  private final DuckDbStaging staging;

  BatchFiles(LakeWriter writer, IngestOptions options, String batch) {
    this.writer = writer;
    this.options = options;
    this.batch = batch;
    staging =
        DuckDbStaging.open(
            options.staging(),
            options.memoryBytes(),
            LakeSchema.tables(),
            List.of(),
            writer.directory().path());
  }

  /** Decodes the objects; what is not as it was planned ends the batch. */
  List<ObjectAccount> read(List<ObjectFile> files, List<RawObject> planned, ReadProgress progress)
      throws InterruptedException {
    List<ObjectAccount> accounts = new ArrayList<>();
    List<ObjectAccount> read =
        new FlowLogReader(options.read())
            .read(files, planned.getFirst().sourceId(), staging::append, progress);
    for (int i = 0; i < files.size(); i++) {
      if (!read.get(i).sha256().equals(planned.get(i).sha256())) {
        throw Ingest.changedMeanwhile(files.get(i));
      }
      accounts.add(read.get(i).withObject(planned.get(i).uri()));
    }
    staging.append(AccountRows.of(accounts));
    return read;
  }

  /** Writes a file for each day, table and set of columns, each through to the disk. */
  List<TableFile> write() {
    ParquetExport export = staging.export(options.read().threads(), AddressColumns.functions());
    List<TableFile> files = new ArrayList<>();
    for (TableShape shape : LakeSchema.tables()) {
      Table table = writer.tables().table(shape.name());
      List<ParquetColumn> columns = LakeSchema.parquet(shape, table.schema());
      String time = LakeSchema.hasTime(shape) ? LakeSchema.TIME : null;
      int number = 0;
      for (ParquetExport.Slice slice : export.slices(shape.name(), time)) {
        Path file = file(table, shape, slice.day(), ++number);
        writer.steps().before("write " + file.getFileName());
        files.add(described(shape, slice, write(export, slice, columns, file)));
      }
    }
    return files;
  }

  private Path file(Table table, TableShape shape, @Nullable LocalDate day, int number) {
    Path folder = writer.directory().data(shape.name()).resolve(LakeTables.folder(table, day));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failure(folder, e);
    }
    return folder.resolve("%s-%05d.parquet".formatted(batch.substring(0, NAME_LENGTH), number));
  }

  private static ParquetFile write(
      ParquetExport export, ParquetExport.Slice slice, List<ParquetColumn> columns, Path file) {
    ParquetFile written = export.write(slice, columns, file);
    if (written.rows() != slice.rows()) {
      throw new LakeException(
          ErrorCode.ENGINE,
          "%d rows were written to %s where there are %d"
              .formatted(written.rows(), file, slice.rows()));
    }
    try {
      LakeDirectory.force(file);
      return written;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private TableFile described(TableShape shape, ParquetExport.Slice slice, ParquetFile file) {
    FileHash hash = FileHashes.of(file.path());
    if (!hash.isRead()) {
      throw failure(file.path(), new IOException(hash.problem()));
    }
    return new TableFile(
        shape.name(),
        writer.directory().path().relativize(file.path()).toString().replace('\\', '/'),
        slice.day(),
        file.rows(),
        hash.bytes(),
        hash.sha256(),
        file.columns(),
        false);
  }

  private static LakeException failure(Path path, IOException e) {
    return new LakeException(
        ErrorCode.ENGINE,
        "Cannot write '%s': %s (free space there, then run it again)"
            .formatted(path, LakeDirectory.reason(e)),
        e);
  }

  @Override
  public void close() {
    staging.close();
  }
}
