package io.flowproof.detection.pack;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of a compact flow, or a range of values: whole numbers ({@code 1..60}) or IPv4 addresses
 * ({@code 10.0.1.1..10.0.1.60}).
 */
record ValueRange(String text, long from, int size, boolean addresses) {
  private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,9})\\.\\.([0-9]{1,9})");
  private static final String IPV4 = "([0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3})";
  private static final Pattern ADDRESSES = Pattern.compile(IPV4 + "\\.\\." + IPV4);

  /** The range that the text writes; any other text is a value of its own. */
  static ValueRange of(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (numbers.matches()) {
      return of(text, Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2)), false);
    }
    Matcher addresses = ADDRESSES.matcher(text);
    if (addresses.matches()) {
      return of(text, number(addresses.group(1)), number(addresses.group(2)), true);
    }
    return new ValueRange(text, 0, 1, false);
  }

  private static ValueRange of(String text, long from, long to, boolean addresses) {
    return to < from
        ? new ValueRange(text, 0, 1, false)
        : new ValueRange(text, from, (int) Math.min(to - from + 1, Integer.MAX_VALUE), addresses);
  }

  /** The value at {@code index}; a single value is the same at every index. */
  String get(int index) {
    if (size == 1 && !text.contains("..")) {
      return text;
    }
    long value = from + index % size;
    return addresses
        ? "%d.%d.%d.%d".formatted(value >> 24, value >> 16 & 255, value >> 8 & 255, value & 255)
        : Long.toString(value);
  }

  private static long number(String address) {
    long number = 0;
    for (String part : address.split("\\.")) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }
}
