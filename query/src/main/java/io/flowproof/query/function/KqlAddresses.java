package io.flowproof.query.function;

import io.flowproof.core.column.ColumnType;
import io.flowproof.query.function.kql.Arguments;
import io.flowproof.query.function.kql.Json;
import io.flowproof.query.function.kql.JsonFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Functions of addresses as Kusto has them: an address may have a prefix, which counts wherever the
 * address is read; of two prefixes, and of one that is given beside them, the shortest.
 */
final class KqlAddresses {
  /** An address of a text: neither letters nor digits nor a part of a longer one around it. */
  private static final Pattern IPV4 =
      Pattern.compile(
          "(?<![0-9A-Za-z.])(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?![0-9A-Za-z]|\\.[0-9A-Za-z])");

  private static final Pattern PREFIX =
      Pattern.compile("(?:[0-9]{1,3}\\.){1,3}|(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");

  private KqlAddresses() {}

  static List<JsonFunction> all() {
    ColumnType number = ColumnType.LONG;
    ColumnType flag = ColumnType.BOOLEAN;
    ColumnType text = ColumnType.TEXT;
    return List.of(
        new JsonFunction("ipv4_compare", number, KqlAddresses::compare4),
        new JsonFunction("ipv4_netmask_suffix", number, KqlAddresses::suffix),
        new JsonFunction("ipv4_range_to_cidr_list", text, KqlAddresses::cidrs),
        new JsonFunction("ipv4_is_in_any_range", flag, KqlAddresses::inAnyRange4),
        new JsonFunction("parse_ipv4", number, a -> number(a.text(0), 32)),
        new JsonFunction("parse_ipv4_mask", number, a -> number(a.text(0), a.number(1, -1))),
        new JsonFunction("format_ipv4", text, a -> formatted(a, false)),
        new JsonFunction("format_ipv4_mask", text, a -> formatted(a, true)),
        new JsonFunction("ipv6_compare", number, KqlAddresses::compare6),
        new JsonFunction("ipv6_is_match", flag, KqlAddresses::matches6),
        new JsonFunction("ipv6_is_in_range", flag, a -> inRange6(a.text(0), a.text(1))),
        new JsonFunction("ipv6_is_in_any_range", flag, KqlAddresses::inAnyRange6),
        new JsonFunction("parse_ipv6", text, a -> canonical(a.text(0), 128)),
        new JsonFunction("parse_ipv6_mask", text, a -> canonical(a.text(0), a.number(1, -1))),
        new JsonFunction("has_any_ipv4", flag, a -> has(a, false)),
        new JsonFunction("has_any_ipv4_prefix", flag, a -> has(a, true)));
  }

  private static @Nullable Object compare4(Arguments a) {
    Ipv4Prefix left = Ipv4Prefix.parse(a.text(0));
    Ipv4Prefix right = Ipv4Prefix.parse(a.text(1));
    long most = a.number(2, 32);
    if (left == null || right == null || most < 0 || most > 32) {
      return null;
    }
    int bits = (int) Math.min(most, Math.min(left.bits(), right.bits()));
    long first = new Ipv4Prefix(left.address(), bits).first();
    return (long) Long.compare(first, new Ipv4Prefix(right.address(), bits).first());
  }

  private static @Nullable Object suffix(Arguments a) {
    Ipv4Prefix prefix = Ipv4Prefix.parse(a.text(0));
    return prefix == null ? null : (Object) (long) prefix.bits();
  }

  private static @Nullable Object number(String text, long most) {
    Ipv4Prefix prefix = Ipv4Prefix.parse(text);
    return prefix == null || most < 0 || most > 32
        ? null
        : (Object) new Ipv4Prefix(prefix.address(), (int) Math.min(most, prefix.bits())).first();
  }

