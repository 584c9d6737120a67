package io.flowproof.lake.enrich;

import io.flowproof.flowlog.enrich.Enrichments.Span;
import java.time.Instant;
import java.util.List;

/**
 * Which version holds for which days, from a moment on.
 *
 * @param at since when
 * @param operation what made it: {@code ingest} or {@code enrich}
 * @param version the version of all days that no span covers
 * @param days days with another version; of spans that cover a day the last one counts
 */
public record EnrichmentState(Instant at, String operation, long version, List<Span> days) {
  /** Copies the list. */
  public EnrichmentState {
    days = List.copyOf(days);
  }
}
