package io.flowproof.core.address;

import java.nio.charset.StandardCharsets;

/**
 * Reads IPv4 and IPv6 addresses one at a time, without creating objects; one instance serves one
 * thread. Accepted is dotted decimal without leading zeros, and the text forms of RFC 4291 section
 * 2.2; a zone, a port or a prefix length is not part of an address.
 *
 * <p>The value is a 128-bit number in two halves; an IPv4 address is the IPv4-mapped one ({@code
 * ::ffff:a.b.c.d}), so that addresses of both families share one order.
 */
public final class AddressReader {
  /** The lower half of an IPv4 address, above its 32 bits. */
  public static final long IPV4_MAPPED = 0xffffL << 32;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final int[] groups = new int[8];
  private long high;
  private long low;
  private boolean ipv6;

  /** Creates a reader that has read nothing yet. */
  public AddressReader() {}

  /** The upper 64 bits of the address read last. */
  public long high() {
    return high;
  }

  /** The lower 64 bits of the address read last. */
  public long low() {
    return low;
  }

  /** True when the address read last was written as IPv6, IPv4-mapped ones included. */
  public boolean isIpv6() {
    return ipv6;
  }

  /** Reads a text; false when it is not an address. */
  public boolean read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return read(bytes, 0, bytes.length);
  }

  /** Reads {@code bytes[from..to)}; false when that is not an address. */
  public boolean read(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length < 2 || length > 45) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] == ':') {
        ipv6 = true;
        return readIpv6(bytes, from, to);
      }
    }
    ipv6 = false;
    long value = ipv4(bytes, from, to);
    high = 0;
    low = IPV4_MAPPED | value;
    return value >= 0;
  }

  /** The 32 bits of a dotted decimal address, or -1. */
  private static long ipv4(byte[] bytes, int from, int to) {
    long value = 0;
    int at = from;
    for (int octet = 0; octet < 4; octet++) {
      if (octet > 0) {
        if (at >= to || bytes[at] != '.') {
          return -1;
        }
        at++;
      }
      int start = at;
      int number = 0;
      while (at < to && at - start < 3 && bytes[at] >= '0' && bytes[at] <= '9') {
        number = number * 10 + bytes[at] - '0';
        at++;
      }
      boolean leadingZero = at - start > 1 && bytes[start] == '0';
      if (at == start || number > 255 || leadingZero) {
        return -1;
      }
      value = value << 8 | number;
    }
    return at == to ? value : -1;
  }

  private boolean readIpv6(byte[] bytes, int from, int to) {
    int count = 0;
    int gap = -1;
    int at = from;
    if (bytes[at] == ':') {
      if (bytes[at + 1] != ':') {
        return false;
      }
      gap = 0;
      at += 2;
    }
    while (at < to) {
      if (count == 8) {
        return false;
      }
      int end = at;
      while (end < to && bytes[end] != ':') {
        end++;
      }
      if (end == to && hasDot(bytes, at, end)) {
        count = tail(bytes, at, end, count);
        at = end;
        break;
      }
      int group = hex(bytes, at, end);
      if (group < 0) {
        return false;
      }
      groups[count++] = group;
      at = end;
      if (at < to) {
        at++;
        if (at == to) {
          return false;
        }
        if (bytes[at] == ':') {
          if (gap >= 0) {
            return false;
          }
          gap = count;
          at++;
        }
      }
    }
    return count >= 0 && spread(count, gap);
  }

  /** Puts the dotted decimal end of an IPv6 address into two groups; the new count, or -1. */
  private int tail(byte[] bytes, int from, int to, int count) {
    long value = ipv4(bytes, from, to);
    if (value < 0 || count > 6) {
      return -1;
    }
    groups[count] = (int) (value >>> 16);
    groups[count + 1] = (int) (value & 0xffff);
    return count + 2;
  }

  /** Moves the groups after the gap to the end and sums up both halves. */
  private boolean spread(int count, int gap) {
    if (gap < 0 ? count != 8 : count > 7) {
      return false;
    }
    if (gap >= 0) {
      int moved = count - gap;
      System.arraycopy(groups, gap, groups, 8 - moved, moved);
      for (int i = gap; i < 8 - moved; i++) {
        groups[i] = 0;
      }
    }
    high = 0;
    low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + 4];
    }
    return true;
  }

  private static boolean hasDot(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '.') {
        return true;
      }
    }
    return false;
  }

  private static int hex(byte[] bytes, int from, int to) {
    if (to == from || to - from > 4) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** The canonical text of the address read last. */
  public String text() {
    byte[] bytes = new byte[48];
    return new String(bytes, 0, write(bytes, 0), StandardCharsets.US_ASCII);
  }

  /**
   * Writes the canonical text of the address read last: dotted decimal, or RFC 5952 (lower case, no
   * leading zeros, the first longest run of two or more zero groups as {@code ::}, IPv4-mapped with
   * a dotted decimal end). At most 45 bytes.
   *
   * @return the index after the text
   */
  public int write(byte[] out, int at) {
    if (!ipv6) {
      return writeIpv4(out, at);
    }
    if (high == 0 && low >>> 32 == 0xffff) {
      byte[] prefix = {':', ':', 'f', 'f', 'f', 'f', ':'};
      System.arraycopy(prefix, 0, out, at, prefix.length);
      return writeIpv4(out, at + prefix.length);
    }
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) (high >>> (48 - 16 * i)) & 0xffff;
      groups[i + 4] = (int) (low >>> (48 - 16 * i)) & 0xffff;
    }
    int gapStart = 8;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int run = i;
      while (run < 8 && groups[run] == 0) {
        run++;
      }
      if (run - i > gapLength) {
        gapStart = i;
        gapLength = run - i;
      }
    }
    return writeGroups(out, at, gapStart, gapLength);
  }

  private int writeGroups(byte[] out, int from, int gapStart, int gapLength) {
    int at = from;
    for (int i = 0; i < 8; i++) {
      if (i == gapStart) {
        out[at++] = ':';
        if (i == 0) {
          out[at++] = ':';
        }
        i += gapLength - 1;
        continue;
      }
      int group = groups[i];
      for (int shift = 12; shift >= 0; shift -= 4) {
        if (group >>> shift != 0 || shift == 0) {
          out[at++] = HEX[group >>> shift & 15];
        }
      }
      if (i < 7) {
        out[at++] = ':';
      }
    }
    return at;
  }

  private int writeIpv4(byte[] out, int from) {
    int at = from;
    for (int shift = 24; shift >= 0; shift -= 8) {
      int octet = (int) (low >>> shift) & 0xff;
      if (octet >= 100) {
        out[at++] = (byte) ('0' + octet / 100);
      }
      if (octet >= 10) {
        out[at++] = (byte) ('0' + octet / 10 % 10);
      }
      out[at++] = (byte) ('0' + octet % 10);
      if (shift > 0) {
        out[at++] = '.';
      }
    }
    return at;
  }
}
