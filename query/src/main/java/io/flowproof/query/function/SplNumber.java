package io.flowproof.query.function;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as Splunk sees them in text, and prints them. */
public final class SplNumber {
  /** What looks like a number, as a regular expression that Java and the engine read alike. */
  public static final String PATTERN = "^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$";

  private static final Pattern COMPILED = Pattern.compile(PATTERN);
  private static final double LARGEST_PRINTED_WHOLE = 1e15;

  private SplNumber() {}

  /** The number that the text looks like, if it looks like one. */
  public static OptionalDouble parse(String text) {
    return COMPILED.matcher(text).matches()
        ? OptionalDouble.of(Double.parseDouble(text))
        : OptionalDouble.empty();
  }

  /** As Splunk prints a double; what is not finite is {@code nan}, {@code inf}, {@code -inf}. */
  public static String text(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == Math.rint(number) && Math.abs(number) < LARGEST_PRINTED_WHOLE) {
      return Long.toString((long) number);
    }
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }
}
