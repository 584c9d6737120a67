package io.flowproof.simulate.record;

/**
 * A time from one instant to before another, in microseconds since 1970-01-01 UTC, which is how all
 * of the simulation counts.
 *
 * @param from the first instant
 * @param to the first instant after
 */
public record Period(long from, long to) {
  /** Microseconds in a second. */
  public static final long SECOND = 1_000_000L;

  /** Whether a window has any of this period. */
  boolean overlaps(long start, long end) {
    return from < end && start < to;
  }
}
