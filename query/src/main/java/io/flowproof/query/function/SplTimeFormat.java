package io.flowproof.query.function;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times as text and back, by the variables of {@code strftime} and {@code strptime} ("Date and time
 * format variables", Search Reference), in a time zone and in English.
 */
public final class SplTimeFormat {
  private static final double MOST_SECONDS = 1e11;
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xx", Locale.ROOT);
  private static final DateTimeFormatter ABBREVIATION =
      DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

  private SplTimeFormat() {}

  /** The time as text; a variable that Splunk does not have stays as it is. */
  public static @Nullable String format(double seconds, String format, ZoneId zone) {
    if (Double.isNaN(seconds) || Math.abs(seconds) > MOST_SECONDS) {
      return null;
    }
    long whole = (long) Math.floor(seconds);
    long nanos = Math.round((seconds - whole) * 1e6) * 1000;
    ZonedDateTime time = Instant.ofEpochSecond(whole, nanos).atZone(zone);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      char variable = format.charAt(++i);
      int digits = 0;
      if (variable >= '1' && variable <= '9' && i + 1 < format.length()) {
        digits = variable - '0';
        variable = format.charAt(++i);
      }
      int colons = 0;
      while (variable == ':' && i + 1 < format.length() && colons < 2) {
        colons++;
        variable = format.charAt(++i);
      }
      out.append(colons > 0 ? offset(time, variable, colons) : variable(time, variable, digits));
    }
    return out.toString();
  }

  /** {@code %:z} and {@code %::z}; before another character, colons stay as they are. */
  private static String offset(ZonedDateTime time, char variable, int colons) {
    return variable == 'z'
        ? time.format(DateTimeFormatter.ofPattern(colons == 1 ? "xxx" : "xxx':00'"))
        : "%" + ":".repeat(colons) + variable;
  }

  private static String variable(ZonedDateTime time, char variable, int digits) {
    return switch (variable) {
      case 'Y' -> Integer.toString(time.getYear());
      case 'y' -> two(time.getYear() % 100);
      case 'm' -> two(time.getMonthValue());
      case 'd' -> two(time.getDayOfMonth());
      case 'e' -> "%2d".formatted(time.getDayOfMonth());
      case 'H' -> two(time.getHour());
      case 'k' -> "%2d".formatted(time.getHour());
      case 'I' -> two((time.getHour() + 11) % 12 + 1);
      case 'l' -> "%2d".formatted((time.getHour() + 11) % 12 + 1);
      case 'M' -> two(time.getMinute());
      case 'S' -> two(time.getSecond());
      case 'p' -> time.getHour() < 12 ? "AM" : "PM";
      case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'j' -> "%03d".formatted(time.getDayOfYear());
      case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
      case 'V' -> two(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'F' -> format(time, "%Y-%m-%d");
      case 'T' -> format(time, "%H:%M:%S");
      case 'D', 'x' -> format(time, "%m/%d/%Y");
      case 'X' -> format(time, "%H:%M:%S");
      case 'c' -> format(time, "%a %b %e %H:%M:%S %Y");
      case 's' -> Long.toString(time.toEpochSecond());
      case 'Z' -> time.format(ABBREVIATION);
      case 'z' -> time.format(OFFSET);
      case 'N', 'Q' -> "%09d".formatted(time.getNano()).substring(0, digits == 0 ? 3 : digits);
      case 'f' -> "%06d".formatted(time.getNano() / 1000);
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      default -> "%" + variable;
    };
  }

  private static String format(ZonedDateTime time, String format) {
    return String.valueOf(format((double) time.toEpochSecond(), format, time.getZone()));
  }

  private static String two(int number) {
    return "%02d".formatted(number);
  }

  /** Seconds since 1970 of a text in a format, or null when it does not follow it. */
  static @Nullable Double parse(String text, String format, ZoneId zone) {
    Reader reader = new Reader(text.strip(), zone);
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      boolean fits;
      if (c == '%' && i + 1 < format.length()) {
        char variable = format.charAt(++i);
        while (variable >= '1' && variable <= '9' && i + 1 < format.length()) {
          variable = format.charAt(++i);
        }
        fits = reader.variable(variable);
      } else {
        fits = Character.isWhitespace(c) ? reader.blanks() : reader.exactly(c);
      }
      if (!fits) {
        return null;
      }
    }
    return reader.seconds();
  }

  private static final class Reader {
    private final String text;
    private final ZoneId zone;
    private int at;
    private int year = 1970;
    private int month = 1;
    private int day = 1;
    private int hour;
    private int minute;
    private int second;
    private double fraction;
    private @Nullable Integer offsetSeconds;
    private @Nullable Boolean afternoon;
    private @Nullable Long epoch;

    Reader(String text, ZoneId zone) {
      this.text = text;
      this.zone = zone;
    }

    boolean exactly(char c) {
      return at < text.length() && text.charAt(at++) == c;
    }

    boolean blanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return true;
    }

    boolean variable(char variable) {
      return switch (variable) {
        case 'Y' -> set('Y', number(4));
        case 'y' -> set('y', number(2));
        case 'm' -> set('m', number(2));
        case 'd', 'e' -> blanks() && set('d', number(2));
        case 'H', 'k' -> blanks() && set('H', number(2));
        case 'I', 'l' -> blanks() && set('H', number(2));
        case 'M' -> set('M', number(2));
        case 'S' -> set('S', number(2));
        case 'p' -> halfDay();
        case 'b', 'B', 'h' -> monthName();
        case 'a', 'A' -> letters() > 0;
        case 'N', 'Q', 'f' -> fraction();
        case 'z' -> offset();
        case 'Z' -> letters() > 0;
        case 's' -> epoch();
        case 'F' -> all("%Y-%m-%d");
        case 'T' -> all("%H:%M:%S");
        case '%' -> exactly('%');
        default -> false;
      };
    }

    private boolean all(String format) {
      for (int i = 0; i < format.length(); i++) {
        boolean fits =
            format.charAt(i) == '%' ? variable(format.charAt(++i)) : exactly(format.charAt(i));
        if (!fits) {
          return false;
        }
      }
      return true;
    }

    private int number(int most) {
      int start = at;
      int number = 0;
      while (at < text.length() && at - start < most && Character.isDigit(text.charAt(at))) {
        number = number * 10 + Character.digit(text.charAt(at++), 10);
      }
      return at == start ? -1 : number;
    }

    private boolean set(char variable, int number) {
      if (number < 0) {
        return false;
      }
      switch (variable) {
        case 'Y' -> year = number;
        case 'y' -> year = number < 69 ? 2000 + number : 1900 + number;
        case 'm' -> month = number;
        case 'd' -> day = number;
        case 'H' -> hour = number;
        case 'M' -> minute = number;
        default -> second = number;
      }
      return true;
    }

    private int letters() {
      int start = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      return at - start;
    }

    private boolean halfDay() {
      int start = at;
      letters();
      String word = text.substring(start, at).toUpperCase(Locale.ROOT);
      afternoon = word.equals("PM");
      return word.equals("PM") || word.equals("AM");
    }

    private boolean monthName() {
      int start = at;
      letters();
      String word = text.substring(start, at).toLowerCase(Locale.ROOT);
      for (java.time.Month candidate : java.time.Month.values()) {
        String full = candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        if (word.length() >= 3 && full.toLowerCase(Locale.ROOT).startsWith(word)) {
          month = candidate.getValue();
          return true;
        }
      }
      return false;
    }

    private boolean fraction() {
      int start = at;
      int number = number(9);
      fraction = number / Math.pow(10, at - start);
      return number >= 0;
    }

    private boolean offset() {
      if (at < text.length() && text.charAt(at) == 'Z') {
        at++;
        offsetSeconds = 0;
        return true;
      }
      if (at >= text.length() || "+-".indexOf(text.charAt(at)) < 0) {
        return false;
      }
      int sign = text.charAt(at++) == '-' ? -1 : 1;
      int hours = number(2);
      if (at < text.length() && text.charAt(at) == ':') {
        at++;
      }
      int minutes = number(2);
      offsetSeconds = sign * (hours * 3600 + minutes * 60);
      return hours >= 0 && minutes >= 0;
    }

    private boolean epoch() {
      int start = at;
      while (at < text.length() && at - start < 12 && Character.isDigit(text.charAt(at))) {
        at++;
      }
      epoch = at == start ? null : Long.valueOf(text.substring(start, at));
      return epoch != null;
    }

    @Nullable Double seconds() {
      if (epoch != null) {
        return epoch + fraction;
      }
      int twelve = afternoon == null ? hour : hour % 12 + (afternoon ? 12 : 0);
      try {
        LocalDateTime time =
            LocalDateTime.of(year, month, day, twelve, minute, Math.min(second, 59));
        long seconds =
            offsetSeconds == null
                ? time.atZone(zone).toEpochSecond()
                : time.toEpochSecond(ZoneOffset.UTC) - offsetSeconds;
        return seconds + fraction;
      } catch (DateTimeException noSuchTime) {
        return null;
      }
    }
  }
}
