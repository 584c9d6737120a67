package io.flowproof.engine.api;

/** The classes of values that {@link Rows} hands out. Any value may be null. */
public enum ValueType {
  /** {@link Boolean}. */
  BOOLEAN,
  /** {@link Integer}: integers of up to 32 bits. */
  INT,
  /** {@link Long}: integers of up to 64 bits. */
  LONG,
  /**
   * {@link Long} where the value fits, else {@link java.math.BigInteger}: integers of up to 128
   * bits, such as the sum of a column of longs.
   */
  BIG_INT,
  /** {@link java.math.BigDecimal}. */
  DECIMAL,
  /** {@link Double}; may be infinite or not a number. */
  DOUBLE,
  /** {@link String}: text, JSON, and everything that has no class of its own here. */
  TEXT,
  /** {@link java.time.Instant}; a timestamp without a time zone is UTC. */
  TIMESTAMP,
  /** {@link java.time.LocalDate}. */
  DATE,
  /**
   * {@link java.util.List} of such values, nested without limit; nulls are allowed. Integers are
   * {@link Long} or {@link java.math.BigInteger}, fractions {@link Double}; what JSON has no form
   * for (times, infinities) is a {@link String}.
   */
  LIST,
  /** {@link java.util.Map} from {@link String} to such values, in order; values as in a LIST. */
  MAP
}
