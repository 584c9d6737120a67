package io.flowproof.flowlog.decode;

import java.util.Arrays;
import java.util.List;

/** A source whose first bytes were looked at already, to tell what it holds. */
final class HeadSource implements ByteSource {
  private static final int ENOUGH = 4096;

  private final ByteSource rest;
  private byte[] head = new byte[ENOUGH];
  private int length;
  private int given;

  /** Reads the first bytes: more than white space, where there is more. */
  HeadSource(ByteSource source) {
    rest = source;
    int count = 0;
    while (count >= 0 && (length < 64 || isBlank())) {
      if (head.length - length < ENOUGH / 2) {
        head = Arrays.copyOf(head, head.length * 2);
      }
      count = source.read(head, length, head.length - length);
      length += Math.max(0, count);
      if (length > 1 << 20) {
        break;
      }
    }
  }

  private boolean isBlank() {
    return firstFrom(0) == length;
  }

  /** The index of the first byte at or after {@code from} that is not white space. */
  private int firstFrom(int from) {
    int at = from;
    while (at < length && (head[at] == ' ' || (head[at] >= '\t' && head[at] <= '\r'))) {
      at++;
    }
    return at;
  }

  /**
   * True when the content begins like JSON: an object and a name or nothing in it, or an array of
   * objects. A record of a flow log never does, even with a damaged byte.
   */
  boolean isJson() {
    int from = length >= 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb ? 3 : 0;
    int first = firstFrom(from);
    if (first == length || (head[first] != '{' && head[first] != '[')) {
      return false;
    }
    int second = firstFrom(first + 1);
    if (second == length) {
      return true;
    }
    return head[first] == '{'
        ? head[second] == '"' || head[second] == '}'
        : head[second] == '{' || head[second] == ']';
  }

  @Override
  public int read(byte[] into, int at, int most) {
    if (given < length) {
      int count = Math.min(most, length - given);
      System.arraycopy(head, given, into, at, count);
      given += count;
      return count;
    }
    return rest.read(into, at, most);
  }

  @Override
  public List<String> damage() {
    return rest.damage();
  }

  @Override
  public boolean isCut() {
    return rest.isCut();
  }
}
