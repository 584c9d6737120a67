package io.flowproof.query.function;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code printf(format, values)} of eval, as C prints ("Text functions", Search Reference). */
final class Printf {
  private static final Pattern DIRECTIVE =
      Pattern.compile(
          "%([-+ 0#']*)(\\*|\\d{1,4})?(?:\\.(\\*|\\d{1,3})?)?(?:hh|h|ll|l|j|z|t|L)?([a-zA-Z%])");

  private final JsonNode values;
  private int next;

  private Printf(JsonNode values) {
    this.values = values;
  }

  /** The text; the values are a JSON array of texts. */
  static String print(String format, String values) {
    return new Printf(Json.parse(values).orElseThrow()).print(format);
  }

  private String print(String format) {
    Matcher directive = DIRECTIVE.matcher(format);
    StringBuilder out = new StringBuilder();
    while (directive.find()) {
      directive.appendReplacement(out, "");
      out.append(one(directive));
      if (out.length() > SplFunctions.LONGEST_TEXT) {
        throw new IllegalArgumentException(SplFunctions.TEXT_TOO_LONG);
      }
    }
    return directive.appendTail(out).toString();
  }

  private String value() {
    JsonNode node = values.get(next++);
    return node == null || node.isNull() ? "" : Json.text(node);
  }

  private int size(String text) {
    return text.equals("*") ? (int) SplNumber.parse(value()).orElse(0) : Integer.parseInt(text);
  }

  private String one(Matcher directive) {
    char kind = directive.group(4).charAt(0);
    if (kind == '%') {
      return "%";
    }
    String flags = directive.group(1);
    int width = directive.group(2) == null ? 0 : Math.min(size(directive.group(2)), 9_999);
    boolean hasPoint = directive.group().indexOf('.') >= 0;
    int precision =
        !hasPoint ? -1 : directive.group(3) == null ? 0 : Math.min(size(directive.group(3)), 99);
    String body = body(kind, flags, precision);
    boolean isNumber = "cs".indexOf(kind) < 0;
    if (body.length() >= width) {
      return body;
    }
    String fill = " ".repeat(width - body.length());
    if (flags.contains("-")) {
      return body + fill;
    }
    if (!flags.contains("0") || !isNumber) {
      return fill + body;
    }
    int sign = body.startsWith("-") || body.startsWith("+") || body.startsWith(" ") ? 1 : 0;
    return body.substring(0, sign) + fill.replace(' ', '0') + body.substring(sign);
  }

  private String body(char kind, String flags, int precision) {
    String text = value();
    if (kind == 's') {
      return precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
    }
    if (kind == 'c') {
      return text.isEmpty() ? "" : text.substring(0, 1);
    }
    OptionalDouble parsed = SplNumber.parse(text);
    double number = parsed.orElse(0);
    String sign = number < 0 ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    double size = Math.abs(number);
    String mark = flags.contains("#") ? "0" : "";
    String digits =
        switch (kind) {
          case 'd', 'i', 'u' -> whole(String.valueOf((long) size), precision, flags);
          case 'o' -> mark + Long.toOctalString((long) size);
          case 'x' -> (mark.isEmpty() ? "" : "0x") + Long.toHexString((long) size);
          case 'X' ->
              (mark.isEmpty() ? "" : "0X") + Long.toHexString((long) size).toUpperCase(Locale.ROOT);
          case 'e', 'E' -> String.format(Locale.ROOT, "%." + places(precision) + kind, size);
          case 'g', 'G' -> shortest(size, precision, kind);
          case 'f', 'F' ->
              String.format(
                  Locale.ROOT,
                  (flags.contains("'") ? "%,." : "%.") + places(precision) + "f",
                  size);
          default -> throw new IllegalArgumentException("printf has no '%" + kind + "'");
        };
    return sign + digits;
  }

  private static int places(int precision) {
    return precision < 0 ? 6 : precision;
  }

  private static String whole(String digits, int precision, String flags) {
    String padded = "0".repeat(Math.max(0, precision - digits.length())) + digits;
    return flags.contains("'") ? String.format(Locale.ROOT, "%,d", Long.parseLong(digits)) : padded;
  }

  private static String shortest(double size, int precision, char kind) {
    int significant = precision < 0 ? 6 : Math.max(precision, 1);
    String scientific = String.format(Locale.ROOT, "%." + (significant - 1) + "e", size);
    int exponent = Integer.parseInt(scientific.substring(scientific.indexOf('e') + 1));
    String text =
        exponent < -4 || exponent >= significant
            ? scientific.replaceFirst("\\.?0+e", "e")
            : String.format(Locale.ROOT, "%." + (significant - 1 - exponent) + "f", size)
                .replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    return kind == 'G' ? text.toUpperCase(Locale.ROOT) : text;
  }
}
