package io.flowproof.query.function;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.address.Network;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Functions of addresses that SQL lacks. Each has an operator to lower to, and a Java body that the
 * engine must know (see {@link #java}).
 */
public final class AddressFunctions {
  /** {@code (address)}: ISO code of its country, or null. */
  public static final EngineFunction COUNTRY_CODE =
      EngineFunction.named("fp_country_code", Types.TEXT);

  /** {@code (address)}: English name of its country, or null. */
  public static final EngineFunction COUNTRY_NAME =
      EngineFunction.named("fp_country_name", Types.TEXT);

  /** {@code (network, address)}: whether the network holds it; null where one of them is none. */
  public static final EngineFunction CIDR_CONTAINS =
      EngineFunction.named("fp_cidr_contains", Types.BOOLEAN);

  private AddressFunctions() {}

  /**
   * Whether {@code network} holds the address in {@code text}: null where the text is no address.
   * Where the relation knows the address as a number, an IPv4 network becomes a comparison of
   * numbers, which is many times faster.
   */
  public static RexNode contains(
      Scalars scalars, Relation<?> relation, RexNode text, Network network, String written) {
    RexNode general = scalars.call(CIDR_CONTAINS, scalars.text(written), text);
    Integer place =
        text instanceof RexInputRef ref ? relation.addressKeys().get(ref.getIndex()) : null;
    if (place == null || network.ipv6()) {
      return general;
    }
    RexNode key = RexInputRef.of(place, relation.plan().getRowType());
    return scalars.choose(
        Types.BOOLEAN,
        scalars.isNotNull(key),
        between(scalars, key, network.firstIpv4(), network.lastIpv4()),
        general);
  }

  /** Whether an address, as an unsigned number, lies from {@code first} to {@code last}. */
  public static RexNode between(Scalars scalars, RexNode number, long first, long last) {
    return scalars.and(
        scalars.call(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, number, scalars.number(first)),
        scalars.call(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, number, scalars.number(last)));
  }

  /** {@link #CIDR_CONTAINS} in Java. */
  static @Nullable Boolean cidrContains(String network, String address) {
    AddressReader reader = new AddressReader();
    return Network.parse(network)
        .filter(parsed -> reader.read(address))
        .map(parsed -> parsed.contains(reader))
        .orElse(null);
  }

  /** The bodies of the country functions over one database. */
  public static List<JavaFunction> java(CountryLookup countries) {
    return List.of(
        new JavaFunction(
            CIDR_CONTAINS.getName(),
            List.of(ColumnType.TEXT, ColumnType.TEXT),
            ColumnType.BOOLEAN,
            arguments -> cidrContains(text(arguments[0]), text(arguments[1]))),
        new JavaFunction(
            COUNTRY_CODE.getName(),
            List.of(ColumnType.TEXT),
            ColumnType.TEXT,
            arguments -> countries.isoCode(text(arguments[0]))),
        new JavaFunction(
            COUNTRY_NAME.getName(),
            List.of(ColumnType.TEXT),
            ColumnType.TEXT,
            arguments -> countries.name(text(arguments[0]))));
  }

  private static String text(@Nullable Object argument) {
    return (String) Objects.requireNonNull(argument);
  }
}
