package io.flowproof.engine.duckdb;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.schema.FlowTables;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/** Batches for tests. */
final class FlowBatches {
  /** 2024-01-01 00:00:00 UTC in microseconds. */
  static final long NEW_YEAR = 1_704_067_200_000_000L;

  private FlowBatches() {}

  static Column.Texts texts(String name, String... values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int[] offsets = new int[values.length + 1];
    BitSet present = new BitSet();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        bytes.writeBytes(values[i].getBytes(StandardCharsets.UTF_8));
        present.set(i);
      }
      offsets[i + 1] = bytes.size();
    }
    return new Column.Texts(name, bytes.toByteArray(), offsets, validity(present, values.length));
  }

  static Column.Longs longs(String name, Long... values) {
    long[] all = new long[values.length];
    BitSet present = new BitSet();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        all[i] = values[i];
        present.set(i);
      }
    }
    return new Column.Longs(name, ColumnType.LONG, all, validity(present, values.length));
  }

  private static byte[] validity(BitSet present, int rows) {
    byte[] bits = new byte[(rows + 7) / 8];
    byte[] set = present.toByteArray();
    System.arraycopy(set, 0, bits, 0, set.length);
    return bits;
  }

  /** Flows that are numbered by their source_line, from {@code first}. */
  static ColumnBatch numbered(int first, int rows) {
    int[] ports = new int[rows];
    long[] bytes = new long[rows];
    long[] starts = new long[rows];
    long[] lines = new long[rows];
    String[] sources = new String[rows];
    for (int i = 0; i < rows; i++) {
      int n = first + i;
      ports[i] = n % 1000;
      bytes[i] = 40L + n;
      starts[i] = NEW_YEAR + n * 1_000_000L;
      lines[i] = n;
      sources[i] = "10.0." + n / 256 % 256 + "." + n % 256;
    }
    return new ColumnBatch(
        FlowTables.FLOW,
        rows,
        List.of(
            texts("srcaddr", sources),
            new Column.Ints("dstport", ports, null),
            new Column.Longs("bytes", ColumnType.LONG, bytes, null),
            new Column.Longs("start_time", ColumnType.TIMESTAMP, starts, null),
            new Column.Longs(FlowTables.SOURCE_LINE, ColumnType.LONG, lines, null)));
  }
}
