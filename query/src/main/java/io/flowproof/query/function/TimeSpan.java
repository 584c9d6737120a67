package io.flowproof.query.function;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A span of time such as {@code 5m}, {@code 1d} or {@code 1w@w1} ("bin" and "timechart", Search
 * Reference). Up to hours, spans are counted from 1970; days begin at midnight of a time zone,
 * weeks on a Thursday (as 1970 did) or on the weekday after the {@code @}, months on their first
 * day.
 *
 * @param count how many units; whole from days on
 * @param unit what is counted
 * @param weekday 0 for Sunday to 6 for the first day of a week, -1 where none is said
 */
public record TimeSpan(double count, Unit unit, int weekday) {
  /** Units of a span. */
  public enum Unit {
    /** Microseconds. */
    MICROSECOND(1e-6, "us"),
    /** Milliseconds. */
    MILLISECOND(1e-3, "ms"),
    /** Hundredths of a second. */
    CENTISECOND(1e-2, "cs"),
    /** Tenths of a second. */
    DECISECOND(1e-1, "ds"),
    /** Seconds. */
    SECOND(1, "s"),
    /** Minutes. */
    MINUTE(60, "m"),
    /** Hours. */
    HOUR(3_600, "h"),
    /** Days, from midnight. */
    DAY(86_400, "d"),
    /** Weeks. */
    WEEK(604_800, "w"),
    /** Months of the calendar. */
    MONTH(2_629_746, "mon"),
    /** Quarters of the calendar. */
    QUARTER(7_889_238, "q"),
    /** Years of the calendar. */
    YEAR(31_556_952, "y");

    private final double seconds;
    private final String text;

    Unit(double seconds, String text) {
      this.seconds = seconds;
      this.text = text;
    }
  }

  /**
   * The spans that Splunk chooses from when none is given ("timechart", usage: spans used when
   * minspan is specified).
   */
  public static final List<TimeSpan> STEPS =
      List.of(
          of(1, Unit.SECOND),
          of(5, Unit.SECOND),
          of(10, Unit.SECOND),
          of(30, Unit.SECOND),
          of(1, Unit.MINUTE),
          of(5, Unit.MINUTE),
          of(10, Unit.MINUTE),
          of(30, Unit.MINUTE),
          of(1, Unit.HOUR),
          of(1, Unit.DAY),
          of(1, Unit.MONTH));

  private static final Pattern TEXT =
      Pattern.compile("([0-9]{0,9}(?:\\.[0-9]{1,9})?)([a-zA-Z]+)(?:@([a-zA-Z]+)([0-7]?))?");

  private static final Map<String, Unit> UNITS =
      Map.ofEntries(
          Map.entry("us", Unit.MICROSECOND),
          Map.entry("ms", Unit.MILLISECOND),
          Map.entry("cs", Unit.CENTISECOND),
          Map.entry("ds", Unit.DECISECOND),
          Map.entry("s", Unit.SECOND),
          Map.entry("sec", Unit.SECOND),
          Map.entry("secs", Unit.SECOND),
          Map.entry("second", Unit.SECOND),
          Map.entry("seconds", Unit.SECOND),
          Map.entry("m", Unit.MINUTE),
          Map.entry("min", Unit.MINUTE),
          Map.entry("mins", Unit.MINUTE),
          Map.entry("minute", Unit.MINUTE),
          Map.entry("minutes", Unit.MINUTE),
          Map.entry("h", Unit.HOUR),
          Map.entry("hr", Unit.HOUR),
          Map.entry("hrs", Unit.HOUR),
          Map.entry("hour", Unit.HOUR),
          Map.entry("hours", Unit.HOUR),
          Map.entry("d", Unit.DAY),
          Map.entry("day", Unit.DAY),
          Map.entry("days", Unit.DAY),
          Map.entry("w", Unit.WEEK),
          Map.entry("week", Unit.WEEK),
          Map.entry("weeks", Unit.WEEK),
          Map.entry("mon", Unit.MONTH),
          Map.entry("month", Unit.MONTH),
          Map.entry("months", Unit.MONTH),
          Map.entry("q", Unit.QUARTER),
          Map.entry("qtr", Unit.QUARTER),
          Map.entry("qtrs", Unit.QUARTER),
          Map.entry("quarter", Unit.QUARTER),
          Map.entry("quarters", Unit.QUARTER),
          Map.entry("y", Unit.YEAR),
          Map.entry("yr", Unit.YEAR),
          Map.entry("yrs", Unit.YEAR),
          Map.entry("year", Unit.YEAR),
          Map.entry("years", Unit.YEAR));

  private static final int THURSDAY = 4;
  private static final double LARGEST = 1e11;

