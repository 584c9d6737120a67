package io.flowproof.query.function;

import static java.util.Objects.requireNonNull;

import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.query.kql.KqlTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions of Kusto that SQL lacks: their names in SQL, and their Java bodies. */
public final class KqlFunctions {
  /** {@code (text)}: the ticks of a datetime, or null. */
  public static final String DATETIME = "fp_kql_datetime";

  /** {@code (text)}: the ticks of a timespan, or null. */
  public static final String TIMESPAN = "fp_kql_timespan";

  /** {@code (ticks)}: a timespan as text. */
  public static final String TIMESPAN_TEXT = "fp_kql_timespan_text";

  /** {@code (ticks, format)}: a datetime in a format of {@code format_datetime()}. */
  public static final String FORMAT_DATETIME = "fp_kql_format_datetime";

  /** {@code (address)}: whether an IPv4 address is private, or null. */
  public static final String IPV4_IS_PRIVATE = "fp_kql_ipv4_is_private";

  /** {@code (address, range)}: whether an IPv4 address lies in a CIDR range, or null. */
  public static final String IPV4_IS_IN_RANGE = "fp_kql_ipv4_is_in_range";

  /** {@code (address, address, bits)}: whether two IPv4 addresses match, or null. */
  public static final String IPV4_IS_MATCH = "fp_kql_ipv4_is_match";

  private KqlFunctions() {}

  /** The bodies. */
  public static List<JavaFunction> java() {
    ColumnType text = ColumnType.TEXT;
    ColumnType number = ColumnType.LONG;
    ColumnType flag = ColumnType.BOOLEAN;
    return List.of(
        new JavaFunction(DATETIME, List.of(text), number, a -> KqlTime.datetime(string(a, 0))),
        new JavaFunction(TIMESPAN, List.of(text), number, a -> KqlTime.timespan(string(a, 0))),
        new JavaFunction(
            TIMESPAN_TEXT, List.of(number), text, a -> KqlTime.timespanText(number(a, 0))),
        new JavaFunction(
            FORMAT_DATETIME,
            List.of(number, text),
            text,
            a -> DatetimeFormat.format(number(a, 0), string(a, 1))),
        new JavaFunction(
            IPV4_IS_PRIVATE, List.of(text), flag, a -> Ipv4Prefix.isPrivate(string(a, 0))),
        new JavaFunction(
            IPV4_IS_IN_RANGE,
            List.of(text, text),
            flag,
            a -> Ipv4Prefix.isInRange(string(a, 0), string(a, 1))),
        new JavaFunction(
            IPV4_IS_MATCH,
            List.of(text, text, number),
            flag,
            a -> Ipv4Prefix.isMatch(string(a, 0), string(a, 1), (int) number(a, 2))));
  }

  private static String string(@Nullable Object[] arguments, int at) {
    return (String) requireNonNull(arguments[at]);
  }

  private static long number(@Nullable Object[] arguments, int at) {
    return (Long) requireNonNull(arguments[at]);
  }
}
