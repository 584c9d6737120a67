package io.flowproof.query.algebra;

/**
 * One key of an order.
 *
 * @param index the column's place in the plan's row
 * @param direction ascending or descending
 * @param nulls where nulls go
 */
public record SortKey(int index, Direction direction, Nulls nulls) {
  /** Which way a key sorts. */
  public enum Direction {
    /** Smallest first. */
    ASCENDING,
    /** Largest first. */
    DESCENDING
  }

  /** Where nulls go. */
  public enum Nulls {
    /** Before all values. */
    FIRST,
    /** After all values. */
    LAST
  }
}