  private static String formatted(Arguments a, boolean withMask) {
    String text = a.text(0);
    long most = a.number(1, 32);
    if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= 0xFFFFFFFFL) {
      text = dotted(Long.parseLong(text));
    }
    Ipv4Prefix prefix = Ipv4Prefix.parse(text);
    if (prefix == null || most < 0 || most > 32) {
      return "";
    }
    int bits = (int) Math.min(most, prefix.bits());
    String address = dotted(new Ipv4Prefix(prefix.address(), bits).first());
    return withMask ? address + "/" + bits : address;
  }

  private static String dotted(long number) {
    return (number >> 24)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }

  /** The largest networks that make up a range. */
  private static @Nullable Object cidrs(Arguments a) {
    Object from = number(a.text(0), 32);
    Object to = number(a.text(1), 32);
    if (!(from instanceof Long first) || !(to instanceof Long last) || first > last) {
      return null;
    }
    List<String> networks = new ArrayList<>();
    long at = first;
    while (at <= last) {
      int bits = at == 0 ? 0 : 32 - Long.numberOfTrailingZeros(at);
      bits = Math.max(0, bits);
      while (at + (1L << (32 - bits)) - 1 > last) {
        bits++;
      }
      networks.add(Json.quoted(dotted(at) + "/" + bits));
      at += 1L << (32 - bits);
    }
    return "[" + String.join(",", networks) + "]";
  }

  private static @Nullable Object inAnyRange4(Arguments a) {
    Ipv4Prefix address = Ipv4Prefix.parse(a.text(0));
    if (address == null) {
      return null;
    }
    for (String text : rest(a)) {
      Ipv4Prefix range = Ipv4Prefix.parse(text);
      if (range != null && range.matches(address, range.bits())) {
        return true;
      }
    }
    return false;
  }

  private static List<String> rest(Arguments a) {
    List<String> texts = new ArrayList<>();
    for (int i = 1; i < a.count(); i++) {
      texts.addAll(a.texts(i));
    }
    return texts;
  }

  private static @Nullable Object compare6(Arguments a) {
    Ipv6Prefix left = Ipv6Prefix.parse(a.text(0));
    Ipv6Prefix right = Ipv6Prefix.parse(a.text(1));
    long most = a.number(2, 128);
    if (left == null || right == null || most < 0 || most > 128) {
      return null;
    }
    int bits = (int) Math.min(most, Math.min(left.bits(), right.bits()));
    return (long) left.compare(right, bits);
  }

  private static @Nullable Object matches6(Arguments a) {
    return compare6(a) instanceof Long order ? (Object) (order == 0) : null;
  }

  private static @Nullable Object inRange6(String text, String rangeText) {
    Ipv6Prefix address = Ipv6Prefix.parse(text);
    Ipv6Prefix range = Ipv6Prefix.parse(rangeText);
    return address == null || range == null
        ? null
        : (Object) (address.compare(range, range.bits()) == 0);
  }

  private static @Nullable Object inAnyRange6(Arguments a) {
    if (Ipv6Prefix.parse(a.text(0)) == null) {
      return null;
    }
    return rest(a).stream().anyMatch(range -> Boolean.TRUE.equals(inRange6(a.text(0), range)));
  }

  private static String canonical(String text, long most) {
    Ipv6Prefix prefix = Ipv6Prefix.parse(text);
    return prefix == null || most < 0 || most > 128
        ? ""
        : prefix.canonical((int) Math.min(most, prefix.bits()));
  }

  /** Whether a text has one of the addresses, or one that begins with a prefix. */
  private static Object has(Arguments a, boolean prefixes) {
    List<String> wanted = rest(a);
    Matcher found = IPV4.matcher(a.text(0));
    while (found.find()) {
      String address = found.group();
      if (Ipv4Prefix.parse(address) == null) {
        continue;
      }
      for (String text : wanted) {
        boolean valid = prefixes ? isPrefix(text) : Ipv4Prefix.parse(text) != null;
        boolean begins = text.endsWith(".") ? address.startsWith(text) : address.equals(text);
        if (valid && begins) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isPrefix(String text) {
    return PREFIX.matcher(text).matches();
  }
}
