package io.flowproof.query.catalog;

/** What the values of a SIEM's column are, and how the plan holds them. */
public enum ColumnKind {
  /** Text, in a TEXT. */
  TEXT,
  /** A 32-bit integer, in an INT. */
  INT,
  /** A 64-bit integer, in a LONG. */
  LONG,
  /** A number with a fraction, in a DOUBLE. */
  REAL,
  /** True or false, in a BOOLEAN. */
  BOOL,
  /** A JSON value, in a TEXT; null where there is none. */
  DYNAMIC,
  /** A point in time, in a LONG of ticks (see {@link io.flowproof.core.time.Ticks}). */
  DATETIME,
  /** A point in time as Splunk counts it: seconds since 1970-01-01 UTC, in a DOUBLE. */
  EPOCH_SECONDS
}
