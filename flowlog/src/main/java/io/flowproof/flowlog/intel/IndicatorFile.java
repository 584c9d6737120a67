package io.flowproof.flowlog.intel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a feed. Every entry is an indicator or is counted with the reason why not.
 *
 * @param indicators in the order of the file
 * @param unused for each reason how many entries it kept out
 * @param remarks what a person must know: for each reason and doubt how many entries, and the place
 *     and value of the first
 */
public record IndicatorFile(
    List<Indicator> indicators, Map<String, Integer> unused, List<String> remarks) {
  /** Copies all. */
  public IndicatorFile {
    indicators = List.copyOf(indicators);
    unused = Map.copyOf(unused);
    remarks = List.copyOf(remarks);
  }

  /** How many entries were kept out. */
  public int unusedEntries() {
    return unused.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The remarks, each with the file in front. */
  public List<String> remarks(String file) {
    return remarks.stream().map(remark -> file + ": " + remark).toList();
  }

  /** Collects while a feed is read. */
  static final class Builder {
    private static final int LONGEST = 60;

    private final List<Indicator> indicators = new ArrayList<>();
    private final Map<String, Said> unused = new TreeMap<>();
    private final Map<String, Said> doubts = new TreeMap<>();
    private final Map<Observable, Indicator> latest = new HashMap<>();

    /** How often something is to be said, and of what first. */
    private record Said(int count, String first) {
      Said more(Said other) {
        return new Said(count + other.count, first);
      }
    }

    /**
     * Takes an indicator; one that can never hold is left out.
     *
     * @param place where it stands in the file: {@code line 7}
     */
    void add(String place, Indicator indicator) {
      Instant from = indicator.validFrom();
      Instant until = indicator.validUntil();
      if (from != null && until != null && !until.isAfter(from)) {
        leaveOut(
            "its valid_until is not after its valid_from",
            place,
            "%s to %s".formatted(from, until));
        return;
      }
      Indicator before = latest.put(indicator.observable(), indicator);
      if (before != null && !before.id().equals(indicator.id()) && overlap(before, indicator)) {
        doubt(
            "repeats what the feed says before, at overlapping times; all are kept",
            place,
            indicator.observable().value());
      }
      indicators.add(indicator);
    }

    private static boolean overlap(Indicator a, Indicator b) {
      return begins(a, b.validUntil()) && begins(b, a.validUntil());
    }

    private static boolean begins(Indicator indicator, @Nullable Instant before) {
      return before == null
          || indicator.validFrom() == null
          || indicator.validFrom().isBefore(before);
    }

    void leaveOut(String reason, String place, String value) {
      unused.merge(reason, new Said(1, first(place, value)), Said::more);
    }

    /** Something that is used, though not as it may have been meant. */
    private void doubt(String what, String place, String value) {
      doubts.merge(what, new Said(1, first(place, value)), Said::more);
    }

    /** A time; null where there is none, and where it cannot be read, which is then said. */
    @Nullable Instant time(String place, String member, @Nullable String text) {
      Instant time = FeedTime.parse(text);
      if (time == null && text != null && !text.isBlank()) {
        doubt(
            "its %s is no time, and counts as missing (must be like 2026-03-02T10:00:00Z)"
                .formatted(member),
            place,
            text);
      }
      return time;
    }

    private static String first(String place, String value) {
      String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
      return "%s: '%s'".formatted(place, shown.replaceAll("\\p{Cntrl}", "?"));
    }

    IndicatorFile build() {
      Map<String, Integer> counts = new TreeMap<>();
      List<String> remarks = new ArrayList<>();
      unused.forEach(
          (reason, said) -> {
            counts.put(reason, said.count);
            remarks.add(
                String.format(
                    Locale.ROOT,
                    "%,d %s not used: %s (%s)",
                    said.count,
                    said.count == 1 ? "entry is" : "entries are",
                    reason,
                    where(said)));
          });
      doubts.forEach(
          (what, said) ->
              remarks.add(
                  String.format(
                      Locale.ROOT,
                      "%,d %s: %s (%s)",
                      said.count,
                      said.count == 1 ? "entry" : "entries",
                      what,
                      where(said))));
      return new IndicatorFile(indicators, counts, remarks);
    }

    private static String where(Said said) {
      return said.count == 1 ? said.first : "the first: " + said.first;
    }
  }
}
