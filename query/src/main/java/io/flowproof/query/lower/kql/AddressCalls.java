package io.flowproof.query.lower.kql;

import static io.flowproof.query.kql.KqlType.BOOL;

import java.util.List;
import java.util.stream.Stream;

/** Functions of addresses whose bodies are in Java. */
final class AddressCalls {
  private static final String IPV6 =
      """
      ipv6_compare | (address, address, bits) | ssi | 2 | 3 | long | -1, 0 or 1 as the first address is less, equal or greater; null for no address
      ipv6_is_match | (address, address, bits) | ssi | 2 | 3 | bool | Whether two addresses match in the bits that both have, or null
      ipv6_is_in_range | (address, range) | s | 2 | 2 | bool | Whether an address lies in a range, or null
      ipv6_is_in_any_range | (address, range, …) | sa | 2 | 64 | bool | Whether an address lies in one of the ranges
      parse_ipv6 | (address) | s | 1 | 1 | string | All digits of an address, cut to its prefix; empty for no address
      parse_ipv6_mask | (address, bits) | si | 2 | 2 | string | All digits of an address, cut to so many bits
      """;

  private static final String IPV4 =
      """
      ipv4_compare | (address, address, bits) | ssi | 2 | 3 | long | -1, 0 or 1 as the first IPv4 address is less, equal or greater; null for no address
      ipv4_netmask_suffix | (address) | s | 1 | 1 | long | The length of an IPv4 address's prefix, 32 without one
      ipv4_range_to_cidr_list | (first, last) | s | 2 | 2 | dynamic | The networks that make up a range of IPv4 addresses
      parse_ipv4 | (address) | s | 1 | 1 | long | The number of an IPv4 address, cut to its prefix; null for no address
      parse_ipv4_mask | (address, bits) | si | 2 | 2 | long | The number of an IPv4 address, cut to so many bits
      format_ipv4 | (address, bits) | ti | 1 | 2 | string | An IPv4 address, or its number, cut to so many bits
      format_ipv4_mask | (address, bits) | ti | 1 | 2 | string | An IPv4 network with its prefix
      """;

  private AddressCalls() {}

  static List<ScalarFunction> all() {
    return Stream.of(ipv4(), ipv6(), texts()).flatMap(List::stream).toList();
  }

  private static List<ScalarFunction> ipv4() {
    return PackedFunction.table(IPV4);
  }

  private static List<ScalarFunction> ipv6() {
    return PackedFunction.table(IPV6);
  }

  private static List<ScalarFunction> texts() {
    return List.of(
        has("has_ipv4", "has_any_ipv4", "(text, address)", 2, "Whether the text has the address"),
        has(
            "has_any_ipv4",
            "has_any_ipv4",
            "(text, address, …)",
            64,
            "Whether the text has one of the addresses"),
        has(
            "has_ipv4_prefix",
            "has_any_ipv4_prefix",
            "(text, prefix)",
            2,
            "Whether the text has an address that begins so"),
        has(
            "has_any_ipv4_prefix",
            "has_any_ipv4_prefix",
            "(text, prefix, …)",
            64,
            "Whether the text has an address that begins with one of these"));
  }

  private static ScalarFunction has(
      String name, String java, String signature, int most, String about) {
    return new ScalarFunction(
        name, signature, 2, most, about, new PackedFunction(java, "sa", BOOL));
  }
}
