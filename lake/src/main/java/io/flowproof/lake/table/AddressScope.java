package io.flowproof.lake.table;

import io.flowproof.core.address.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What kind of place an address names, from the address alone. Source: IANA's registries of
 * special-purpose addresses (RFC 6890 and its updates).
 */
public enum AddressScope {
  /** Private networks: RFC 1918, and fc00::/7 (RFC 4193). */
  PRIVATE("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
  /** Shared by carriers and used within clouds (RFC 6598). */
  SHARED("100.64.0.0/10"),
  /** The host itself. */
  LOOPBACK("127.0.0.0/8", "::1/128"),
  /** The link only; instance metadata among them. */
  LINK_LOCAL("169.254.0.0/16", "fe80::/10"),
  /** Groups, and the limited broadcast. */
  MULTICAST("224.0.0.0/4", "255.255.255.255/32", "ff00::/8"),
  /** For documentation and measurements only. */
  DOCUMENTATION(
      "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "2001:db8::/32"),
  /** Not to be seen on a network. */
  RESERVED("0.0.0.0/8", "240.0.0.0/4", "::/128"),
  /** Every other address. */
  GLOBAL();

  private final List<Network> networks;

  AddressScope(String... networks) {
    this.networks = Arrays.stream(networks).map(text -> Network.parse(text).orElseThrow()).toList();
  }

  /** The name in tables: lower case, with a hyphen. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its networks; empty for all the rest. */
  List<Network> networks() {
    return networks;
  }
}
