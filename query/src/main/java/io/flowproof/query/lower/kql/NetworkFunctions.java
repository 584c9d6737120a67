package io.flowproof.query.lower.kql;

import io.flowproof.query.function.AddressFunctions;
import io.flowproof.query.function.Ipv4Prefix;
import io.flowproof.query.function.KqlFunctions;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexNode;

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
            NetworkFunctions::isPrivate),
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
    if (call.argument(range).constant() instanceof String text) {
      Ipv4Prefix prefix = Ipv4Prefix.parse(text);
      if (prefix == null) {
        throw call.problem(range, "is no CIDR range: '" + text + "'");
      }
      Optional<RexNode> number = call.scope().addressNumber(call.string(0));
      if (number.isPresent()) {
        return call.values().bool(within(call, number.get(), prefix));
      }
    }
    return call.call(
        KqlType.BOOL,
        KqlFunctions.IPV4_IS_IN_RANGE + "({0}, {1})",
        call.string(0),
        call.string(range));
  }

  /**
   * Where the address is known as a number, the ranges are comparisons; else Java reads the text.
   */
  private static Scalar isPrivate(FunctionCall call) {
    return call.scope()
        .addressNumber(call.string(0))
        .map(
            number ->
                call.values()
                    .bool(
                        call.values()
                            .scalars()
                            .or(
                                Ipv4Prefix.privateRanges().stream()
                                    .map(range -> within(call, number, range))
                                    .toList())))
        .orElseGet(
            () -> call.call(KqlType.BOOL, KqlFunctions.IPV4_IS_PRIVATE + "({0})", call.string(0)));
  }

  private static RexNode within(FunctionCall call, RexNode number, Ipv4Prefix range) {
    return AddressFunctions.between(call.values().scalars(), number, range.first(), range.last());
  }

  /** Ranges are texts, or arrays of texts. */
  private static Scalar inAnyRange(FunctionCall call) {
    List<Ipv4Prefix> ranges = new ArrayList<>();
    boolean known = true;
    for (Scalar range : call.arguments().subList(1, call.count())) {
      known &= add(range, ranges);
    }
    Optional<RexNode> number = call.scope().addressNumber(call.string(0));
    return known && number.isPresent()
        ? call.values()
            .bool(
                call.values()
                    .scalars()
                    .or(ranges.stream().map(range -> within(call, number.get(), range)).toList()))
        : new PackedFunction("ipv4_is_in_any_range", "sa", KqlType.BOOL).lower(call);
  }

  /** False when it is not known which ranges these are. */
  private static boolean add(Scalar range, List<Ipv4Prefix> ranges) {
    if (!(range.constant() instanceof String text)) {
      return false;
    }
    List<Object> texts =
        range.type() == KqlType.DYNAMIC
            ? JsonArray.elements(text).orElse(List.of(text))
            : List.of(text);
    for (Object each : texts) {
      Ipv4Prefix prefix = Ipv4Prefix.parse(each.toString());
      if (prefix == null) {
        return false;
      }
      ranges.add(prefix);
    }
    return true;
  }
}
