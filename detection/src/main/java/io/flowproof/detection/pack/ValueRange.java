package io.flowproof.detection.pack;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of a compact flow, or a range of values: whole numbers ({@code 1..60}), IPv4 addresses
 * ({@code 10.0.1.1..10.0.1.60}), or times before or after the tick ({@code -2h..-10m/5m}, every
 * five minutes).
 *
 * @param from the first value, an address as its number, a time in seconds
 * @param step from one value to the next
 * @param size how many there are
 */
record ValueRange(String text, Kind kind, long from, long step, int size) {
  private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,9})\\.\\.([0-9]{1,9})");
  private static final String IPV4 = "([0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3})";
  private static final Pattern ADDRESSES = Pattern.compile(IPV4 + "\\.\\." + IPV4);
  private static final String SPAN = "([0-9]{1,6}[smhd])";
  private static final Pattern TIMES =
      Pattern.compile("([-+])" + SPAN + "\\.\\.([-+])" + SPAN + "/" + SPAN);

  /** What the values are. */
  enum Kind {
    SINGLE,
    NUMBERS,
    ADDRESSES,
    TIMES
  }

  /** The range that the text writes; any other text is a value of its own. */
  static ValueRange of(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (numbers.matches()) {
      return of(
          text,
          Kind.NUMBERS,
          Long.parseLong(numbers.group(1)),
          Long.parseLong(numbers.group(2)),
          1);
    }
    Matcher addresses = ADDRESSES.matcher(text);
    if (addresses.matches()) {
      return of(text, Kind.ADDRESSES, number(addresses.group(1)), number(addresses.group(2)), 1);
    }
    Matcher times = TIMES.matcher(text);
    if (times.matches()) {
      return of(
          text,
          Kind.TIMES,
          seconds(times.group(1), times.group(2)),
          seconds(times.group(3), times.group(4)),
          seconds("+", times.group(5)));
    }
    return new ValueRange(text, Kind.SINGLE, 0, 0, 1);
  }

  private static ValueRange of(String text, Kind kind, long from, long to, long step) {
    return to < from || step < 1
        ? new ValueRange(text, Kind.SINGLE, 0, 0, 1)
        : new ValueRange(
            text, kind, from, step, (int) Math.min((to - from) / step + 1, Integer.MAX_VALUE));
  }

  /** The value at {@code index}; a single value is the same at every index. */
  String get(int index) {
    long value = from + step * (index % size);
    return switch (kind) {
      case SINGLE -> text;
      case NUMBERS -> Long.toString(value);
      case ADDRESSES ->
          "%d.%d.%d.%d".formatted(value >> 24, value >> 16 & 255, value >> 8 & 255, value & 255);
      case TIMES -> (value < 0 ? "" : "+") + value + "s";
    };
  }

  private static long number(String address) {
    long number = 0;
    for (String part : address.split("\\.")) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }

  private static long seconds(String sign, String span) {
    long amount = Long.parseLong(span.substring(0, span.length() - 1));
    long unit =
        switch (span.charAt(span.length() - 1)) {
          case 's' -> 1;
          case 'm' -> 60;
          case 'h' -> 3600;
          default -> 86_400;
        };
    return sign.equals("-") ? -amount * unit : amount * unit;
  }
}
