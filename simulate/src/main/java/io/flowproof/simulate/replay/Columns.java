package io.flowproof.simulate.replay;

import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.Protocols;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one line of a capture by their column's name; {@code -} and empty are absent. */
final class Columns {
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private final Map<String, String> values;

  Columns(Map<String, String> values) {
    this.values = values;
  }

  /** The value of the first of these columns that has one, or null. */
  @Nullable String find(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null && !value.isBlank() && !value.equals("-") && !value.equals("(empty)")) {
        return value.strip();
      }
    }
    return null;
  }

  String text(String... names) {
    String value = find(names);
    if (value == null) {
      throw new IllegalArgumentException("no " + names[0]);
    }
    return value;
  }

  IpAddress address(String... names) {
    return IpAddress.of(text(names));
  }

  /** A count; null where it is absent. */
  @Nullable Long count(String... names) {
    String value = find(names);
    if (value == null) {
      return null;
    }
    try {
      long number = new BigDecimal(value).longValueExact();
      if (number >= 0) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "Invalid " + names[0] + ": '" + value + "' (must be a number, 0 or more)");
  }

  long countOr(long otherwise, String... names) {
    Long count = count(names);
    return count == null ? otherwise : count;
  }

  int port(int protocol, String... names) {
    if (!Protocols.hasPorts(protocol)) {
      return 0;
    }
    String value = text(names);
    try {
      int port = Integer.decode(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "Invalid " + names[0] + ": '" + value + "' (must be a port, 0 to 65535)");
  }

  /** The protocol; ICMP between IPv6 addresses is that of IPv6. */
  int protocol(IpAddress address, String... names) {
    String value = text(names);
    Integer protocol = Protocols.find(value);
    if (protocol == null || protocol < 0) {
      throw new IllegalArgumentException("no IP protocol that is known: '" + value + "'");
    }
    return protocol == Protocols.ICMP && address.isIpv6() ? Protocols.ICMPV6 : protocol;
  }

  /** A length of time in seconds, as microseconds; 0 where it is absent. */
  long duration(String... names) {
    String value = find(names);
    return value == null ? 0 : Math.max(0, seconds(names[0], value));
  }

  /** A point in time: Unix seconds, or a date and time in UTC, as microseconds. */
  long time(String... names) {
    String value = text(names);
    if (value.matches("-?[0-9.eE+-]+") && !value.matches("\\d{4}-\\d{2}-\\d{2}.*")) {
      return seconds(names[0], value);
    }
    String iso = value.replace('/', '-').replace(' ', 'T').replaceAll("Z$", "");
    try {
      Instant instant = LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
      return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("Invalid " + names[0] + ": '" + value + "' is no time");
    }
  }

  private static long seconds(String name, String value) {
    try {
      return new BigDecimal(value).multiply(MILLION).longValue();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Invalid " + name + ": '" + value + "' is no time");
    }
  }
}
