package io.flowproof.flowlog.intel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times as feeds write them: ISO 8601, with a blank for the T, a date alone, or Unix seconds. */
final class FeedTime {
  private FeedTime() {}

  /** The time, UTC where it has no zone; null where it cannot be read. */
  static @Nullable Instant parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String time =
        text.strip().replaceFirst("^(\\S+) (?=\\d)", "$1T").replaceFirst(" ?(UTC|GMT)$", "Z");
    try {
      if (time.matches("\\d{9,11}")) {
        return Instant.ofEpochSecond(Long.parseLong(time));
      }
      if (time.matches("\\d{4}-\\d\\d-\\d\\d")) {
        return LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return time.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
          ? OffsetDateTime.parse(time.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2")).toInstant()
          : LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
