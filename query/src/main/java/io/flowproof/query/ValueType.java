package io.flowproof.query;

/** What a result's values mean in the language, and so how they are shown. */
public enum ValueType {
  /** Text. */
  TEXT,
  /** Integers of 32 or 64 bits. */
  INTEGER,
  /** Kusto's real: shown as Kusto prints it. */
  REAL,
  /** A number of SPL: shown without a fraction where it has none. */
  SPL_NUMBER,
  /** True or false. */
  BOOLEAN,
  /** Ticks since 0001-01-01 UTC (see {@link io.flowproof.core.time.Ticks}). */
  DATETIME,
  /** A number of ticks. */
  TIMESPAN,
  /** Seconds since 1970-01-01 UTC as Splunk's {@code _time}: shown as a time. */
  EPOCH_SECONDS,
  /** JSON text, or a list, of Kusto's dynamic. */
  DYNAMIC,
  /** A list: SPL's multivalue field. */
  MULTIVALUE
}
