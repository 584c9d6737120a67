package io.flowproof.query.kql;

import io.flowproof.core.time.Ticks;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts of datetime and timespan, as literals and {@code todatetime()} read them and {@code
 * tostring()} writes them. A text without an offset is UTC. Values are ticks of 100 ns ({@link
 * Ticks}); what lies below is cut off.
 */
public final class KqlTime {
  private static final String CLOCK =
      "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?<fraction>\\.\\d{1,9})?)?"
          + "(?<half>\\s*[AaPp][Mm])?";
  private static final String ZONE = "\\s*(?<zone>Z|z|UTC|GMT|[+-]\\d{2}:?\\d{2})?";
  private static final List<Pattern> DATETIMES =
      List.of(
          Pattern.compile(
              "(?<year>\\d{4})(?:[-/](?<month>\\d{1,2})(?:[-/](?<day>\\d{1,2})(?:[T ]\\s*"
                  + CLOCK
                  + ZONE
                  + ")?)?)?"),
          Pattern.compile(
              "(?<month>\\d{1,2})/(?<day>\\d{1,2})/(?<year>\\d{4})(?:\\s+" + CLOCK + ZONE + ")?"),
          Pattern.compile(
              "(?:\\p{L}{3,9},?\\s+)?(?<day>\\d{1,2})[ -](?<name>\\p{L}{3})\\p{L}*[ -](?<year>\\d{4}|\\d{2})(?:\\s+"
                  + CLOCK
                  + ZONE
                  + ")?"),
          Pattern.compile(
              "(?:\\p{L}{3,9},?\\s+)?(?<name>\\p{L}{3})\\p{L}*\\s+(?<day>\\d{1,2}),?\\s+(?<year>\\d{4})(?:\\s+"
                  + CLOCK
                  + ZONE
                  + ")?"));
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final Pattern TIMESPAN =
      Pattern.compile(
          "(?<sign>-)?(?:(?<days>\\d{1,8})\\.)?(?<hours>\\d{1,2}):(?<minutes>\\d{1,2})"
              + "(?::(?<seconds>\\d{1,2})(?<fraction>\\.\\d{1,7})?)?");
  private static final Pattern AMOUNT =
      Pattern.compile("(?<sign>-)?(?<amount>\\d{1,18}(?:\\.\\d{1,18})?)\\s*(?<unit>\\p{L}*)");
  private static final Map<Character, Long> UNITS =
      Map.of('d', Ticks.PER_DAY, 'h', Ticks.PER_HOUR, 's', Ticks.PER_SECOND, 't', 1L);

  private KqlTime() {}

  /**
   * The datetime that a text says: ISO 8601 from the year alone to seven digits of a second, RFC
   * 822, and {@code month/day/year}; null when it says none or one outside the years 1 to 9999.
   */
  public static @Nullable Long datetime(String text) {
    for (Pattern pattern : DATETIMES) {
      Matcher matcher = pattern.matcher(text.strip());
      if (matcher.matches()) {
        try {
          return datetime(matcher, pattern.namedGroups().containsKey("name"));
        } catch (DateTimeException e) {
          return null;
        }
      }
    }
    return null;
  }

  private static @Nullable Long datetime(Matcher matcher, boolean named) {
    int year = number(matcher, "year", 1);
    int month =
        named
            ? MONTHS.indexOf(matcher.group("name").toLowerCase(Locale.ROOT)) + 1
            : number(matcher, "month", 1);
    LocalDateTime local =
        LocalDateTime.of(
            matcher.group("year").length() == 2 ? (year < 50 ? 2000 + year : 1900 + year) : year,
            month,
            number(matcher, "day", 1),
            hour(matcher),
            number(matcher, "minute", 0),
            number(matcher, "second", 0));
    long ticks =
        Ticks.of(local.toInstant(ZoneOffset.UTC))
            + fraction(matcher.group("fraction"))
            - offset(matcher.group("zone"));
    return ticks < 0 || ticks > Ticks.MAX_DATETIME ? null : ticks;
  }

  private static int hour(Matcher matcher) {
    int hour = number(matcher, "hour", 0);
    String half = matcher.group("half");
    if (half == null) {
      return hour;
    }
    return hour % 12 + (half.strip().toLowerCase(Locale.ROOT).equals("pm") ? 12 : 0);
  }

