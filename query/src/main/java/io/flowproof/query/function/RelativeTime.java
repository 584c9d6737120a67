package io.flowproof.query.function;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Relative time modifiers, such as {@code -1d@d}: offsets and snaps from left to right, in a time
 * zone ("Specify time modifiers in your search", Search Manual). Snapping rounds down; a week
 * starts on Sunday, {@code @w1} is the latest Monday.
 */
public final class RelativeTime {
  private static final Pattern STEP = Pattern.compile("(?:([+-])([0-9]{0,9})|(@))([a-z]+)([0-9]?)");
  private static final double MOST_SECONDS = 1e11;

  private RelativeTime() {}

  /** Whether the text is a relative time modifier; {@code now} and an empty text are. */
  public static boolean isModifier(String modifier) {
    return apply(0, modifier, ZoneOffset.UTC) != null;
  }

  /**
   * Seconds since 1970 after the modifier was applied, or null when it is not one or leads out of
   * the calendar.
   */
  public static @Nullable Double apply(double seconds, String modifier, ZoneId zone) {
    String rest = modifier.strip().toLowerCase(Locale.ROOT);
    if (rest.equals("now") || rest.equals("now()")) {
      return seconds;
    }
    if (Math.abs(seconds) > MOST_SECONDS) {
      return null;
    }
    ZonedDateTime time = toTime(seconds, zone);
    Matcher step = STEP.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      step.region(at, rest.length());
      ZonedDateTime next = step.lookingAt() ? step(time, step) : null;
      if (next == null) {
        return null;
      }
      time = next;
      at = step.end();
    }
    return time.toEpochSecond() + time.getNano() / 1e9;
  }

  private static @Nullable ZonedDateTime step(ZonedDateTime time, Matcher step) {
    String unit = step.group(4);
    if (step.group(3) != null) {
      return snap(time, unit, step.group(5));
    }
    if (!step.group(5).isEmpty()) {
      return null;
    }
    long count = step.group(2).isEmpty() ? 1 : Long.parseLong(step.group(2));
    return add(time, step.group(1).equals("-") ? -count : count, unit);
  }

  private static @Nullable ZonedDateTime add(ZonedDateTime time, long count, String unit) {
    try {
      return switch (unit) {
        case "s", "sec", "secs", "second", "seconds" -> time.plusSeconds(count);
        case "m", "min", "mins", "minute", "minutes" -> time.plusMinutes(count);
        case "h", "hr", "hrs", "hour", "hours" -> time.plusHours(count);
        case "d", "day", "days" -> time.plusDays(count);
        case "w", "week", "weeks" -> time.plusWeeks(count);
        case "mon", "month", "months" -> time.plusMonths(count);
        case "q", "qtr", "qtrs", "quarter", "quarters" -> time.plusMonths(3 * count);
        case "y", "yr", "yrs", "year", "years" -> time.plusYears(count);
        default -> null;
      };
    } catch (java.time.DateTimeException outOfTheCalendar) {
      return null;
    }
  }

  private static @Nullable ZonedDateTime snap(ZonedDateTime time, String unit, String number) {
    boolean isWeek = unit.equals("w") || unit.startsWith("week");
    if (!number.isEmpty() && (!isWeek || number.charAt(0) > '7')) {
      return null;
    }
    ZonedDateTime day = time.truncatedTo(ChronoUnit.DAYS);
    return switch (unit) {
      case "s", "sec", "secs", "second", "seconds" -> time.truncatedTo(ChronoUnit.SECONDS);
      case "m", "min", "mins", "minute", "minutes" -> time.truncatedTo(ChronoUnit.MINUTES);
      case "h", "hr", "hrs", "hour", "hours" -> time.truncatedTo(ChronoUnit.HOURS);
      case "d", "day", "days" -> day;
      case "w", "week", "weeks" -> {
        int weekday = number.isEmpty() ? 0 : number.charAt(0) - '0';
        DayOfWeek from = weekday == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(weekday);
        yield day.with(TemporalAdjusters.previousOrSame(from));
      }
      case "mon", "month", "months" -> day.withDayOfMonth(1);
      case "q", "qtr", "qtrs", "quarter", "quarters" ->
          day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
      case "y", "yr", "yrs", "year", "years" -> day.withDayOfYear(1);
      default -> null;
    };
  }

  private static ZonedDateTime toTime(double seconds, ZoneId zone) {
    long whole = (long) Math.floor(seconds);
    long nanos = Math.round((seconds - whole) * 1e6) * 1000;
    return Instant.ofEpochSecond(whole, nanos).atZone(zone);
  }
}
