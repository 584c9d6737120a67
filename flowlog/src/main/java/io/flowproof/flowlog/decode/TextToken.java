package io.flowproof.flowlog.decode;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.ColumnBuilder.Texts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text as it stands, or a tag value, percent-encoded UTF-8 that is stored decoded; a tag with an
 * encoded zero byte is malformed, as no tag holds one.
 */
final class TextToken extends TokenColumn {
  private final Texts column;
  private final String name;
  private final boolean encoded;

  TextToken(FlowLogField field, int rows, boolean encoded) {
    column = new Texts(field.columnName(), rows);
    name = field.awsName();
    this.encoded = encoded;
  }

  @Override
  int read(byte[] bytes, int from, int row) {
    int to = copy(column, bytes, from, row);
    if (encoded && to > from && !column.validity().isNull(row) && !decode(row)) {
      return FAILED;
    }
    return to;
  }

  /** Copies printable ASCII up to the end of the token; {@code -} is null. */
  static int copy(Texts column, byte[] bytes, int from, int row) {
    int used = column.offsets[row];
    int out = used;
    int at = from;
    int more;
    do {
      byte[] room = column.room(out, Words.BYTES);
      long word = Words.get(bytes, at);
      Words.put(room, out, word);
      more = Words.printable(word);
      at += more;
      out += more;
    } while (more == Words.BYTES);
    if (at - from <= 1) {
      if (at == from) {
        return FAILED;
      }
      if (bytes[from] == '-') {
        column.setNull(row);
        return at;
      }
    }
    column.offsets[row + 1] = out;
    return at;
  }

  @Override
  boolean readText(byte[] bytes, int from, int length, int row) {
    column.set(row, bytes, from, length);
    return !encoded || decode(row);
  }

  /** Replaces the row's {@code %XX} by their bytes; false when they are not UTF-8. */
  private boolean decode(int row) {
    byte[] bytes = column.bytes;
    int from = column.offsets[row];
    int to = column.offsets[row + 1];
    int at = from;
    while (at < to && bytes[at] != '%') {
      at++;
    }
    if (at == to) {
      return true;
    }
    int out = at;
    while (at < to) {
      byte b = bytes[at++];
      if (b == '%') {
        int high = at < to ? Character.digit(bytes[at], 16) : -1;
        int low = at + 1 < to ? Character.digit(bytes[at + 1], 16) : -1;
        if (high < 0 || low < 0) {
          return false;
        }
        b = (byte) (high << 4 | low);
        at += 2;
        if (b == 0) {
          return false;
        }
      }
      bytes[out++] = b;
    }
    column.offsets[row + 1] = out;
    return isUtf8(bytes, from, out - from);
  }

  static boolean isUtf8(byte[] bytes, int from, int length) {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Override
  Problem problem(String token) {
    return new Problem(
        RejectKind.MALFORMED_TAG, name + " '" + token + "' is not percent-encoded UTF-8");
  }

  @Override
  Texts builder() {
    return column;
  }
}
