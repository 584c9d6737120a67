package io.flowproof.detection.gaps;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Times and counts in sentences; UTC, to the second. */
final class Words {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int MOST_NAMES = 3;

  private Words() {}

  static String time(@Nullable Instant time) {
    return time == null ? "an unknown time" : SECONDS.format(time);
  }

  static String period(Period period) {
    String from = time(period.from());
    String to = time(period.to());
    return from
        + " to "
        + (from.substring(0, 10).equals(to.substring(0, 10)) ? to.substring(11) : to);
  }

  /** {@code 20 min}, {@code 3 h 5 min}, {@code 2 d 4 h}. */
  static String length(Duration length) {
    long minutes = (length.toSeconds() + 30) / 60;
    if (minutes < 2) {
      return length.toSeconds() + " s";
    }
    if (minutes < 60) {
      return minutes + " min";
    }
    return minutes < 24 * 60 ? pair(minutes, 60, "h", "min") : pair(minutes / 60, 24, "d", "h");
  }

  private static String pair(long small, long of, String large, String smaller) {
    return small / of + " " + large + (small % of == 0 ? "" : " " + small % of + " " + smaller);
  }

  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /** The first names of many, and how many more there are. */
  static String names(Collection<String> names) {
    List<String> first = names.stream().limit(MOST_NAMES).toList();
    int more = names.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and %,d more".formatted(more) : "");
  }

  /** All of them. */
  static String all(Collection<String> names) {
    return names.stream().collect(Collectors.joining(", "));
  }
}
