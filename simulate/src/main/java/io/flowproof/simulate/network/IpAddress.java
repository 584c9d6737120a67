package io.flowproof.simulate.network;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.address.Network;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An IPv4 or IPv6 address. Immutable; equal when family and bits are. */
public final class IpAddress implements Comparable<IpAddress> {
  private static final int LONGEST_TEXT = 48;

  private final long high;
  private final long low;
  private final boolean ipv6;

  private IpAddress(long high, long low, boolean ipv6) {
    this.high = high;
    this.low = low;
    this.ipv6 = ipv6;
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException for a text that is none
   */
  public static IpAddress of(String text) {
    AddressReader reader = new AddressReader();
    if (!reader.read(text)) {
      throw new IllegalArgumentException(
          "Invalid address: '" + text + "' (must be IPv4 or IPv6, such as 10.0.0.1)");
    }
    return new IpAddress(reader.high(), reader.low(), reader.isIpv6());
  }

  /** The IPv4 address of these 32 bits. */
  public static IpAddress ipv4(int bits) {
    return new IpAddress(0, AddressReader.IPV4_MAPPED | (bits & 0xffff_ffffL), false);
  }

  /** The IPv6 address of these halves. */
  public static IpAddress ipv6(long high, long low) {
    return new IpAddress(high, low, true);
  }

  /** The address of that place in a network, counted from 0; unchecked past its end. */
  public static IpAddress in(Network network, long place) {
    return new IpAddress(network.high(), network.low() + place, network.ipv6());
  }

  /** The upper 64 bits; 0 for IPv4. */
  public long high() {
    return high;
  }

  /** The lower 64 bits; an IPv4 address is mapped. */
  public long low() {
    return low;
  }

  /** True for IPv6. */
  public boolean isIpv6() {
    return ipv6;
  }

  /** True when it lies in the network. */
  public boolean isIn(Network network) {
    return network.contains(high, low, ipv6);
  }

  /** True for IPv4 addresses that the internet does not route (RFC 1918, RFC 6598). */
  public boolean isPrivate() {
    int bits = (int) low;
    return !ipv6
        && (bits >>> 24 == 10
            || bits >>> 20 == 0xac1
            || bits >>> 16 == 0xc0a8
            || bits >>> 22 == 0x191);
  }

  /** True for multicast and the limited broadcast, which have no single host. */
  public boolean isMulticast() {
    if (ipv6) {
      return high >>> 56 == 0xff;
    }
    return (low & 0xf000_0000L) == 0xe000_0000L || (low & 0xffff_ffffL) == 0xffff_ffffL;
  }

  /** The canonical text in ASCII. */
  public byte[] text() {
    byte[] room = new byte[LONGEST_TEXT];
    AddressReader writer = new AddressReader();
    writer.read(ipv6 ? ipv6Text() : ipv4Text());
    return java.util.Arrays.copyOf(room, writer.write(room, 0));
  }

  private String ipv4Text() {
    return (low >>> 24 & 255)
        + "."
        + (low >>> 16 & 255)
        + "."
        + (low >>> 8 & 255)
        + "."
        + (low & 255);
  }

  private String ipv6Text() {
    StringBuilder groups = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      long half = i < 4 ? high : low;
      groups
          .append(i == 0 ? "" : ":")
          .append(Long.toHexString(half >>> (48 - 16 * (i & 3)) & 0xffff));
    }
    return groups.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress a && a.low == low && a.high == high && a.ipv6 == ipv6;
  }

  @Override
  public int hashCode() {
    long mixed = (low ^ high * 31) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 32);
  }

  @Override
  public int compareTo(IpAddress other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return new String(text(), StandardCharsets.US_ASCII);
  }
}
