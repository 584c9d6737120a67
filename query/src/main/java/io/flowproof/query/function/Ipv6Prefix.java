package io.flowproof.query.function;

import io.flowproof.core.address.AddressReader;
import org.jspecify.annotations.Nullable;

/**
 * An IPv6 address with a prefix, as Kusto's {@code ipv6_*} functions read it; an IPv4 address is
 * the IPv4-mapped one, its prefix 96 bits longer.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 * @param bits how many of them count, 0 to 128
 */
record Ipv6Prefix(long high, long low, int bits) {

  /** The prefix that a text says, or null. */
  static @Nullable Ipv6Prefix parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    AddressReader reader = new AddressReader();
    if (!reader.read(address)) {
      return null;
    }
    // IPv4 in IPv6, such as ::1.2.3.4, is read as the IPv4 address that it ends with.
    boolean ends = reader.isIpv6() && address.indexOf('.') >= 0;
    long low = ends && reader.high() == 0 ? reader.low() | AddressReader.IPV4_MAPPED : reader.low();
    boolean ipv4 = !reader.isIpv6() || ends;
    int most = ipv4 ? 32 : 128;
    int bits = most;
    if (slash >= 0) {
      String length = text.substring(slash + 1);
      bits = length.matches("[0-9]{1,3}") ? Integer.parseInt(length) : -1;
    }
    return bits < 0 || bits > most
        ? null
        : new Ipv6Prefix(reader.high(), low, ipv4 ? bits + 96 : bits);
  }

  /** Compares the leading bits as unsigned numbers: -1, 0 or 1. */
  int compare(Ipv6Prefix other, int most) {
    int upper = Long.compareUnsigned(masked(high, most), masked(other.high, most));
    int order =
        upper != 0
            ? upper
            : Long.compareUnsigned(masked(low, most - 64), masked(other.low, most - 64));
    return Integer.signum(order);
  }

  private static long masked(long half, int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? half : half & (-1L << (64 - bits));
  }

  /** All eight groups with all their digits, of the leading bits. */
  String canonical(int most) {
    long upper = masked(high, most);
    long lower = masked(low, most - 64);
    String digits = "%016x%016x".formatted(upper, lower);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i += 4) {
      text.append(i == 0 ? "" : ":").append(digits, i, i + 4);
    }
    return text.toString();
  }
}
