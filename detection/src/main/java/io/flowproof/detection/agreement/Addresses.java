package io.flowproof.detection.agreement;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Addresses at the borders of networks, where readers of addresses differ if they do. */
final class Addresses {
  private static final List<String> ALWAYS =
      List.of(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "169.254.0.0/16",
          "127.0.0.0/8",
          "224.0.0.0/4",
          "203.0.113.0/24",
          "198.51.100.0/24",
          "193.0.0.0/21",
          "8.8.8.0/24",
          "fc00::/7",
          "fe80::/10",
          "2001:db8::/32",
          "2600:1f18::/33");

  private Addresses() {}

  /** First and last address of each network, and the neighbours outside. */
  static List<String> around(List<String> networks) {
    Set<String> all = new LinkedHashSet<>();
    List<String> every = new ArrayList<>(networks);
    every.addAll(ALWAYS);
    for (String network : every) {
      String[] parts = network.split("/");
      byte[] first = bytes(parts[0]);
      int bits = parts.length > 1 ? Integer.parseInt(parts[1]) : first.length * 8;
      byte[] last = first.clone();
      for (int i = bits; i < first.length * 8; i++) {
        last[i / 8] |= (byte) (1 << (7 - i % 8));
      }
      add(all, moved(first, -1), first, moved(first, 1), moved(last, -1), last, moved(last, 1));
    }
    all.remove("0.0.0.0");
    return List.copyOf(all);
  }

  private static void add(Set<String> all, byte[]... addresses) {
    for (byte[] address : addresses) {
      try {
        all.add(text(address));
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String text(byte[] address) throws UnknownHostException {
    if (address.length == 4) {
      return InetAddress.getByAddress(address).getHostAddress();
    }
    var reader = new io.flowproof.core.address.AddressReader();
    return reader.read(InetAddress.getByAddress(address).getHostAddress())
        ? reader.text()
        : "2001:db8::1";
  }

  /** One further or one back; at the end of all addresses the same. */
  private static byte[] moved(byte[] address, int by) {
    byte[] other = address.clone();
    for (int i = other.length - 1; i >= 0; i--) {
      other[i] += (byte) by;
      if (other[i] != (by > 0 ? 0 : (byte) -1)) {
        return other;
      }
    }
    return address;
  }

  private static byte[] bytes(String text) {
    try {
      return InetAddress.getByName(text).getAddress(); // A literal: nothing is looked up.
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("Not an address: " + text, e);
    }
  }
}
