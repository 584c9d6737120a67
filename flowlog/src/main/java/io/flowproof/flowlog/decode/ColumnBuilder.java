package io.flowproof.flowlog.decode;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A column that is being filled; its arrays are used again after the batch was taken. */
sealed interface ColumnBuilder {

  /** Makes room for that many rows. */
  void grow(int rows);

  /** Which rows have a value. */
  Validity validity();

  /** The column as it stands, sharing the arrays. */
  Column column();

  /** Bytes that the arrays take. */
  long size();

  /** Forgets all rows. */
  void reset();

  /** Integers. */
  final class Ints implements ColumnBuilder {
    private final String name;
    private final Validity validity;
    int[] values;

    Ints(String name, int rows) {
      this.name = name;
      values = new int[rows];
      validity = new Validity(rows);
    }

    @Override
    public void grow(int rows) {
      values = Arrays.copyOf(values, rows);
      validity.grow(rows);
    }

    @Override
    public Validity validity() {
      return validity;
    }

    @Override
    public Column column() {
      return new Column.Ints(name, values, validity.orNull());
    }

    @Override
    public long size() {
      return 4L * values.length;
    }

    @Override
    public void reset() {
      validity.reset();
    }
  }

  /** Long integers and timestamps in microseconds. */
  final class Longs implements ColumnBuilder {
    private final String name;
    private final ColumnType type;
    private final Validity validity;
    long[] values;

    Longs(String name, ColumnType type, int rows) {
      this.name = name;
      this.type = type;
      values = new long[rows];
      validity = new Validity(rows);
    }

    @Override
    public void grow(int rows) {
      values = Arrays.copyOf(values, rows);
      validity.grow(rows);
    }

    @Override
    public Validity validity() {
      return validity;
    }

    @Override
    public Column column() {
      return new Column.Longs(name, type, values, validity.orNull());
    }

    @Override
    public long size() {
      return 8L * values.length;
    }

    @Override
    public void reset() {
      validity.reset();
    }
  }

  /** Texts; past the last byte there is always room for a word that is written whole. */
  final class Texts implements ColumnBuilder {
    private static final int START_BYTES = 4096;

    private final String name;
    private final Validity validity;
    byte[] bytes = new byte[START_BYTES];
    int[] offsets;

    Texts(String name, int rows) {
      this.name = name;
      offsets = new int[rows + 1];
      validity = new Validity(rows);
    }

    @Override
    public void grow(int rows) {
      offsets = Arrays.copyOf(offsets, rows + 1);
      validity.grow(rows);
    }

    /** The bytes, with room for {@code more} and a word after {@code used}. */
    byte[] room(int used, int more) {
      if (bytes.length - used < more + Words.BYTES) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + more + Words.BYTES));
      }
      return bytes;
    }

    /** Sets the row's text, which must be the one after the last. */
    void set(int row, byte[] from, int at, int length) {
      int used = offsets[row];
      System.arraycopy(from, at, room(used, length), used, length);
      offsets[row + 1] = used + length;
    }

    /** Sets the row to null, which must be the one after the last. */
    void setNull(int row) {
      offsets[row + 1] = offsets[row];
      validity.setNull(row);
    }

    @Override
    public Validity validity() {
      return validity;
    }

    @Override
    public Column column() {
      return new Column.Texts(name, bytes, offsets, validity.orNull());
    }

    /** The text that every one of so many rows has, or null where they differ or lack one. */
    @Nullable String constant(int rows) {
      if (rows == 0 || validity.orNull() != null) {
        return null;
      }
      int length = offsets[1];
      for (int row = 1; row < rows; row++) {
        if (offsets[row + 1] != (row + 1) * length) {
          return null;
        }
      }
      // Where each byte is the one that stands a length before it, all texts are the first.
      int rest = length * (rows - 1);
      return Arrays.equals(bytes, 0, rest, bytes, length, length + rest)
          ? new String(bytes, 0, length, StandardCharsets.UTF_8)
          : null;
    }

    @Override
    public long size() {
      return bytes.length + 4L * offsets.length;
    }

    @Override
    public void reset() {
      validity.reset();
    }
  }
}
