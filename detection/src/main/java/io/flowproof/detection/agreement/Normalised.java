package io.flowproof.detection.agreement;

import io.flowproof.core.address.AddressReader;
import io.flowproof.detection.pack.Entity;
import io.flowproof.detection.pack.Rule;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Entities as both languages write them: values of one type have one text. */
final class Normalised {
  private static final Map<String, String> PROTOCOLS =
      Map.of("tcp", "6", "udp", "17", "icmp", "1", "ipv6-icmp", "58");

  private final Rule rule;
  private final UnaryOperator<String> countryName;

  /**
   * Of a rule's entities.
   *
   * @param countryName the name of a country for its code; anything else as it is
   */
  Normalised(Rule rule, UnaryOperator<String> countryName) {
    this.rule = rule;
    this.countryName = countryName;
  }

  Set<Map<String, @Nullable String>> of(Collection<Map<String, @Nullable String>> found) {
    Set<Map<String, @Nullable String>> all = new LinkedHashSet<>();
    for (Map<String, @Nullable String> finding : found) {
      Map<String, @Nullable String> normal = new HashMap<>();
      for (Entity entity : rule.entities()) {
        normal.put(entity.name(), of(entity.type(), finding.get(entity.name())));
      }
      all.add(normal);
    }
    return all;
  }

  private @Nullable String of(Entity.Type type, @Nullable String value) {
    if (value == null || value.isEmpty() || value.equals("-") || value.equals("unknown")) {
      return null; // A field that is not there: "-" in Sentinel, unknown or nothing in Splunk.
    }
    return switch (type) {
      case IP -> address(value);
      case PORT, PROTOCOL -> number(PROTOCOLS.getOrDefault(value.toLowerCase(Locale.ROOT), value));
      case COUNTRY -> countryName.apply(value);
      case INTERFACE, INSTANCE, ACCOUNT, VPC, SUBNET, TEXT -> value;
    };
  }

  private static String address(String value) {
    AddressReader reader = new AddressReader();
    return reader.read(value) ? reader.text() : value;
  }

  private static String number(String value) {
    try {
      return new BigDecimal(value).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return value;
    }
  }
}
