package io.flowproof.query.lower.spl;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A span of time such as {@code 5m} or {@code 1d} ("bin", Search Reference).
 *
 * @param count how many units
 * @param unit what is counted
 */
record TimeSpan(double count, Unit unit) {
  /** Units of a span. */
  enum Unit {
    /** Microseconds. */
    MICROSECOND(1e-6),
    /** Milliseconds. */
    MILLISECOND(1e-3),
    /** Hundredths of a second. */
    CENTISECOND(1e-2),
    /** Tenths of a second. */
    DECISECOND(1e-1),
    /** Seconds. */
    SECOND(1),
    /** Minutes. */
    MINUTE(60),
    /** Hours. */
    HOUR(3_600),
    /** Days, from midnight. */
    DAY(86_400),
    /** Weeks. */
    WEEK(604_800),
    /** Months of the calendar. */
    MONTH(2_629_746),
    /** Quarters of the calendar. */
    QUARTER(7_889_238),
    /** Years of the calendar. */
    YEAR(31_556_952);

    private final double seconds;

    Unit(double seconds) {
      this.seconds = seconds;
    }
  }

  private static final Pattern TEXT = Pattern.compile("([0-9]{0,9}(?:\\.[0-9]{1,9})?)([a-zA-Z]+)");

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

  /** The span that a text is, or null; a unit alone is one of it. {@code M} is a month. */
  static @Nullable TimeSpan parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return null;
    }
    String word = matcher.group(2);
    Unit unit = word.equals("M") ? Unit.MONTH : UNITS.get(word.toLowerCase(Locale.ROOT));
    double count = matcher.group(1).isEmpty() ? 1 : Double.parseDouble(matcher.group(1));
    return unit == null || count <= 0 ? null : new TimeSpan(count, unit);
  }

  /** True where every span has the same number of seconds. */
  boolean isFixed() {
    return unit.compareTo(Unit.MONTH) < 0;
  }

  /** How long it is; a mean where it is not fixed. */
  double seconds() {
    return count * unit.seconds;
  }
}
