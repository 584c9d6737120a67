package io.flowproof.flowlog.enrich;

import io.flowproof.core.address.AddressReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Which addresses lie inside the customer's networks, told from the address alone.
 *
 * <p>Always inside: RFC 1918 (10/8, 172.16/12, 192.168/16), 100.64/10 (RFC 6598, which AWS allows
 * as a VPC range), unique local fc00::/7, link-local 169.254/16 and fe80::/10, loopback 127/8 and
 * ::1, the unspecified addresses 0/8 and ::, and multicast and broadcast (224/4, 255.255.255.255,
 * ff00::/8): an internet gateway does not forward those, so such a packet stays inside the VPC and
 * the other end alone decides the direction. An IPv4-mapped IPv6 address counts as its IPv4
 * address. Networks of the user's own are added to these; none can be taken away.
 *
 * <p>Immutable, safe for several threads.
 */
public final class InternalNetworks {
  /** Only the networks that are always inside. */
  public static final InternalNetworks STANDARD = new InternalNetworks(List.of());

  private record Network(long high, long low, long highMask, long lowMask) {
    boolean contains(long otherHigh, long otherLow) {
      return (otherHigh & highMask) == high && (otherLow & lowMask) == low;
    }
  }

  private final Network[] added;

  private InternalNetworks(List<Network> added) {
    this.added = added.toArray(new Network[0]);
  }

  /**
   * The standard networks and these, such as {@code 203.0.113.0/24} or {@code 2001:db8::/32}; an
   * address without a length is that one address.
   *
   * @throws IllegalArgumentException naming the first text that is not a network
   */
  public static InternalNetworks with(List<String> cidrs) {
    List<Network> networks = new ArrayList<>();
    for (String cidr : cidrs) {
      networks.add(parse(cidr.strip()));
    }
    return networks.isEmpty() ? STANDARD : new InternalNetworks(networks);
  }

  private static Network parse(String cidr) {
    int slash = cidr.indexOf('/');
    AddressReader address = new AddressReader();
    if (!address.read(slash < 0 ? cidr : cidr.substring(0, slash))) {
      throw invalid(cidr);
    }
    int bits = address.isIpv6() ? 128 : 32;
    int length = bits;
    if (slash >= 0) {
      String text = cidr.substring(slash + 1);
      if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > bits) {
        throw invalid(cidr);
      }
      length = Integer.parseInt(text);
    }
    length += 128 - bits;
    long highMask = length >= 64 ? -1L : length == 0 ? 0 : -1L << (64 - length);
    long lowMask = length <= 64 ? 0 : -1L << (128 - length);
    return new Network(address.high() & highMask, address.low() & lowMask, highMask, lowMask);
  }

  private static IllegalArgumentException invalid(String cidr) {
    return new IllegalArgumentException(
        "Invalid network: '" + cidr + "' (must be an address and a length, such as 10.1.0.0/16)");
  }

  /** True when the address, in the form of {@link AddressReader}, lies inside. */
  public boolean contains(long high, long low) {
    boolean standard =
        (high == 0 && low >>> 32 == 0xffff) ? standardIpv4((int) low) : standardIpv6(high, low);
    return standard || (added.length > 0 && addedContains(high, low));
  }

  /** True when the IPv4 address lies inside. */
  public boolean containsIpv4(int address) {
    return standardIpv4(address)
        || (added.length > 0
            && addedContains(0, AddressReader.IPV4_MAPPED | (address & 0xffffffffL)));
  }

  private boolean addedContains(long high, long low) {
    for (Network network : added) {
      if (network.contains(high, low)) {
        return true;
      }
    }
    return false;
  }

  private static boolean standardIpv4(int a) {
    int first = a >>> 24;
    return switch (first) {
      case 0, 10, 127 -> true;
      case 100 -> a >>> 22 == (100 << 2 | 1);
      case 169 -> a >>> 16 == (169 << 8 | 254);
      case 172 -> a >>> 20 == (172 << 4 | 1);
      case 192 -> a >>> 16 == (192 << 8 | 168);
      default -> (first >= 224 && first < 240) || a == -1;
    };
  }

  private static boolean standardIpv6(long high, long low) {
    return high >>> 57 == 0xfcL >>> 1
        || high >>> 54 == 0xfe80L >>> 6
        || high >>> 56 == 0xffL
        || (high == 0 && (low == 0 || low == 1));
  }
}
