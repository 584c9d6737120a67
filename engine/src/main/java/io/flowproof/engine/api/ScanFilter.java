package io.flowproof.engine.api;

import java.util.List;

/**
 * What must hold for the rows that queries read of a table, as far as it is plain comparisons of
 * its columns: good for leaving files out, never for leaving rows out. {@link All} stands for
 * whatever is not such a comparison.
 */
public sealed interface ScanFilter {
  /** Any row may be needed. */
  ScanFilter ALL = new All();

  /** Nothing is known: any row may be needed. */
  record All() implements ScanFilter {}

  /**
   * A column compared with a constant.
   *
   * @param value a {@code Long}, a {@code String}, or an {@code Instant}
   */
  record Compare(String column, Comparison comparison, Object value) implements ScanFilter {}

  /** All of them hold. */
  record And(List<ScanFilter> parts) implements ScanFilter {}

  /** At least one of them holds. */
  record Or(List<ScanFilter> parts) implements ScanFilter {}

  /** How values are compared. */
  enum Comparison {
    EQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST
  }
}
