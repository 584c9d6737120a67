package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.kql.JsonFunction;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.lower.kql.AggregateFunction.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** {@code make_set()} and {@code make_list()}: arrays as JSON text. */
final class ArrayAggregates {
  /** Kusto's own limit of elements. */
  private static final long MOST = 1_048_576;

  private ArrayAggregates() {}

  static List<Column> set(AggregateArguments call) {
    Scalar value = element(call);
    if (value.type() == KqlType.DYNAMIC) {
      return elements(call, value);
    }
    String template = "list_sort(list(DISTINCT {0}){filter})";
    return collected(call, template, List.of(value), false);
  }

  /** Of arrays their elements make the set. */
  private static List<Column> elements(AggregateArguments call, Scalar value) {
    String template =
        JsonFunction.sql("distinct_elements")
            + "(concat('["
            + most(call)
            + ",', coalesce(array_to_string(list_sort(list(DISTINCT {0}){filter}), ','), 'null'), ']'))";
    RexNode there = call.call().values().scalars().isNotNull(value.rex());
    return call.column(
        call.measureWhere(
            there,
            KqlType.DYNAMIC,
            AggregateFunctions.aggregate("COLLECT", Types.TEXT, template),
            List.of(value)));
  }

  static List<Column> list(AggregateArguments call) {
    return list(call, false);
  }

  /** All values in the order of the rows. */
  static List<Column> list(AggregateArguments call, boolean withNulls) {
    List<Scalar> arguments = new ArrayList<>(List.of(element(call)));
    StringBuilder order = new StringBuilder();
    for (SortKey key : call.order()) {
      order
          .append(order.isEmpty() ? " ORDER BY " : ", ")
          .append('{')
          .append(arguments.size())
          .append('}')
          .append(key.direction() == SortKey.Direction.DESCENDING ? " DESC" : "")
          .append(key.nulls() == SortKey.Nulls.FIRST ? " NULLS FIRST" : " NULLS LAST");
      arguments.add(call.place(key.index()));
    }
    return collected(call, "list({0}" + order + "){filter}", arguments, withNulls);
  }

  /** How many elements at most. */
  private static long most(AggregateArguments call) {
    int limit = call.call().count() - 1;
    long most = limit >= 1 ? call.call().constantNumber(limit) : MOST;
    if (most < 1) {
      throw call.call().problem(limit, "must be 1 or more");
    }
    return Math.min(most, MOST);
  }

  private static List<Column> collected(
      AggregateArguments call, String list, List<Scalar> arguments, boolean withNulls) {
    String some = "list_slice(" + list + ", 1, " + most(call) + ")";
    // Dynamic values are JSON already.
    String template =
        arguments.getFirst().type() == KqlType.DYNAMIC
            ? "concat('[', coalesce(array_to_string(list_transform("
                + some
                + ", lambda e: coalesce(e, 'null')), ','), ''), ']')"
            : "coalesce(CAST(to_json(" + some + ") AS VARCHAR), '[]')";
    RexNode there =
        withNulls
            ? call.call().values().scalars().bool(true)
            : call.call().values().scalars().isNotNull(arguments.getFirst().rex());
    Scalar array =
        call.measureWhere(
            there,
            KqlType.DYNAMIC,
            AggregateFunctions.aggregate("COLLECT", Types.TEXT, template),
            arguments);
    return call.column(array);
  }

  /** Times as texts; numbers, bools and strings as they are. */
  private static Scalar element(AggregateArguments call) {
    Scalar value = call.call().argument(0);
    return switch (value.type()) {
      case DATETIME, TIMESPAN -> timeText(call, value);
      case BOOL, DECIMAL, DYNAMIC, GUID, INT, LONG, REAL, STRING -> value;
    };
  }

  private static Scalar timeText(AggregateArguments call, Scalar value) {
    return call.call()
        .call(KqlType.STRING, "nullif({0}, '')", call.call().conversions().text(value));
  }
}
