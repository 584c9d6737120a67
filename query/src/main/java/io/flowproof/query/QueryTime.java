package io.flowproof.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The clock of one run of a query.
 *
 * @param now what {@code now()} is, and what {@code ago()} and {@code earliest=-1h} count from
 * @param from rows before it are not seen (inclusive); null for no bound
 * @param to rows from it on are not seen (exclusive); null for no bound
 * @param objects the raw objects whose rows are seen, such as those that had arrived by {@code
 *     now}; null for all
 */
public record QueryTime(
    Instant now, @Nullable Instant from, @Nullable Instant to, @Nullable Objects objects) {

  /** With the rows of all objects. */
  public QueryTime(Instant now, @Nullable Instant from, @Nullable Instant to) {
    this(now, from, to, null);
  }

  /** All rows, at a given now. */
  public static QueryTime at(Instant now) {
    return new QueryTime(now, null, null);
  }

  /** The same with rows from {@code newFrom} (inclusive) to {@code newTo} (exclusive). */
  public QueryTime within(@Nullable Instant newFrom, @Nullable Instant newTo) {
    return new QueryTime(now, newFrom, newTo, objects);
  }

  /**
   * Raw objects by their numbers ({@code source_id}).
   *
   * @param first the first that is seen
   * @param end the first after it that is not
   */
  public record Objects(int first, int end) {}
}
