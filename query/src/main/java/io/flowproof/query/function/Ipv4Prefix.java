package io.flowproof.query.function;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 address with a prefix, as Kusto's {@code ipv4_*} functions read it: {@code a.b.c.d} or
 * {@code a.b.c.d/bits}.
 *
 * @param address the 32 bits
 * @param bits how many of them count, 0 to 32
 */
public record Ipv4Prefix(int address, int bits) {
  private static final Ipv4Prefix[] PRIVATE = {
    new Ipv4Prefix(0x0A000000, 8), new Ipv4Prefix(0xAC100000, 12), new Ipv4Prefix(0xC0A80000, 16)
  };

  /** The private ranges of RFC 1918. */
  public static List<Ipv4Prefix> privateRanges() {
    return List.of(PRIVATE);
  }

  /** The least address in it, as an unsigned number. */
  public long first() {
    return bits == 0 ? 0 : Integer.toUnsignedLong(address & (-1 << (32 - bits)));
  }

  /** The greatest address in it, as an unsigned number. */
  public long last() {
    return first() + (1L << (32 - bits)) - 1;
  }

  /** The prefix that a text says, or null. */
  public static @Nullable Ipv4Prefix parse(String text) {
    int slash = text.indexOf('/');
    int end = slash < 0 ? text.length() : slash;
    int address = 0;
    int at = 0;
    for (int part = 0; part < 4; part++) {
      int dot = part == 3 ? end : text.indexOf('.', at);
      int octet = dot < 0 || dot > end ? -1 : number(text, at, dot, 255);
      if (octet < 0) {
        return null;
      }
      address = address << 8 | octet;
      at = dot + 1;
    }
    int bits = slash < 0 ? 32 : number(text, slash + 1, text.length(), 32);
    return bits < 0 ? null : new Ipv4Prefix(address, bits);
  }

  private static int number(String text, int from, int to, int most) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return to <= from || to - from > 3 || value > most ? -1 : value;
  }

  /** True when both are the same in the bits that both have, and in at most {@code most}. */
  boolean matches(Ipv4Prefix other, int most) {
    int common = Math.min(most, Math.min(bits, other.bits));
    int mask = common == 0 ? 0 : -1 << (32 - common);
    return ((address ^ other.address) & mask) == 0;
  }

  static @Nullable Boolean isPrivate(String text) {
    Ipv4Prefix address = parse(text);
    if (address == null) {
      return null;
    }
    for (Ipv4Prefix range : PRIVATE) {
      if (address.bits >= range.bits && range.matches(address, 32)) {
        return true;
      }
    }
    return false;
  }

  static @Nullable Boolean isInRange(String text, String rangeText) {
    Ipv4Prefix address = parse(text);
    Ipv4Prefix range = parse(rangeText);
    return (address == null || range == null) ? null : range.matches(address, range.bits);
  }

  static @Nullable Boolean isMatch(String text, String otherText, int most) {
    Ipv4Prefix address = parse(text);
    Ipv4Prefix other = parse(otherText);
    return (address == null || other == null || most < 0 || most > 32)
        ? null
        : address.matches(other, most);
  }
}
