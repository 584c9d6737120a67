package io.flowproof.query.function;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import java.util.List;

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

  private AddressFunctions() {}

  /** The bodies of the country functions over one database. */
  public static List<JavaFunction> java(CountryLookup countries) {
    return List.of(
        new JavaFunction(
            COUNTRY_CODE.getName(),
            List.of(ColumnType.TEXT),
            ColumnType.TEXT,
            arguments ->
                countries.isoCode((String) java.util.Objects.requireNonNull(arguments[0]))),
        new JavaFunction(
            COUNTRY_NAME.getName(),
            List.of(ColumnType.TEXT),
            ColumnType.TEXT,
            arguments -> countries.name((String) java.util.Objects.requireNonNull(arguments[0]))));
  }
}
