package io.flowproof.lake.table;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.address.Network;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a lake stores of an address beside its text, as SQL over staged columns: IPv4 from its
 * number; the rarer IPv6 address through a Java function.
 */
public final class AddressColumns {
  private static final String IPV6_HEX = "fp_ipv6_hex";
  private static final String IPV6_SCOPE = "fp_ipv6_scope";
  private static final String MAPPED =
      "'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\xFF\\xFF'::BLOB";

  private AddressColumns() {}

  /** A column's expression, and the column without which it has no value. */
  record Derived(String expression, String reads) {}

  /** The functions that the expressions call. */
  public static List<JavaFunction> functions() {
    return List.of(
        new JavaFunction(
            IPV6_HEX,
            List.of(ColumnType.TEXT),
            ColumnType.TEXT,
            arguments -> hex(String.valueOf(arguments[0]))),
        new JavaFunction(
            IPV6_SCOPE,
            List.of(ColumnType.TEXT),
            ColumnType.TEXT,
            arguments -> scope(String.valueOf(arguments[0]))));
  }

  static Derived source() {
    return key(FlowLogField.SRCADDR, FlowTables.SRCADDR_IPV4);
  }

  static Derived destination() {
    return key(FlowLogField.DSTADDR, FlowTables.DSTADDR_IPV4);
  }

  static Derived sourceScope() {
    return scope(FlowLogField.SRCADDR, FlowTables.SRCADDR_IPV4);
  }

  static Derived destinationScope() {
    return scope(FlowLogField.DSTADDR, FlowTables.DSTADDR_IPV4);
  }

  private static Derived key(FlowLogField address, String number) {
    return new Derived(
        "CASE WHEN %1$s IS NOT NULL THEN %2$s || CAST(CAST(CAST(%1$s AS UINTEGER) AS BIT) AS BLOB) WHEN %3$s IS NOT NULL THEN unhex(%4$s(%3$s)) END"
            .formatted(number, MAPPED, address.columnName(), IPV6_HEX),
        address.columnName());
  }

  private static Derived scope(FlowLogField address, String number) {
    String cases =
        java.util.Arrays.stream(AddressScope.values())
            .flatMap(
                scope ->
                    scope.networks().stream()
                        .filter(network -> !network.ipv6())
                        .map(network -> range(number, network, scope)))
            .collect(Collectors.joining(" "));
    return new Derived(
        "CASE WHEN %1$s IS NULL THEN CASE WHEN %2$s IS NOT NULL THEN %3$s(%2$s) END %4$s ELSE '%5$s' END"
            .formatted(number, address.columnName(), IPV6_SCOPE, cases, AddressScope.GLOBAL.text()),
        address.columnName());
  }

  private static String range(String number, Network network, AddressScope scope) {
    return String.format(
        Locale.ROOT,
        "WHEN %s BETWEEN %d AND %d THEN '%s'",
        number,
        network.firstIpv4(),
        network.lastIpv4(),
        scope.text());
  }

  private static @Nullable String hex(String address) {
    AddressReader reader = new AddressReader();
    return reader.read(address)
        ? String.format(Locale.ROOT, "%016x%016x", reader.high(), reader.low())
        : null;
  }

  private static @Nullable String scope(String address) {
    AddressReader reader = new AddressReader();
    if (!reader.read(address)) {
      return null;
    }
    for (AddressScope scope : AddressScope.values()) {
      if (scope.networks().stream().anyMatch(network -> network.contains(reader))) {
        return scope.text();
      }
    }
    return AddressScope.GLOBAL.text();
  }
}
