package io.flowproof.core.address;

import java.util.Optional;

/**
 * A range of addresses: {@code address/prefix} (RFC 4632), or an address alone. Addresses are
 * 128-bit numbers in two halves as {@link AddressReader} reads them; bits past the prefix are
 * ignored.
 *
 * @param high the upper half of its first address
 * @param low the lower half of its first address
 * @param bits how many leading bits of the 128 are fixed; 96 more than written for IPv4
 * @param ipv6 true when it was written as IPv6: it then holds no IPv4 address
 */
public record Network(long high, long low, int bits, boolean ipv6) {
  private static final int IPV4_BITS = 32;
  private static final int ALL_BITS = 128;
  private static final long IPV4_MASK = 0xffff_ffffL;

  /** Reads a network; empty when the text is none. */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    AddressReader reader = new AddressReader();
    if (!reader.read(address)) {
      return Optional.empty();
    }
    int most = reader.isIpv6() ? ALL_BITS : IPV4_BITS;
    int prefix = most;
    if (slash >= 0) {
      String length = text.substring(slash + 1);
      if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > most) {
        return Optional.empty();
      }
      prefix = Integer.parseInt(length);
    }
    int bits = prefix + ALL_BITS - most;
    return Optional.of(
        new Network(
            reader.high() & mask(Math.min(bits, 64)),
            reader.low() & mask(Math.max(0, bits - 64)),
            bits,
            reader.isIpv6()));
  }

  /** True when the address that was read last lies in the network; families do not mix. */
  public boolean contains(AddressReader address) {
    return contains(address.high(), address.low(), address.isIpv6());
  }

  /** True when the address of these two halves lies in the network; families do not mix. */
  public boolean contains(long addressHigh, long addressLow, boolean addressIpv6) {
    return addressIpv6 == ipv6
        && (addressHigh & mask(Math.min(bits, 64))) == high
        && (addressLow & mask(Math.max(0, bits - 64))) == low;
  }

  /** The first IPv4 address as an unsigned 32-bit number; only for IPv4. */
  public long firstIpv4() {
    return low & IPV4_MASK;
  }

  /** The last IPv4 address as an unsigned 32-bit number; only for IPv4. */
  public long lastIpv4() {
    return firstIpv4() | (IPV4_MASK & ~mask(bits - 64));
  }

  /** A half's leading bits. */
  static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (64 - bits);
  }
}
