package io.flowproof.app.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Points in time for people: UTC, to the second. */
public final class UtcTime {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private UtcTime() {}

  /** {@code 2026-03-02 10:04:00}; a dash for null. */
  public static String of(@Nullable Instant instant) {
    return instant == null ? "-" : SECONDS.format(instant);
  }

  /** {@code 2026-03-02 10:04:00 to 10:29:58}: the day is not said twice. */
  static String range(@Nullable Instant from, @Nullable Instant to) {
    if (from == null || to == null) {
      return from == null && to == null ? "-" : of(from) + " to " + of(to);
    }
    boolean sameDay =
        from.atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .equals(to.atOffset(ZoneOffset.UTC).toLocalDate());
    return of(from) + " to " + (sameDay ? TIME_OF_DAY.format(to) : of(to));
  }
}
