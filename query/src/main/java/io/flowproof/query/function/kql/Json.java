package io.flowproof.query.function.kql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dynamic values as JSON: reading the text of one, and writing one without spaces. */
public final class Json {
  /** The greatest text of a dynamic value, in letters: Kusto's own limit. */
  static final int MOST_LETTERS = 1 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** From here on a real is written with an exponent, as .NET does. */
  private static final double LARGE = 1e15;

  private static final double SMALL = 1e-5;

  private Json() {}

  /** The value that a text says; a text that is no JSON is a string. */
  static JsonNode read(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? NullNode.instance : node;
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }

  /** The value that a text says, or null for a text that is no JSON. */
  static @Nullable JsonNode tryRead(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? null : node;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** A string as JSON, with its quotation marks. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    quote(text, out);
    return out.toString();
  }

  /** The text of a value; null for null. */
  static @Nullable String write(@Nullable JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    write(value, out);
    if (out.length() > MOST_LETTERS * 16) {
      throw new IllegalArgumentException("A dynamic value is longer than 16,777,216 letters");
    }
    return out.toString();
  }

  private static void write(JsonNode value, StringBuilder out) {
    if (value.isArray()) {
      out.append('[');
      for (int i = 0; i < value.size(); i++) {
        out.append(i == 0 ? "" : ",");
        write(value.get(i), out);
      }
      out.append(']');
    } else if (value.isObject()) {
      out.append('{');
      Iterator<Map.Entry<String, JsonNode>> entries = value.fields();
      for (int i = 0; entries.hasNext(); i++) {
        Map.Entry<String, JsonNode> entry = entries.next();
        out.append(i == 0 ? "" : ",");
        quote(entry.getKey(), out);
        out.append(':');
        write(entry.getValue(), out);
      }
      out.append('}');
    } else if (value.isTextual()) {
      quote(value.textValue(), out);
    } else if (value.isFloatingPointNumber()) {
      out.append(real(value.doubleValue()));
    } else {
      out.append(value.asText());
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }

  /** A real as JSON: with a fraction always, and as a string where JSON has no number for it. */
  static String real(double value) {
    if (Double.isNaN(value)) {
      return "\"NaN\"";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    }
    double size = Math.abs(value);
    if (size == 0 || (size >= SMALL && size < LARGE)) {
      String plain = BigDecimal.valueOf(value).toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    return Double.toString(value);
  }

  /** The text of a value as {@code tostring()} gives it. */
  static String text(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "";
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    String written = write(value);
    return written == null ? "" : written;
  }

  /** The number of a value, NaN where it has none. */
  static double number(@Nullable JsonNode value) {
    if (value == null) {
      return Double.NaN;
    }
    if (value.isTextual()) {
      return switch (value.textValue()) {
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> Double.NaN;
      };
    }
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }

  /** What two values that are equal have in common: numbers by size, all else by its text. */
  static String key(JsonNode value) {
    if (value.isNumber()) {
      double number = value.doubleValue();
      return value.isIntegralNumber() ? value.asText() : whole(number, value);
    }
    String written = write(value);
    return written == null ? "null" : written;
  }

  private static String whole(double number, JsonNode value) {
    return number == Math.rint(number) && Math.abs(number) < LARGE
        ? Long.toString((long) number)
        : value.asText();
  }

  static ArrayNode array() {
    return NODES.arrayNode();
  }

  static ArrayNode array(Iterable<? extends JsonNode> elements) {
    ArrayNode array = NODES.arrayNode();
    elements.forEach(array::add);
    return array;
  }

  static ObjectNode bag() {
    return NODES.objectNode();
  }

  static JsonNode of(String text) {
    return TextNode.valueOf(text);
  }

  static JsonNode of(long number) {
    return LongNode.valueOf(number);
  }

  static JsonNode of(double number) {
    return DoubleNode.valueOf(number);
  }

  static JsonNode ofNull() {
    return NullNode.instance;
  }

  static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>(array.size());
    array.forEach(elements::add);
    return elements;
  }
}