  private static TimeSpan of(int count, Unit unit) {
    return new TimeSpan(count, unit, -1);
  }

  /**
   * The span that a text is, or null; a unit alone is one of it, {@code M} is a month. The part
   * after {@code @} must name the same unit.
   */
  public static @Nullable TimeSpan parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    Unit unit = unit(matcher.group(2));
    double count = matcher.group(1).isEmpty() ? 1 : Double.parseDouble(matcher.group(1));
    String snap = matcher.group(3);
    boolean snaps = snap == null || (unit(snap) == unit && unit != null);
    String day = matcher.group(4) == null ? "" : matcher.group(4);
    boolean whole = unit != null && (unit.compareTo(Unit.DAY) < 0 || count == Math.rint(count));
    if (unit == null || count <= 0 || !snaps || !whole || (!day.isEmpty() && unit != Unit.WEEK)) {
      return null;
    }
    int weekday =
        snap == null || unit != Unit.WEEK ? -1 : day.isEmpty() ? 0 : (day.charAt(0) - '0') % 7;
    return new TimeSpan(count, unit, weekday);
  }

  private static @Nullable Unit unit(String word) {
    return word.equals("M") ? Unit.MONTH : UNITS.get(word.toLowerCase(Locale.ROOT));
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return SplNumber.text(count) + unit.text + (weekday < 0 ? "" : "@w" + weekday);
  }

  /** True where every span has the same number of seconds, in UTC at least. */
  public boolean isFixed() {
    return unit.compareTo(Unit.MONTH) < 0;
  }

  /** True where spans do not depend on a time zone. */
  public boolean isWithinDay() {
    return unit.compareTo(Unit.DAY) < 0;
  }

  /** How long it is; a mean where it is not fixed. */
  public double seconds() {
    return count * unit.seconds;
  }

  /** From 1970 to the start of a span, where spans are fixed. */
  public double offset() {
    if (unit != Unit.WEEK || weekday < 0) {
      return 0;
    }
    return Math.floorMod(weekday - THURSDAY, 7) * Unit.DAY.seconds;
  }

  /** The start of the span that a time is in, in seconds since 1970; null out of the calendar. */
  public @Nullable Double start(double seconds, ZoneId zone) {
    if (Double.isNaN(seconds) || Math.abs(seconds) > LARGEST) {
      return null;
    }
    if (isWithinDay()) {
      return Math.floor(seconds / seconds()) * seconds();
    }
    LocalDate day = day(seconds, zone);
    LocalDate first =
        switch (unit) {
          case DAY -> ofDays(day, (long) count, 0);
          case WEEK -> ofDays(day, 7 * (long) count, (long) (offset() / Unit.DAY.seconds));
          case MONTH -> ofMonths(day, (long) count);
          case QUARTER -> ofMonths(day, 3 * (long) count);
          default -> ofMonths(day, 12 * (long) count);
        };
    return (double) first.atStartOfDay(zone).toEpochSecond();
  }

  /** The start of the span after the one that starts at {@code start}. */
  public @Nullable Double next(double start, ZoneId zone) {
    if (isWithinDay()) {
      return start + seconds();
    }
    LocalDate day = day(start, zone);
    try {
      LocalDate next =
          switch (unit) {
            case DAY -> day.plusDays((long) count);
            case WEEK -> day.plusWeeks((long) count);
            case MONTH -> day.plusMonths((long) count);
            case QUARTER -> day.plusMonths(3 * (long) count);
            default -> day.plusYears((long) count);
          };
      return (double) next.atStartOfDay(zone).toEpochSecond();
    } catch (DateTimeException outOfTheCalendar) {
      return null;
    }
  }

  /**
   * The starts of all spans from the one that {@code first} is in to the one that {@code last} is
   * in, at most {@code most} of them.
   */
  public List<Double> starts(double first, double last, ZoneId zone, int most) {
    List<Double> starts = new ArrayList<>();
    Double start = start(first, zone);
    while (start != null && start <= last && starts.size() < most) {
      starts.add(start);
      start = next(start, zone);
    }
    return starts;
  }

  private static LocalDate day(double seconds, ZoneId zone) {
    return LocalDateTime.ofInstant(Instant.ofEpochSecond((long) Math.floor(seconds)), zone)
        .toLocalDate();
  }

  private static LocalDate ofDays(LocalDate day, long count, long offset) {
    long since = day.toEpochDay() - offset;
    return LocalDate.ofEpochDay(Math.floorDiv(since, count) * count + offset);
  }

  private static LocalDate ofMonths(LocalDate day, long count) {
    long since = (day.getYear() - 1970L) * 12 + day.getMonthValue() - 1;
    return LocalDate.of(1970, 1, 1).plusMonths(Math.floorDiv(since, count) * count);
  }
}
