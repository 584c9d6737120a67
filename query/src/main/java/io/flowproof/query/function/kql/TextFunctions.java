package io.flowproof.query.function.kql;

import static io.flowproof.query.function.kql.JsonFunction.dynamic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.time.Ticks;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions of texts that SQL lacks. */
final class TextFunctions {
  private static final List<String> UNITS = List.of("Bytes", "KB", "MB", "GB", "TB", "PB", "EB");
  private static final int MOST_DIGITS = 15;

  private TextFunctions() {}

  static List<JsonFunction> all() {
    return List.of(
        dynamic("extract_all", Patterns::allMatches),
        new JsonFunction("indexof_regex", ColumnType.LONG, Patterns::indexOf),
        new JsonFunction("indexof", ColumnType.LONG, TextFunctions::indexOf),
        new JsonFunction("countof", ColumnType.LONG, TextFunctions::count),
        dynamic("parse_csv", a -> csv(a.text(0))),
        dynamic("parse_xml", a -> XmlText.read(a.text(0))),
        new JsonFunction("extract_json", ColumnType.TEXT, TextFunctions::extractJson),
        new JsonFunction("replace_strings", ColumnType.TEXT, TextFunctions::replaceStrings),
        new JsonFunction("translate", ColumnType.TEXT, TextFunctions::translate),
        new JsonFunction("unicode_codepoints_to_string", ColumnType.TEXT, TextFunctions::letters),
        dynamic("unicode_codepoints_from_string", TextFunctions::codepoints),
        new JsonFunction("format_timespan", ColumnType.TEXT, TextFunctions::timespan),
        new JsonFunction("format_bytes", ColumnType.TEXT, TextFunctions::bytes));
  }

  private static Object count(Arguments a) {
    String text = a.text(0);
    String wanted = a.text(1);
    if (a.text(2).equals("regex")) {
      return Patterns.count(text, wanted);
    }
    long count = 0;
    int found = wanted.isEmpty() ? -1 : text.indexOf(wanted);
    while (found >= 0) {
      count++;
      found = text.indexOf(wanted, found + 1);
    }
    return count;
  }

  private static @Nullable Object indexOf(Arguments a) {
    String text = a.text(0);
    long start = a.number(2, 0);
    long length = a.number(3, -1);
    long occurrence = a.number(4, 1);
    if (occurrence < 0 || length < -1) {
      return null;
    }
    long from = Math.max(0, start < 0 ? start + text.length() : start);
    int found = indexOf(text, a.text(1), from, length);
    while (found >= 0 && --occurrence > 0) {
      found = indexOf(text, a.text(1), found + 1L, length);
    }
    return (long) found;
  }

  /** The documented examples count the length anew from each occurrence. */
  private static int indexOf(String text, String wanted, long from, long length) {
    long to = length < 0 ? text.length() : Math.min(text.length(), from + length);
    return from > to ? -1 : text.substring(0, (int) to).indexOf(wanted, (int) from);
  }