  private static int number(Matcher matcher, String group, int missing) {
    String text = matcher.group(group);
    return text == null ? missing : Integer.parseInt(text);
  }

  private static long fraction(@Nullable String text) {
    return text == null ? 0 : Long.parseLong((text.substring(1) + "0000000").substring(0, 7));
  }

  private static long offset(@Nullable String zone) {
    if (zone == null || Character.isLetter(zone.charAt(0))) {
      return 0;
    }
    String digits = zone.substring(1).replace(":", "");
    long minutes =
        Long.parseLong(digits.substring(0, 2)) * 60 + Long.parseLong(digits.substring(2));
    return (zone.charAt(0) == '-' ? -minutes : minutes) * Ticks.PER_MINUTE;
  }

  /**
   * The timespan that a text says: {@code [-][d.]hh:mm[:ss[.fffffff]]}, a number with a unit, or a
   * number of days; null when it says none.
   */
  public static @Nullable Long timespan(String text) {
    Matcher clock = TIMESPAN.matcher(text.strip());
    if (clock.matches()) {
      int hours = number(clock, "hours", 0);
      int minutes = number(clock, "minutes", 0);
      int seconds = number(clock, "seconds", 0);
      if (hours > 23 || minutes > 59 || seconds > 59) {
        return null;
      }
      long ticks =
          number(clock, "days", 0) * Ticks.PER_DAY
              + hours * Ticks.PER_HOUR
              + minutes * Ticks.PER_MINUTE
              + seconds * Ticks.PER_SECOND
              + fraction(clock.group("fraction"));
      return clock.group("sign") == null ? ticks : -ticks;
    }
    Matcher amount = AMOUNT.matcher(text.strip());
    return amount.matches() ? amount(amount) : null;
  }

  private static @Nullable Long amount(Matcher amount) {
    BigDecimal perUnit = perUnit(amount.group("unit"));
    BigDecimal ticks =
        new BigDecimal(amount.group("amount")).multiply(perUnit).setScale(0, RoundingMode.DOWN);
    if (perUnit.signum() == 0 || ticks.toBigInteger().bitLength() > 62) {
      return null;
    }
    return amount.group("sign") == null ? ticks.longValueExact() : -ticks.longValueExact();
  }

  private static BigDecimal perUnit(String unit) {
    if (unit.isEmpty()) {
      return BigDecimal.valueOf(Ticks.PER_DAY);
    }
    if (unit.equals("ms") || unit.startsWith("milli")) {
      return BigDecimal.valueOf(Ticks.PER_MILLISECOND);
    }
    if (unit.startsWith("micro")) {
      return BigDecimal.valueOf(Ticks.PER_MICROSECOND);
    }
    if (unit.startsWith("nano")) {
      return new BigDecimal("0.01");
    }
    if (unit.startsWith("m")) {
      return BigDecimal.valueOf(Ticks.PER_MINUTE);
    }
    return BigDecimal.valueOf(UNITS.getOrDefault(unit.charAt(0), 0L));
  }

  /** A datetime as {@code 2024-01-31T23:59:59.1234567Z}. */
  public static String datetimeText(long ticks) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(ticks - Ticks.UNIX_EPOCH, Ticks.PER_SECOND), 0, ZoneOffset.UTC);
    return "%04d-%02d-%02dT%02d:%02d:%02d.%07dZ"
        .formatted(
            local.getYear(),
            local.getMonthValue(),
            local.getDayOfMonth(),
            local.getHour(),
            local.getMinute(),
            local.getSecond(),
            Math.floorMod(ticks, Ticks.PER_SECOND));
  }

  /** A timespan as {@code [-][d.]hh:mm:ss[.fffffff]}. */
  public static String timespanText(long ticks) {
    // The least long has no positive counterpart; its remainders are right as negative numbers.
    long days = Math.abs(ticks / Ticks.PER_DAY);
    long rest = Math.abs(ticks % Ticks.PER_DAY);
    StringBuilder text = new StringBuilder(ticks < 0 ? "-" : "");
    if (days > 0) {
      text.append(days).append('.');
    }
    text.append(
        "%02d:%02d:%02d"
            .formatted(
                rest / Ticks.PER_HOUR, rest / Ticks.PER_MINUTE % 60, rest / Ticks.PER_SECOND % 60));
    long fraction = rest % Ticks.PER_SECOND;
    return fraction == 0 ? text.toString() : text.append(".%07d".formatted(fraction)).toString();
  }
}
