package io.flowproof.flowlog.intel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as feeds write them: ISO 8601, with a blank for the T, a date alone, or Unix seconds. */
final class FeedTime {
  private static final Pattern BLANK = Pattern.compile("^(\\S+) (?=\\d)");
  private static final Pattern UTC = Pattern.compile(" ?(UTC|GMT)$");
  private static final Pattern UNIX = Pattern.compile("\\d{9,11}");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final Pattern ZONED = Pattern.compile(".*(Z|[+-]\\d\\d:?\\d\\d)$");
  private static final Pattern SHORT_OFFSET = Pattern.compile("([+-]\\d\\d)(\\d\\d)$");

  private FeedTime() {}

  /** The time, UTC where it has no zone; null where it cannot be read. */
  static @Nullable Instant parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String time = BLANK.matcher(text.strip()).replaceFirst("$1T");
    time = UTC.matcher(time).replaceFirst("Z");
    try {
      if (UNIX.matcher(time).matches()) {
        return Instant.ofEpochSecond(Long.parseLong(time));
      }
      if (DAY.matcher(time).matches()) {
        return LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return ZONED.matcher(time).matches()
          ? OffsetDateTime.parse(SHORT_OFFSET.matcher(time).replaceFirst("$1:$2")).toInstant()
          : LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
