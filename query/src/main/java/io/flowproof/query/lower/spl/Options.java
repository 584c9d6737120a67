package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.spl.Spl.Option;
import java.util.Locale;

/** Reads the values of options. */
final class Options {
  private Options() {}

  /** A boolean as Splunk reads it: true, t, 1, yes and their opposites. */
  static boolean isTrue(Option option, SplContext context) {
    return switch (option.value().toLowerCase(Locale.ROOT)) {
      case "true", "t", "1", "yes", "y" -> true;
      case "false", "f", "0", "no", "n" -> false;
      default -> {
        context.error(
            ErrorCode.ARGUMENT,
            option.valueSpan(),
            "'" + option.value() + "' is not true or false",
            null);
        yield false;
      }
    };
  }

  /** A whole number from {@code least} to {@code most}. */
  static int number(Option option, int least, int most, SplContext context) {
    String text = option.value();
    if (text.length() <= 9 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    context.error(
        ErrorCode.ARGUMENT,
        option.valueSpan(),
        "Expected a whole number from " + least + " to " + most + ", found '" + text + "'",
        null);
    return least;
  }
}
