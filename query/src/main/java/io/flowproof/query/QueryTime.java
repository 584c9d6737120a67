package io.flowproof.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The clock of one run of a query.
 *
 * @param now what {@code now()} is, and what {@code ago()} and {@code earliest=-1h} count from
 * @param from rows before it are not seen (inclusive); null for no bound
 * @param to rows from it on are not seen (exclusive); null for no bound
 */
public record QueryTime(Instant now, @Nullable Instant from, @Nullable Instant to) {
  /** All rows, at a given now. */
  public static QueryTime at(Instant now) {
    return new QueryTime(now, null, null);
  }
}
