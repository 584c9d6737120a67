package io.flowproof.core.column;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Copies chosen rows of a column. */
final class RowSelection {
  private RowSelection() {}

  static Column of(Column column, int[] rows) {
    byte[] validity = validity(column.validity(), rows);
    return switch (column) {
      case Column.Ints ints ->
          new Column.Ints(
              ints.name(), Arrays.stream(rows).map(row -> ints.values()[row]).toArray(), validity);
      case Column.Longs longs ->
          new Column.Longs(
              longs.name(),
              longs.type(),
              Arrays.stream(rows).mapToLong(row -> longs.values()[row]).toArray(),
              validity);
      case Column.Constant constant -> constant;
      case Column.Texts texts -> texts(texts, rows, validity);
      case Column.Addresses addresses ->
          new Column.Addresses(addresses.name(), bytes(addresses.bytes(), rows), validity);
    };
  }

  private static byte @Nullable [] validity(byte @Nullable [] validity, int[] rows) {
    if (validity == null) {
      return null;
    }
    byte[] chosen = new byte[(rows.length + 7) / 8];
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      int bit = validity[row >> 3] >> (row & 7) & 1;
      chosen[i >> 3] |= (byte) (bit << (i & 7));
    }
    return chosen;
  }

  private static Column.Texts texts(Column.Texts texts, int[] rows, byte @Nullable [] validity) {
    int[] from = texts.offsets();
    int[] offsets = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      offsets[i + 1] = offsets[i] + from[rows[i] + 1] - from[rows[i]];
    }
    byte[] bytes = new byte[offsets[rows.length]];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(
          texts.bytes(), from[rows[i]], bytes, offsets[i], offsets[i + 1] - offsets[i]);
    }
    return new Column.Texts(texts.name(), bytes, offsets, validity);
  }

  private static byte[] bytes(byte[] from, int[] rows) {
    byte[] chosen = new byte[rows.length * Column.Addresses.WIDTH];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(
          from,
          rows[i] * Column.Addresses.WIDTH,
          chosen,
          i * Column.Addresses.WIDTH,
          Column.Addresses.WIDTH);
    }
    return chosen;
  }
}