  /** One record of RFC 4180; a quotation mark doubled stands for one. */
  private static JsonNode csv(String text) {
    ArrayNode fields = Json.array();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == ',') {
        fields.add(field.toString());
        field.setLength(0);
      } else if (!quoted && (c == '\n' || c == '\r')) {
        break; // Only the first record is read.
      } else {
        field.append(c);
      }
    }
    return fields.add(field.toString());
  }

  private static String extractJson(Arguments a) {
    JsonPath path = JsonPath.of(a.text(0));
    JsonNode json = Json.tryRead(a.text(1));
    if (path == null || json == null) {
      return "";
    }
    JsonNode found = path.find(json);
    return found.isMissingNode() ? "" : Json.text(found);
  }

  /** One after the other, each over what the ones before have made. */
  private static String replaceStrings(Arguments a) {
    String text = a.text(0);
    List<String> lookups = a.texts(1);
    List<String> rewrites = a.texts(2);
    boolean one = !a.node(2).isArray();
    for (int i = 0; i < lookups.size(); i++) {
      String rewrite = one ? a.text(2) : i < rewrites.size() ? rewrites.get(i) : "";
      if (!lookups.get(i).isEmpty()) {
        text = text.replace(lookups.get(i), rewrite);
      }
      if (text.length() > 16 * Json.MOST_LETTERS) {
        throw new IllegalArgumentException("A text is longer than 16,777,216 letters");
      }
    }
    return text;
  }

  /** Letters of the first list become those of the second; its last one stands for all beyond. */
  private static String translate(Arguments a) {
    String from = a.text(0);
    String to = a.text(1);
    StringBuilder out = new StringBuilder();
    for (char c : a.text(2).toCharArray()) {
      int place = from.indexOf(c);
      if (place < 0) {
        out.append(c);
      } else if (!to.isEmpty()) {
        out.append(to.charAt(Math.min(place, to.length() - 1)));
      }
    }
    return out.toString();
  }

  private static String letters(Arguments a) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < a.count(); i++) {
      JsonNode value = a.node(i);
      for (JsonNode point : value.isArray() ? Json.elements(value) : List.of(value)) {
        if (Character.isValidCodePoint(point.asInt(-1))) {
          out.appendCodePoint(point.asInt());
        }
      }
    }
    return out.toString();
  }

  private static JsonNode codepoints(Arguments a) {
    ArrayNode points = Json.array();
    a.text(0).codePoints().forEach(points::add);
    return points;
  }

  /** Runs of {@code d H h m s f F} are parts of the time, all else stands for itself. */
  private static @Nullable Object timespan(Arguments a) {
    if (!a.has(0)) {
      return "";
    }
    long ticks = Math.abs(a.number(0, 0));
    String format = a.text(1).substring(0, Math.min(200, a.text(1).length()));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); ) {
      char letter = format.charAt(i);
      int run = i;
      while (run < format.length() && format.charAt(run) == letter) {
        run++;
      }
      text.append(part(letter, run - i, ticks));
      i = run;
    }
    return text.toString();
  }

  private static String part(char letter, int width, long ticks) {
    String fraction = "%07d".formatted(ticks % Ticks.PER_SECOND).substring(0, Math.min(7, width));
    return switch (letter) {
      case 'd' -> padded(ticks / Ticks.PER_DAY, width);
      case 'H', 'h' -> padded(ticks / Ticks.PER_HOUR % 24, width);
      case 'm' -> padded(ticks / Ticks.PER_MINUTE % 60, width);
      case 's' -> padded(ticks / Ticks.PER_SECOND % 60, width);
      case 'f' -> fraction;
      case 'F' -> fraction.replaceAll("0+$", "");
      default -> String.valueOf(letter).repeat(width);
    };
  }

  private static String padded(long value, int width) {
    String digits = Long.toString(value);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static @Nullable Object bytes(Arguments a) {
    if (!a.has(0)) {
      return "";
    }
    double size = a.real(0, 0);
    String wanted = a.text(2);
    int unit = 0;
    if (wanted.isEmpty()) {
      while (unit < UNITS.size() - 1 && Math.abs(size) >= 1024) {
        size /= 1024;
        unit++;
      }
    } else {
      unit = units(wanted);
      size /= Math.pow(1024, Math.max(0, unit));
    }
    if (unit < 0 || !Double.isFinite(size)) {
      return "";
    }
    int digits = Math.clamp(a.number(1, 0), 0, MOST_DIGITS);
    BigDecimal rounded = BigDecimal.valueOf(size).setScale(digits, RoundingMode.HALF_UP);
    BigDecimal shown = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    return shown.toPlainString() + " " + UNITS.get(unit);
  }

  private static int units(String wanted) {
    for (int i = 0; i < UNITS.size(); i++) {
      if (UNITS.get(i).toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT))) {
        return i;
      }
    }
    return -1;
  }
}
