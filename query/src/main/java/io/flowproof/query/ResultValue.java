package io.flowproof.query;

import io.flowproof.core.time.Ticks;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Physical values of a result as people and programs read them.
 *
 * <p>Datetimes are ISO 8601 in UTC (Splunk's times in the search's time zone) with as many digits
 * of the second as they need (at most seven); timespans are {@code [-][d.]hh:mm:ss[.fffffff]}, as
 * Kusto prints them; doubles without a fraction are shown without one.
 */
public final class ResultValue {
  private static final double LARGEST_EXACT = 1L << 53;

  /**
   * A value that is JSON text already.
   *
   * @param text one JSON value
   */
  public record JsonText(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  private ResultValue() {}

  /**
   * The value for JSON: Boolean, Integer, Long, Double, String or List of these, {@link JsonText},
   * or null. What JSON has no number for is text: NaN and the infinities.
   */
  public static @Nullable Object json(ValueType type, @Nullable Object physical) {
    return json(type, physical, ZoneOffset.UTC);
  }

  /** {@link #json(ValueType, Object)} with the times of SPL in a time zone. */
  public static @Nullable Object json(ValueType type, @Nullable Object physical, ZoneId zone) {
    if (physical == null) {
      return null;
    }
    return switch (type) {
      case DATETIME -> datetime(((Number) physical).longValue());
      case TIMESPAN -> timespan(((Number) physical).longValue());
      case EPOCH_SECONDS -> epoch(((Number) physical).doubleValue(), zone);
      case MULTIVALUE -> physical instanceof List<?> list ? elements(list) : physical;
      case DYNAMIC ->
          physical instanceof List<?> list ? elements(list) : new JsonText(physical.toString());
      case TEXT, INTEGER, BOOLEAN -> physical;
      case REAL, SPL_NUMBER -> number(physical);
    };
  }

  /** The value in a table, or in an entity: {@link #json} as one line of text, null for null. */
  public static @Nullable String text(ValueType type, @Nullable Object physical) {
    return text(type, physical, ZoneOffset.UTC);
  }

  /** {@link #text(ValueType, Object)} with the times of SPL in a time zone. */
  public static @Nullable String text(ValueType type, @Nullable Object physical, ZoneId zone) {
    Object json = json(type, physical, zone);
    return switch (json) {
      case null -> null;
      case List<?> list ->
          type == ValueType.DYNAMIC
              ? jsonText(list)
              : String.join(" ", list.stream().map(String::valueOf).toList());
      case Double number -> decimal(number);
      case Object other -> other.toString();
    };
  }

  /** Ticks as ISO 8601. */
  public static String datetime(long ticks) {
    Instant instant = Ticks.toInstant(ticks);
    long fraction = Math.floorMod(ticks, Ticks.PER_SECOND);
    String seconds = instant.minusNanos(fraction * 100).toString();
    if (fraction == 0) {
      return seconds;
    }
    String digits = String.format(Locale.ROOT, "%07d", fraction).replaceAll("0+$", "");
    return seconds.replace("Z", "." + digits + "Z");
  }

  /** Ticks as Kusto prints a timespan. */
  public static String timespan(long ticks) {
    long left = Math.abs(ticks);
    long days = left / Ticks.PER_DAY;
    long seconds = left % Ticks.PER_DAY / Ticks.PER_SECOND;
    long fraction = left % Ticks.PER_SECOND;
    return (ticks < 0 ? "-" : "")
        + (days == 0 ? "" : days + ".")
        + String.format(
            Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
        + (fraction == 0 ? "" : String.format(Locale.ROOT, ".%07d", fraction));
  }

  private static String epoch(double seconds, ZoneId zone) {
    long ticks = Ticks.UNIX_EPOCH + Math.round(seconds * 1_000_000) * Ticks.PER_MICROSECOND;
    ZoneOffset offset = zone.getRules().getOffset(Ticks.toInstant(ticks));
    long local = ticks + offset.getTotalSeconds() * Ticks.PER_SECOND;
    return datetime(local).replace("Z", offset.getId());
  }

  private static Object number(Object physical) {
    if (!(physical instanceof Double number)) {
      return physical;
    }
    if (number.isNaN() || number.isInfinite()) {
      return number.toString();
    }
    return number == Math.rint(number) && Math.abs(number) < LARGEST_EXACT
        ? (Object) number.longValue()
        : number;
  }

  private static String decimal(double number) {
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  private static List<@Nullable Object> elements(List<?> list) {
    List<@Nullable Object> out = new ArrayList<>();
    for (Object element : list) {
      out.add(
          element instanceof List<?> nested
              ? elements(nested)
              : element == null ? null : number(element));
    }
    return out;
  }

  private static String jsonText(List<?> list) {
    List<String> parts = new ArrayList<>();
    for (Object element : list) {
      parts.add(
          switch (element) {
            case null -> "null";
            case String text -> quoted(text);
            case List<?> nested -> jsonText(nested);
            case Object other -> other.toString();
          });
    }
    return "[" + String.join(",", parts) + "]";
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                out.append((char) c);
              }
            });
    return out.append('"').toString();
  }
}
