package io.flowproof.detection.pack;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a rule runs: at every tick of {@code every} (ticks are multiples of it since the Unix epoch),
 * over the rows that begin in the last {@code over}.
 *
 * @param every time between two runs, more than zero
 * @param over what a run looks back on: not less than {@code every}, at most 14 days, which is what
 *     Sentinel lets a scheduled query see
 */
public record Schedule(Duration every, Duration over) {
  /** The longest lookback of a scheduled query. */
  public static final Duration LONGEST = Duration.ofDays(14);

  private static final Pattern SHORT = Pattern.compile("([1-9][0-9]{0,4})([mhd])");

  /** Checks the limits. */
  public Schedule {
    if (!every.isPositive() || over.compareTo(every) < 0 || over.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("Invalid schedule: every " + every + " over " + over);
    }
  }

  /**
   * The time between the ticks of a cron expression as Splunk reads it; empty when it is none, or
   * when that time is not always the same.
   */
  public static Optional<Duration> everyOf(String cron) {
    return Cron.parse(cron).flatMap(Cron::interval);
  }

  /** A duration as rules write it, {@code 5m}, {@code 1h} or {@code 14d}; empty if it is not. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }

  /** The shortest way to write whole minutes: {@code 90m}, {@code 1h}, {@code 14d}. */
  static String print(Duration duration) {
    long minutes = duration.toMinutes();
    if (minutes % (24 * 60) == 0) {
      return minutes / (24 * 60) + "d";
    }
    return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
  }

  /** ISO 8601 as Azure writes it: {@code PT15M}, {@code PT1H}, {@code P14D}. */
  static String printIso(Duration duration) {
    String text = print(duration).toUpperCase(Locale.ROOT);
    return text.endsWith("D") ? "P" + text : "PT" + text;
  }
}
