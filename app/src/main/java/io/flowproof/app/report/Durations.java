package io.flowproof.app.report;

import java.time.Duration;

/** Spans of time for people. */
public final class Durations {
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;
  private static final long DAY = 86_400;

  private Durations() {}

  /**
   * To two units, rounded to the nearest of the smaller: {@code 45 s}, {@code 16 min}, {@code 2 h 5
   * min}.
   */
  public static String of(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 2 * MINUTE) {
      return whole + " s";
    }
    if (whole < HOUR) {
      return Math.round(seconds / MINUTE) + " min";
    }
    return whole < DAY
        ? pair(Math.round(seconds / MINUTE), MINUTE, "h", "min")
        : pair(Math.round(seconds / HOUR), 24, "d", "h");
  }

  /** The same of a duration. */
  public static String of(Duration duration) {
    return of(duration.toMillis() / 1000.0);
  }

  private static String pair(long small, long of, String large, String smaller) {
    String text = small / of + " " + large;
    return small % of == 0 ? text : text + " " + small % of + " " + smaller;
  }
}
