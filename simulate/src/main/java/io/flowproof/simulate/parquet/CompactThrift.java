package io.flowproof.simulate.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes structures in Thrift's compact protocol (Apache Thrift, "Thrift Compact protocol"). */
final class CompactThrift {
  static final int I32 = 5;
  static final int BINARY = 8;
  static final int STRUCT = 12;
  private static final int I64 = 6;
  private static final int LIST = 9;
  private static final int LONG_LIST = 15;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int latest;

  byte[] bytes() {
    return out.toByteArray();
  }

  private void field(int id, int type) {
    int delta = id - latest;
    if (delta > 0 && delta < 16) {
      out.write(delta << 4 | type);
    } else {
      out.write(type);
      varint(zigzag(id));
    }
    latest = id;
  }

  CompactThrift i32(int id, int value) {
    field(id, I32);
    varint(zigzag(value));
    return this;
  }

  CompactThrift i64(int id, long value) {
    field(id, I64);
    varint(zigzag(value));
    return this;
  }

  CompactThrift text(int id, String value) {
    field(id, BINARY);
    text(value);
    return this;
  }

  /** A list whose elements are written next. */
  CompactThrift list(int id, int type, int size) {
    field(id, LIST);
    if (size < LONG_LIST) {
      out.write(size << 4 | type);
    } else {
      out.write(LONG_LIST << 4 | type);
      varint(size);
    }
    return this;
  }

  /** An element of a list. */
  CompactThrift text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** An element of a list. */
  CompactThrift i32(int value) {
    varint(zigzag(value));
    return this;
  }

  /** Begins a structure that is a field. */
  CompactThrift begin(int id) {
    field(id, STRUCT);
    return begin();
  }

  /** Begins a structure that is an element of a list. */
  CompactThrift begin() {
    outer.push(latest);
    latest = 0;
    return this;
  }

  /** Ends the structure that began last. */
  CompactThrift end() {
    out.write(0);
    latest = outer.pop();
    return this;
  }

  /** Ends the outermost structure, which began with the writer. */
  CompactThrift stop() {
    out.write(0);
    return this;
  }

  private static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
