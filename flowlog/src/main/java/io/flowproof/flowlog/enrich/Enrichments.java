package io.flowproof.flowlog.enrich;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What records are enriched with: versions of the user's data, and which of them holds for the
 * records that begin on a day (UTC). Immutable, safe for several threads.
 */
public final class Enrichments {
  /** The version of records that nothing was given for. */
  public static final long NO_VERSION = 0;

  /** No data at all. */
  public static final Enrichments NONE =
      new Enrichments(new TreeMap<>(), List.of(), NO_VERSION, Set.of());

  private final Map<Long, Enrichment> versions;
  private final List<Span> spans;
  private final long current;
  private final Set<String> replaced;

  /**
   * Days with a version; of spans that cover a day the last one counts.
   *
   * @param from the first day, or null for the beginning of time
   * @param to the last day, or null for no end
   * @param version {@link #NO_VERSION} for none
   */
  public record Span(@Nullable LocalDate from, @Nullable LocalDate to, long version) {
    /** True when the day lies in it; null, a record without a time, lies in no bounded one. */
    public boolean covers(@Nullable LocalDate day) {
      if (day == null) {
        return from == null && to == null;
      }
      return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }
  }

  private Enrichments(
      Map<Long, Enrichment> versions, List<Span> spans, long current, Set<String> replaced) {
    this.versions = new TreeMap<>(versions);
    this.spans = List.copyOf(spans);
    this.current = current;
    this.replaced = Set.copyOf(replaced);
  }

  /**
   * Versions, and the days for which each holds.
   *
   * @param current the version that a day has which no span covers yet, and that questions without
   *     a time are answered from
   */
  public static Enrichments of(Map<Long, Enrichment> versions, List<Span> spans, long current) {
    return new Enrichments(versions, spans, current, Set.of());
  }

  /** One set of data for all days. */
  public static Enrichments always(Enrichment enrichment) {
    return enrichment.sources().isEmpty()
        ? NONE
        : new Enrichments(Map.of(1L, enrichment), List.of(), 1, Set.of());
  }

  /** The same, where data given now replace those of their kinds in every version. */
  public Enrichments with(Enrichment given) {
    if (given.sources().isEmpty()) {
      return this;
    }
    if (versions.isEmpty()) {
      return always(given);
    }
    Set<String> kinds =
        given.sources().stream().map(source -> source.kind().text()).collect(Collectors.toSet());
    Map<Long, Enrichment> changed = new TreeMap<>();
    changed.put(NO_VERSION, given);
    versions.forEach(
        (version, enrichment) -> {
          List<EnrichmentSource> sources = new ArrayList<>(given.sources());
          enrichment.sources().stream()
              .filter(source -> !kinds.contains(source.kind().text()))
              .forEach(sources::add);
          changed.put(version, Enrichment.of(sources));
        });
    return new Enrichments(changed, spans, current, kinds);
  }

  /** True when there is nothing to enrich with. */
  public boolean isEmpty() {
    return versions.isEmpty();
  }

  /** The kinds that were replaced for this run, so that a version's number tells only the rest. */
  public Set<String> replaced() {
    return new TreeSet<>(replaced);
  }

  /** The version of the records that begin on a day; null for those without a time. */
  public long version(@Nullable LocalDate day) {
    for (Span span : spans.reversed()) {
      if (span.covers(day)) {
        return span.version();
      }
    }
    return current;
  }

  /** The data of a version; {@link Enrichment#NONE} for one that is not there. */
  public Enrichment version(long version) {
    return versions.getOrDefault(version, Enrichment.NONE);
  }

  /** What records that begin at that time are enriched with. */
  public Enrichment at(Instant time) {
    return version(version(time.atZone(ZoneOffset.UTC).toLocalDate()));
  }

  /** The data of all versions, the oldest first. */
  public List<Enrichment> all() {
    return List.copyOf(versions.values());
  }

  /** The latest data. */
  public Enrichment current() {
    return version(current);
  }

  /** The number of the latest data. */
  public long currentVersion() {
    return current;
  }

  /** The spans, in the order in which they were made. */
  public List<Span> spans() {
    return spans;
  }
}
