package io.flowproof.query.lower.kql;

import io.flowproof.query.function.AddressFunctions;
import io.flowproof.query.function.KqlFunctions;
import io.flowproof.query.kql.KqlType;
import java.util.List;
import java.util.stream.Stream;

/** Functions of addresses. An address that cannot be read gives null. */
final class NetworkFunctions {
  private NetworkFunctions() {}

  static List<ScalarFunction> all() {
    return Stream.of(addresses(), countries()).flatMap(List::stream).toList();
  }

  private static List<ScalarFunction> addresses() {
    return List.of(
        new ScalarFunction(
            "ipv4_is_private",
            "(address)",
            1,
            1,
            "Whether an IPv4 address is private (RFC 1918), or null",
            c -> c.call(KqlType.BOOL, KqlFunctions.IPV4_IS_PRIVATE + "({0})", c.string(0))),
        new ScalarFunction(
            "ipv4_is_in_range",
            "(address, range)",
            2,
            2,
            "Whether an IPv4 address lies in a CIDR range, or null",
            c -> inRange(c, 1)),
        new ScalarFunction(
            "ipv4_is_in_any_range",
            "(address, range, …)",
            2,
            64,
            "Whether an IPv4 address lies in one of the CIDR ranges",
            NetworkFunctions::inAnyRange),
        new ScalarFunction(
            "ipv4_is_match",
            "(address, address, bits)",
            2,
            3,
            "Whether two IPv4 addresses with prefixes match in the bits that both have, or null",
            c ->
                c.call(
                    KqlType.BOOL,
                    KqlFunctions.IPV4_IS_MATCH + "({0}, {1}, CAST({2} AS BIGINT))",
                    c.string(0),
                    c.string(1),
                    c.has(2) ? c.integer(2) : c.values().number(32))));
  }

  private static List<ScalarFunction> countries() {
    return List.of(
        new ScalarFunction(
            "geo_info",
            "(address)",
            1,
            1,
            "The blog's function, which no SIEM has: the ISO code of the country, or the empty text",
            c ->
                c.call(
                    KqlType.STRING,
                    "coalesce(" + AddressFunctions.COUNTRY_CODE.getName() + "({0}), '')",
                    c.string(0))),
        new ScalarFunction(
            "geo_info_from_ip_address",
            "(address)",
            1,
            1,
            "A bag with the country's name; empty where it is not known",
            c ->
                c.call(
                    KqlType.DYNAMIC,
                    "coalesce(CASE WHEN "
                        + AddressFunctions.COUNTRY_NAME.getName()
                        + "({0}) IS NOT NULL THEN CAST(json_object('country', "
                        + AddressFunctions.COUNTRY_NAME.getName()
                        + "({0})) AS VARCHAR) END, {1})",
                    c.string(0),
                    c.values().text("{}"))));
  }

  private static Scalar inRange(FunctionCall call, int range) {
    if (call.argument(range).constant() instanceof String text && !isRange(text)) {
      throw call.problem(range, "is no CIDR range: '" + text + "'");
    }
    return call.call(
        KqlType.BOOL,
        KqlFunctions.IPV4_IS_IN_RANGE + "({0}, {1})",
        call.string(0),
        call.string(range));
  }

  private static boolean isRange(String text) {
    return text.matches("\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?");
  }

  private static Scalar inAnyRange(FunctionCall call) {
    List<org.apache.calcite.rex.RexNode> each =
        java.util.stream.IntStream.range(1, call.count())
            .mapToObj(i -> inRange(call, i).rex())
            .toList();
    return call.values().bool(call.values().scalars().or(each));
  }
}
