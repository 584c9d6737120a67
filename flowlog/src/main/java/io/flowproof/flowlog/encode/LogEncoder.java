package io.flowproof.flowlog.encode;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.decode.LogFormat.LogColumn;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes records as the lines that AWS delivers: one space between the fields, {@code -} for what
 * is absent, tag values percent-encoded. The decoder reads back what was written.
 */
public final class LogEncoder {
  private final LogFormat format;

  /** An encoder for records of a format. */
  public LogEncoder(LogFormat format) {
    this.format = format;
  }

  /** The header line, without a line feed. */
  public String header() {
    return format.header();
  }

  /**
   * The line of a record, without a line feed.
   *
   * @param values the values of the known fields, written with {@link Object#toString}; start and
   *     end in Unix seconds, tags not yet encoded
   * @param unknown the values of fields with other names
   * @throws IllegalArgumentException for a value that a line cannot hold, being empty, holding
   *     white space, or looking like the absent one
   */
  public String line(Map<FlowLogField, ?> values, Map<String, String> unknown) {
    StringBuilder line = new StringBuilder();
    for (LogColumn column : format.columns()) {
      if (!line.isEmpty()) {
        line.append(' ');
      }
      FlowLogField field = column.field();
      Object value = field == null ? unknown.get(column.name()) : values.get(field);
      line.append(value == null ? "-" : token(column, value.toString()));
    }
    return line.toString();
  }

  /** The line of a record without unknown fields. */
  public String line(Map<FlowLogField, ?> values) {
    return line(values, Map.of());
  }

  private static String token(LogColumn column, String value) {
    if (column.field() != null && column.field().kind() == FlowLogField.Kind.TAG) {
      return percentEncoded(value);
    }
    boolean whole = value.codePoints().noneMatch(c -> c <= ' ' || c == 0x7f);
    if (value.isEmpty() || value.equals("-") || !whole) {
      throw new IllegalArgumentException(
          "Invalid value of "
              + column.name()
              + ": '"
              + value
              + "' (must be a word other than \"-\", without white space)");
    }
    return value;
  }

  /**
   * UTF-8 with everything but letters, digits, {@code .}, {@code _} and {@code ~} as {@code %XX}: a
   * hyphen too, so that no value looks like the absent one (AWS encodes it as {@code %2D}).
   */
  static String percentEncoded(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("Invalid tag value: '' (a line cannot hold it)");
    }
    StringBuilder text = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '.'
              || b == '_'
              || b == '~';
      if (plain) {
        text.append((char) b);
      } else {
        text.append("%%%02X".formatted(b & 0xff));
      }
    }
    return text.toString();
  }
}
