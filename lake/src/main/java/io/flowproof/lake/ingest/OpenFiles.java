package io.flowproof.lake.ingest;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.engine.duckdb.ParquetOutput;
import io.flowproof.lake.table.AddressColumns;
import io.flowproof.lake.table.LakeSchema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that one decoding thread fills, one for each table, day and set of columns. The one
 * that was used least of late is completed where too many would be open.
 */
final class OpenFiles {
  private final int most;
  private final Begin begin;
  private final AddressColumns addresses = new AddressColumns();
  private final Map<Kind, Open> open = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Open> completed = new ArrayList<>();

  /** Begins a file. */
  @FunctionalInterface
  interface Begin {
    ParquetOutput file(@Nullable LocalDate day, ColumnBatch like);
  }

  /** At most that many are open at once. */
  OpenFiles(int most, Begin begin) {
    this.most = most;
    this.begin = begin;
  }

  /** What makes rows go to the same file. */
  private record Kind(
      String table, @Nullable LocalDate day, Set<String> written, Map<String, Object> constants) {
    static Kind of(@Nullable LocalDate day, ColumnBatch batch) {
      Set<String> written = new HashSet<>();
      Map<String, Object> constants = new HashMap<>();
      for (Column column : batch.columns()) {
        if (column instanceof Column.Constant constant) {
          constants.put(constant.name(), constant.value());
        } else {
          written.add(column.name());
        }
      }
      return new Kind(batch.table(), day, written, constants);
    }
  }

  /** A file that is being written. */
  private static final class Open {
    private final Kind kind;
    private final ParquetOutput output;
    private long rows;

    Open(Kind kind, ParquetOutput output) {
      this.kind = kind;
      this.output = output;
    }
  }

  /** Appends rows, which are lent. */
  void append(ColumnBatch batch) {
    boolean hasAddresses = !batch.table().equals(LakeSchema.SOURCE_OBJECT.name());
    for (DaySlice slice : DaySlice.of(hasAddresses ? addresses.with(batch) : batch)) {
      Open file = open(Kind.of(slice.day(), slice.rows()), slice.rows());
      file.output.append(slice.rows());
      file.rows += slice.rows().rows();
    }
  }

  private Open open(Kind kind, ColumnBatch like) {
    Open known = open.get(kind);
    if (known != null) {
      return known;
    }
    if (open.size() >= most) {
      Open oldest = open.values().iterator().next();
      open.remove(oldest.kind);
      oldest.output.complete();
      completed.add(oldest);
    }
    Open file = new Open(kind, begin.file(kind.day, like));
    open.put(kind, file);
    return file;
  }

  /** Says that no more rows come: the files' ends can be written side by side. */
  void complete() {
    open.values().forEach(file -> file.output.complete());
    completed.addAll(open.values());
    open.clear();
  }

  /** The files, when all are complete. */
  List<WrittenFile> written() {
    return completed.stream()
        .map(
            file ->
                new WrittenFile(
                    file.kind.table, file.kind.day, file.output.finish(), file.rows, false))
        .toList();
  }
}
