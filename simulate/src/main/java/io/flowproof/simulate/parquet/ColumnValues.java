package io.flowproof.simulate.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The values of a column in the row group that is being filled. */
final class ColumnValues {
  private final ParquetType type;
  private ByteBuffer values = buffer(1 << 12);
  private ByteBuffer levels = buffer(1 << 8);
  private int rows;
  private boolean present;
  private int run;

  ColumnValues(ParquetType type) {
    this.type = type;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer room(ByteBuffer buffer, int more) {
    if (buffer.remaining() >= more) {
      return buffer;
    }
    int size = Math.max(buffer.capacity() * 2, buffer.position() + more);
    return buffer(size).put(buffer.flip());
  }

  void number(long value) {
    level(true);
    values = room(values, Long.BYTES);
    if (type == ParquetType.INT_32) {
      values.putInt(Math.toIntExact(value));
    } else {
      values.putLong(value);
    }
  }

  void text(byte[] bytes) {
    level(true);
    values = room(values, Integer.BYTES + bytes.length);
    values.putInt(bytes.length).put(bytes);
  }

  void absent() {
    level(false);
  }

  /** Definition levels are runs: how often a value was there, or was not. */
  private void level(boolean isPresent) {
    rows++;
    if (run > 0 && present != isPresent) {
      endRun();
    }
    present = isPresent;
    run++;
  }

  private void endRun() {
    levels = room(levels, 6);
    int header = run << 1;
    while ((header & ~0x7f) != 0) {
      levels.put((byte) ((header & 0x7f) | 0x80));
      header >>>= 7;
    }
    levels.put((byte) header).put((byte) (present ? 1 : 0));
    run = 0;
  }

  int rows() {
    return rows;
  }

  /** How many bytes it is about. */
  int size() {
    return values.position() + levels.position();
  }

  /** The page's bytes: levels with their length, then the values that are there. */
  byte[] page() {
    if (run > 0) {
      endRun();
    }
    byte[] page = new byte[Integer.BYTES + levels.position() + values.position()];
    ByteBuffer.wrap(page)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(levels.position())
        .put(levels.flip())
        .put(values.flip());
    return page;
  }

  void clear() {
    values.clear();
    levels.clear();
    rows = 0;
  }
}
