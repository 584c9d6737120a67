package io.flowproof.query.lower.kql;

import static io.flowproof.query.kql.KqlType.BOOL;
import static io.flowproof.query.kql.KqlType.DYNAMIC;
import static io.flowproof.query.kql.KqlType.LONG;
import static io.flowproof.query.kql.KqlType.STRING;

import java.util.List;
import java.util.stream.Stream;

/** Functions of addresses whose bodies are in Java. */
final class AddressCalls {
  private AddressCalls() {}

  static List<ScalarFunction> all() {
    return Stream.of(ipv4(), ipv6(), texts()).flatMap(List::stream).toList();
  }

  private static List<ScalarFunction> ipv4() {
    return List.of(
        PackedFunction.of(
            "ipv4_compare",
            "(address, address, bits)",
            "ssi",
            2,
            3,
            LONG,
            "-1, 0 or 1 as the first IPv4 address is less, equal or greater; null for no address"),
        PackedFunction.of(
            "ipv4_netmask_suffix",
            "(address)",
            "s",
            1,
            1,
            LONG,
            "The length of an IPv4 address's prefix, 32 without one"),
        PackedFunction.of(
            "ipv4_range_to_cidr_list",
            "(first, last)",
            "s",
            2,
            2,
            DYNAMIC,
            "The networks that make up a range of IPv4 addresses"),
        PackedFunction.of(
            "parse_ipv4",
            "(address)",
            "s",
            1,
            1,
            LONG,
            "The number of an IPv4 address, cut to its prefix; null for no address"),
        PackedFunction.of(
            "parse_ipv4_mask",
            "(address, bits)",
            "si",
            2,
            2,
            LONG,
            "The number of an IPv4 address, cut to so many bits"),
        PackedFunction.of(
            "format_ipv4",
            "(address, bits)",
            "ti",
            1,
            2,
            STRING,
            "An IPv4 address, or its number, cut to so many bits"),
        PackedFunction.of(
            "format_ipv4_mask",
            "(address, bits)",
            "ti",
            1,
            2,
            STRING,
            "An IPv4 network with its prefix"));
  }

  private static List<ScalarFunction> ipv6() {
    return List.of(
        PackedFunction.of(
            "ipv6_compare",
            "(address, address, bits)",
            "ssi",
            2,
            3,
            LONG,
            "-1, 0 or 1 as the first address is less, equal or greater; null for no address"),
        PackedFunction.of(
            "ipv6_is_match",
            "(address, address, bits)",
            "ssi",
            2,
            3,
            BOOL,
            "Whether two addresses match in the bits that both have, or null"),
        PackedFunction.of(
            "ipv6_is_in_range",
            "(address, range)",
            "s",
            2,
            2,
            BOOL,
            "Whether an address lies in a range, or null"),
        PackedFunction.of(
            "ipv6_is_in_any_range",
            "(address, range, …)",
            "sa",
            2,
            64,
            BOOL,
            "Whether an address lies in one of the ranges"),
        PackedFunction.of(
            "parse_ipv6",
            "(address)",
            "s",
            1,
            1,
            STRING,
            "All digits of an address, cut to its prefix; empty for no address"),
        PackedFunction.of(
            "parse_ipv6_mask",
            "(address, bits)",
            "si",
            2,
            2,
            STRING,
            "All digits of an address, cut to so many bits"));
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
