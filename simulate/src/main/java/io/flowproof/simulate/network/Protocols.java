package io.flowproof.simulate.network;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** IANA protocol numbers that matter here. */
public final class Protocols {
  /** ICMP. */
  public static final int ICMP = 1;

  /** TCP. */
  public static final int TCP = 6;

  /** UDP. */
  public static final int UDP = 17;

  /** ICMP for IPv6. */
  public static final int ICMPV6 = 58;

  private static final int SCTP = 132;

  private Protocols() {}

  /** True for protocols whose records carry ports; all others have port 0. */
  public static boolean hasPorts(int protocol) {
    return protocol == TCP || protocol == UDP || protocol == SCTP;
  }

  /** The number of a protocol by its name or number; null when it is neither. */
  public static @Nullable Integer find(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "tcp" -> TCP;
      case "udp" -> UDP;
      case "icmp" -> ICMP;
      case "icmp6", "icmpv6", "ipv6-icmp", "icmp-v6" -> ICMPV6;
      case "igmp" -> 2;
      case "gre" -> 47;
      case "esp" -> 50;
      case "ah" -> 51;
      case "sctp" -> SCTP;
      case "all", "any" -> -1;
      case String text when text.matches("\\d{1,3}") && Integer.parseInt(text) < 256 ->
          Integer.valueOf(text);
      case String text -> null;
    };
  }
}
