package io.flowproof.core.column;

/** The physical types that cross the borders between decoder, engine and Java functions. */
public enum ColumnType {
  /** 32-bit integer. */
  INT,
  /** 64-bit integer. */
  LONG,
  /** IEEE 754 double. */
  DOUBLE,
  /** True or false. */
  BOOLEAN,
  /** Microseconds since 1970-01-01 UTC, in a {@code long}. */
  TIMESTAMP,
  /** UTF-8 text. */
  TEXT,
  /** Bytes that are no text, such as an address in 16 of them. */
  BYTES
}
