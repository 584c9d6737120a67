package io.flowproof.core.column;

import org.jspecify.annotations.Nullable;

/**
 * The values of one column of a {@link ColumnBatch}, in the layout of Apache Arrow so that an
 * engine can take them by copying memory. Arrays may be longer than the batch has rows.
 *
 * <p>{@code validity}: bit {@code i} (least significant first) of the bitmap is 1 where row {@code
 * i} has a value; null where every row has one. The value of a row without one is unspecified.
 */
public sealed interface Column {

  /** The column's name in its table. */
  String name();

  /** The values' type. */
  ColumnType type();

  /** The bitmap of rows that have a value, or null where all have. */
  byte @Nullable [] validity();

  /** 32-bit integers. */
  record Ints(String name, int[] values, byte @Nullable [] validity) implements Column {
    @Override
    public ColumnType type() {
      return ColumnType.INT;
    }
  }

  /** 64-bit integers, or timestamps in microseconds since 1970-01-01 UTC. */
  record Longs(String name, ColumnType type, long[] values, byte @Nullable [] validity)
      implements Column {
    /** Checks the type. */
    public Longs(String name, ColumnType type, long[] values, byte @Nullable [] validity) {
      if (type != ColumnType.LONG && type != ColumnType.TIMESTAMP) {
        throw new IllegalArgumentException("A column of longs cannot be " + type);
      }
      this.name = name;
      this.type = type;
      this.values = values;
      this.validity = validity;
    }
  }

  /**
   * The same value in every row of the batch, of which there should be few in all the batches of a
   * table: a fact of the log format, or a field that hardly ever differs.
   *
   * @param value an Integer, Long or String, as the type says
   */
  record Constant(String name, ColumnType type, Object value) implements Column {
    /** Checks the type. */
    public Constant {
      Class<?> wanted =
          switch (type) {
            case INT -> Integer.class;
            case LONG -> Long.class;
            case TEXT -> String.class;
            case DOUBLE, BOOLEAN, TIMESTAMP, BYTES ->
                throw new IllegalArgumentException("A constant column cannot be " + type);
          };
      if (!wanted.isInstance(value)) {
        throw new IllegalArgumentException("Not of type " + type + ": " + value);
      }
    }

    @Override
    public byte @Nullable [] validity() {
      return null;
    }
  }

  /** UTF-8 texts: row {@code i} is {@code bytes[offsets[i]..offsets[i + 1])}. */
  record Texts(String name, byte[] bytes, int[] offsets, byte @Nullable [] validity)
      implements Column {
    @Override
    public ColumnType type() {
      return ColumnType.TEXT;
    }
  }

  /** Addresses in 16 bytes each: row {@code i} is {@code bytes[16 * i..16 * (i + 1))}. */
  record Addresses(String name, byte[] bytes, byte @Nullable [] validity) implements Column {
    /** Bytes of an address. */
    public static final int WIDTH = 16;

    @Override
    public ColumnType type() {
      return ColumnType.BYTES;
    }
  }
}
