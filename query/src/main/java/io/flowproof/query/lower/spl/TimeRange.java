package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.QueryTime;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.SearchTerm;
import io.flowproof.query.spl.SearchValue.Literal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The time range of a search: the given one, and what its own time modifiers say, which win
 * ("Specify time modifiers in your search", Search Manual). Modifiers that stand below an OR or a
 * NOT hold for their part of the search only.
 */
final class TimeRange {
  /**
   * Spellings of before 4.0 that count units back from now: the unit, and whether it is the end.
   */
  private static final Map<String, String> AGO =
      Map.of("minutesago", "m", "hoursago", "h", "daysago", "d", "monthsago", "mon");

  private static final Set<String> UNSUPPORTED =
      Set.of(
          "_index_earliest",
          "_index_latest",
          "timeformat",
          "searchtimespanminutes",
          "searchtimespanhours",
          "searchtimespandays",
          "searchtimespanmonths");

  private final SplContext context;
  private QueryTime time;

  TimeRange(SplContext context) {
    this.context = context;
    this.time = context.shared().time();
  }

  /** A bound that a term sets. */
  record Bound(boolean isEnd, Instant instant) {
    /** Seconds since 1970. */
    double seconds() {
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant) / 1e6;
    }
  }

  /** The terms that are all to be fulfilled, without the time modifiers, which are taken. */
  List<SearchTerm> take(SearchTerm term) {
    List<SearchTerm> kept = new ArrayList<>();
    for (SearchTerm part : flat(term)) {
      if (!isModifier(part)) {
        kept.add(part);
        continue;
      }
      Bound bound = bound((SearchTerm.Comparison) part);
      if (bound != null) {
        // With earliest alone a search ends now (Search Manual, "Specify time modifiers").
        Instant end = time.to() == null ? time.now() : time.to();
        time =
            bound.isEnd()
                ? time.within(time.from(), bound.instant())
                : time.within(bound.instant(), end);
      }
    }
    return kept;
  }

  /** The range. */
  QueryTime time() {
    return time;
  }

  /** AND within AND is one AND. */
  static List<SearchTerm> flat(SearchTerm term) {
    return term instanceof SearchTerm.And and
        ? and.terms().stream().flatMap(part -> flat(part).stream()).toList()
        : List.of(term);
  }

  /** Whether a term is a time modifier. */
  static boolean isModifier(SearchTerm term) {
    if (!(term instanceof SearchTerm.Comparison c)) {
      return false;
    }
    String name = name(c);
    return name.equals("earliest")
        || name.equals("latest")
        || UNSUPPORTED.contains(name)
        || Set.of("starttime", "endtime", "starttimeu", "endtimeu").contains(name)
        || unit(name) != null;
  }

  /** The bound that a modifier sets, or null and a problem. */
  @Nullable Bound bound(SearchTerm.Comparison modifier) {
    String name = name(modifier);
    if (UNSUPPORTED.contains(name)) {
      context.error(
          ErrorCode.UNSUPPORTED,
          modifier.span(),
          "The time modifier '" + name + "' is not supported",
          name.startsWith("_index")
              ? "when an event was indexed is not known; earliest and latest take its own time"
              : null);
      return null;
    }
    if (!(modifier.value() instanceof Literal literal)
        || modifier.comparator() != Comparator.EQUAL) {
      context.error(
          ErrorCode.ARGUMENT,
          modifier.span(),
          "A time modifier is written " + name + "=-24h",
          null);
      return null;
    }
    String unit = unit(name);
    boolean isEnd = name.equals("latest") || name.startsWith("end");
    String text = unit == null ? literal.text() : "-" + literal.text() + unit;
    if (text.toLowerCase(Locale.ROOT).startsWith("rt")) {
      context.unsupported(literal.span(), "A search in real time is not supported: '" + text + "'");
      return null;
    }
    Instant instant = TimeModifier.parse(text, time.now(), context.splunk().zone());
    if (instant == null) {
      context.error(
          ErrorCode.ARGUMENT,
          literal.span(),
          "'" + literal.text() + "' is not a time",
          unit == null
              ? "such as -24h@h, now, 1715677200 or 05/14/2024:09:00:00"
              : "such as " + name + "=7");
      return null;
    }
    return new Bound(isEnd, instant);
  }

  private static @Nullable String unit(String name) {
    String plain =
        name.startsWith("start")
            ? name.substring(5)
            : name.startsWith("end") ? name.substring(3) : name;
    return AGO.get(plain);
  }

  private static String name(SearchTerm.Comparison modifier) {
    return modifier.field().name().toLowerCase(Locale.ROOT);
  }
}
