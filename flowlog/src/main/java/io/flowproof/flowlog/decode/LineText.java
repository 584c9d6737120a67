package io.flowproof.flowlog.decode;

import java.nio.charset.StandardCharsets;

/** Bytes of a line as a person can read them. */
final class LineText {
  private LineText() {}

  /**
   * The bytes as text, at most {@code most} of them and then {@code …}. Valid UTF-8 stays; other
   * bytes and control characters become {@code \x00}.
   */
  static String printable(byte[] bytes, int from, int to, int most) {
    int end = Math.min(to, from + most);
    // Not in the middle of a character.
    while (end < to && end > from && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    StringBuilder text = new StringBuilder(end - from);
    boolean utf8 = TextToken.isUtf8(bytes, from, end - from);
    String whole = utf8 ? new String(bytes, from, end - from, StandardCharsets.UTF_8) : "";
    if (utf8 && whole.chars().noneMatch(Character::isISOControl)) {
      text.append(whole);
    } else {
      for (int i = from; i < end; i++) {
        if (bytes[i] >= ' ' && bytes[i] < 0x7f) {
          text.append((char) bytes[i]);
        } else {
          text.append("\\x%02x".formatted(bytes[i] & 0xff));
        }
      }
    }
    return end < to ? text.append('…').toString() : text.toString();
  }
}
