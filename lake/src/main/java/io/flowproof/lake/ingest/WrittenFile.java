package io.flowproof.lake.ingest;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.duckdb.ParquetFile;
import io.flowproof.lake.ingest.FileHashes.FileHash;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data file that an engine has written, before it is on the disk for sure.
 *
 * @param table its table
 * @param day the day of its rows, or null
 * @param file the file, where it stays
 * @param rows how many rows it must have
 * @param isSorted whether they are sorted
 */
public record WrittenFile(
    String table, @Nullable LocalDate day, ParquetFile file, long rows, boolean isSorted) {

  /**
   * Writes files through to the disk and takes their hashes.
   *
   * @throws LakeException where that is not possible, or rows are missing
   */
  public static List<TableFile> toDisk(List<WrittenFile> files, LakeDirectory lake, int threads)
      throws InterruptedException {
    List<FileHash> hashes =
        FileHashes.of(files.stream().map(file -> file.file.path()).toList(), threads);
    List<TableFile> onDisk = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      onDisk.add(files.get(i).toDisk(lake, hashes.get(i)));
    }
    lake.store(files.stream().map(file -> file.file.path()).toList());
    return onDisk;
  }

  private TableFile toDisk(LakeDirectory lake, FileHash hash) {
    if (file.rows() != rows) {
      throw new LakeException(
          ErrorCode.ENGINE,
          "%d rows were written to '%s' where there are %d"
              .formatted(file.rows(), file.path(), rows));
    }
    try {
      LakeDirectory.force(file.path());
      if (!hash.isRead()) {
        throw new IOException(hash.problem());
      }
    } catch (IOException e) {
      throw failure(file.path(), e);
    }
    return new TableFile(
        table,
        lake.path().relativize(file.path()).toString().replace('\\', '/'),
        day,
        rows,
        hash.bytes(),
        hash.sha256(),
        file.columns(),
        isSorted);
  }

  /** A path that cannot be written. */
  public static LakeException failure(Path path, IOException e) {
    return new LakeException(
        ErrorCode.ENGINE,
        "Cannot write '%s': %s (free space there, then run it again)"
            .formatted(path, LakeDirectory.reason(e)),
        e);
  }
}
