package io.flowproof.flowlog.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The JSON object of one record's unknown fields. */
final class ExtraFields {
  private byte[] bytes = new byte[256];
  private int length;

  void reset() {
    length = 0;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** The prefix {@code "name":} of a field. */
  static byte[] prefix(String name) {
    StringBuilder text = new StringBuilder("\"");
    name.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                text.append('\\');
              }
              text.appendCodePoint(c);
            });
    return text.append("\":").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Adds a field; the token {@code -} is the JSON null. The token holds no control bytes. */
  void add(byte[] prefix, byte[] from, int at, int size) {
    if (bytes.length - length < prefix.length + 2 * size + 8) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + prefix.length + 2 * size + 8);
    }
    bytes[length] = (byte) (length == 0 ? '{' : ',');
    length++;
    System.arraycopy(prefix, 0, bytes, length, prefix.length);
    length += prefix.length;
    if (size == 1 && from[at] == '-') {
      bytes[length++] = 'n';
      bytes[length++] = 'u';
      bytes[length++] = 'l';
      bytes[length++] = 'l';
      return;
    }
    bytes[length++] = '"';
    for (int i = at; i < at + size; i++) {
      if (from[i] == '"' || from[i] == '\\') {
        bytes[length++] = '\\';
      }
      bytes[length++] = from[i];
    }
    bytes[length++] = '"';
  }

  /** Ends the object and writes it into the row; returns its length. */
  int writeTo(ColumnBuilder.Texts column, int row) {
    bytes[length++] = '}';
    column.set(row, bytes, 0, length);
    return length;
  }
}
