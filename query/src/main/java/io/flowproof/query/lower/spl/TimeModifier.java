package io.flowproof.query.lower.spl;

import io.flowproof.query.function.RelativeTime;
import io.flowproof.query.function.SplNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The value of earliest and latest: relative, seconds since 1970, or a local time. */
final class TimeModifier {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("M/d/uuuu:H:m:s", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private TimeModifier() {}

  /** The instant, or null when the text is not a time. */
  static @Nullable Instant parse(String text, Instant now, ZoneId zone) {
    OptionalDouble epoch = SplNumber.parse(text);
    if (epoch.isPresent() && !text.startsWith("-") && !text.startsWith("+")) {
      return instant(epoch.getAsDouble());
    }
    Double relative =
        RelativeTime.apply(now.getEpochSecond() + now.getNano() / 1e9, text.strip(), zone);
    if (relative != null && !text.isBlank()) {
      return instant(relative);
    }
    try {
      return LocalDateTime.parse(text.strip(), EXACT).atZone(zone).toInstant();
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  private static @Nullable Instant instant(double seconds) {
    if (Math.abs(seconds) > 1e11) {
      return null;
    }
    long whole = (long) Math.floor(seconds);
    return Instant.ofEpochSecond(whole, Math.round((seconds - whole) * 1e6) * 1000);
  }
}
