package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.lower.kql.AggregateFunction.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;

/**
 * The aggregates. Nulls are left out. Over no rows counts, sums, variance and standard deviation
 * are 0, sets and lists empty, all else null (Kusto documentation, "summarize operator", default
 * values).
 */
final class AggregateFunctions {
  private AggregateFunctions() {}

  static List<AggregateFunction> all() {
    List<AggregateFunction> all = new ArrayList<>();
    addCounts(all);
    addSums(all);
    addSpreads(all);
    addArrays(all);
    addRows(all);
    all.addAll(CollectingAggregates.all());
    return List.copyOf(all);
  }

  private static void addCounts(List<AggregateFunction> all) {
    all.add(function("count", "()", 0, 0, "count", "Number of rows", AggregateFunctions::count));
    all.add(
        conditional(
            "countif",
            "(condition)",
            1,
            1,
            "countif",
            "Number of rows for which it is true",
            AggregateFunctions::count));
    both(
        all,
        "dcount",
        "(value, accuracy)",
        2,
        "dcount",
        "Number of different values, counted exactly",
        AggregateFunctions::distinct);
    both(
        all,
        "count_distinct",
        "(value)",
        1,
        "count_distinct",
        "Number of different values",
        AggregateFunctions::distinct);
  }

  private static void addSums(List<AggregateFunction> all) {
    both(all, "sum", "(value)", 1, "sum", "Sum", AggregateFunctions::sum);
    both(all, "avg", "(value)", 1, "avg", "Mean", AggregateFunctions::avg);
    both(all, "min", "(value)", 1, "min", "Least value", c -> extreme(c, "min"));
    both(all, "max", "(value)", 1, "max", "Greatest value", c -> extreme(c, "max"));
  }

  private static void addSpreads(List<AggregateFunction> all) {
    both(
        all,
        "stdev",
        "(value)",
        1,
        "stdev",
        "Standard deviation of a sample",
        c -> spread(c, "stddev_samp"));
    both(
        all,
        "variance",
        "(value)",
        1,
        "variance",
        "Variance of a sample",
        c -> spread(c, "var_samp"));
    all.add(
        function(
            "stdevp",
            "(value)",
            1,
            1,
            "stdevp",
            "Standard deviation of all",
            c -> spread(c, "stddev_pop")));
    both(all, "variancep", "(value)", 1, "variancep", "Variance of all", c -> spread(c, "var_pop"));
    all.add(
        function(
            "percentile",
            "(value, percentile)",
            2,
            2,
            "percentile",
            "Nearest-rank percentile",
            AggregateFunctions::percentiles));
    all.add(
        function(
            "percentiles",
            "(value, percentile, …)",
            2,
            64,
            "percentile",
            "Nearest-rank percentiles",
            AggregateFunctions::percentiles));
  }

  private static void addArrays(List<AggregateFunction> all) {
    String set = "The different values as an array, in their order";
    String list = "All values as an array, in the order of the rows";
    for (String name : List.of("make_set", "makeset")) {
      all.add(function(name, "(value, most)", 1, 2, "set", set, ArrayAggregates::set));
    }
    for (String name : List.of("make_list", "makelist")) {
      all.add(function(name, "(value, most)", 1, 2, "list", list, ArrayAggregates::list));
    }
    all.add(
        conditional(
            "make_set_if", "(value, condition, most)", 2, 3, "set", set, ArrayAggregates::set));
    all.add(
        conditional(
            "make_list_if", "(value, condition, most)", 2, 3, "list", list, ArrayAggregates::list));
  }

  private static void addRows(List<AggregateFunction> all) {
    String row = "The values of the row where the first one is ";
    all.add(
        function(
            "arg_max",
            "(value, column, …)",
            1,
            64,
            "",
            row + "greatest",
            c -> RowPicks.extreme(c, true)));
    all.add(
        function(
            "arg_min",
            "(value, column, …)",
            1,
            64,
            "",
            row + "least",
            c -> RowPicks.extreme(c, false)));
    String any = "The values of one row";
    all.add(function("take_any", "(column, …)", 1, 64, "", any, RowPicks::any));
    all.add(function("any", "(column, …)", 1, 1, "any", any, RowPicks::any));
    String some = any + " for which the condition is true";
    all.add(conditional("take_anyif", "(column, condition)", 2, 2, "", some, RowPicks::any));
    all.add(conditional("anyif", "(column, condition)", 2, 2, "anyif", some, RowPicks::any));
  }

  private static AggregateFunction function(
      String name,
      String signature,
      int least,
      int most,
      String prefix,
      String about,
      AggregateFunction.Body body) {
    return new AggregateFunction(name, signature, least, most, prefix, -1, about, body);
  }

  /** One with a condition on rows: the second argument, or the only one. */
  private static AggregateFunction conditional(
      String name,
      String signature,
      int least,
      int most,
      String prefix,
      String about,
      AggregateFunction.Body body) {
    int condition = least == 1 ? 0 : 1;
    return new AggregateFunction(name, signature, least, most, prefix, condition, about, body);
  }

  /** The function and its {@code …if} form. */
  private static void both(
      List<AggregateFunction> all,
      String name,
      String signature,
      int most,
      String prefix,
      String about,
      AggregateFunction.Body body) {
    all.add(function(name, signature, 1, most, prefix, about, body));
    all.add(
        conditional(
            name + "if",
            "(value, condition)",
            2,
            most + 1,
            prefix + "if",
            about + " where the condition is true",
            body));
  }

  private static List<Column> count(AggregateArguments call) {
    return call.column(call.measure(KqlType.LONG, Aggregates.COUNT));
  }

  private static List<Column> sum(AggregateArguments call) {
    Scalar value = summable(call);
    if (value.type() == KqlType.REAL) {
      EngineAggregate sum =
          aggregate("SUM", Types.DOUBLE, "coalesce(sum({0} ORDER BY {0}){filter}, 0)");
      return call.column(call.measure(KqlType.REAL, sum, value));
    }
    KqlType type = value.type() == KqlType.TIMESPAN ? KqlType.TIMESPAN : KqlType.LONG;
    EngineAggregate sum =
        aggregate(
            "SUM",
            Types.LONG,
            "CASE WHEN coalesce(sum({0}){filter}, 0) BETWEEN -9223372036854775808 AND"
                + " 9223372036854775807 THEN CAST(coalesce(sum({0}){filter}, 0) AS BIGINT)"
                + " ELSE error('A sum is larger than a long can hold, at "
                + call.call().binder().place(call.call().span())
                + ": sum reals instead, sum(toreal(…))') END");
    return call.column(call.measure(type, sum, value));
  }

  private static Scalar summable(AggregateArguments call) {
    return call.call().argument(0, KqlType.REAL, KqlType.LONG, KqlType.INT, KqlType.TIMESPAN);
  }

  private static List<Column> avg(AggregateArguments call) {
    Scalar value =
        call.call()
            .argument(
                0, KqlType.REAL, KqlType.LONG, KqlType.INT, KqlType.TIMESPAN, KqlType.DATETIME);
    return switch (value.type()) {
      case TIMESPAN, DATETIME ->
          call.column(
              call.measure(
                  value.type(),
                  aggregate(
                      "AVG", Types.LONG, "CAST(sum({0}){filter} // count({0}){filter} AS BIGINT)"),
                  value));
      case REAL ->
          call.column(
              call.measure(
                  KqlType.REAL,
                  aggregate(
                      "AVG", Types.DOUBLE, "sum({0} ORDER BY {0}){filter} / count({0}){filter}"),
                  value));
      // Integers are summed as integers: a sum of doubles would vary with the order of rows.
      case BOOL, DECIMAL, DYNAMIC, GUID, INT, LONG, STRING ->
          call.column(
              call.measure(
                  KqlType.REAL,
                  aggregate(
                      "AVG", Types.DOUBLE, "CAST(sum({0}){filter} AS DOUBLE) / count({0}){filter}"),
                  value));
    };
  }

  private static List<Column> extreme(AggregateArguments call, String sql) {
    Scalar value = call.call().argument(0);
    if (value.type() == KqlType.DYNAMIC) {
      throw call.call().mismatch(0, "a scalar");
    }
    RelDataType type = Values.physical(value.type());
    // Over no rows a string is empty, not null.
    String template =
        value.type() == KqlType.STRING
            ? "coalesce(" + sql + "({0}){filter}, '')"
            : sql + "({0}){filter}";
    return call.column(call.measure(value.type(), aggregate(sql, type, template), value));
  }

  private static List<Column> distinct(AggregateArguments call) {
    if (call.call().count() > 1) {
      long accuracy = call.call().constantNumber(1);
      if (accuracy < 0 || accuracy > 4) {
        throw call.call().problem(1, "must be 0 to 4");
      }
    }
    Scalar value = call.call().argument(0);
    return call.column(call.measure(KqlType.LONG, Aggregates.COUNT_DISTINCT, value));
  }

  private static List<Column> spread(AggregateArguments call, String sql) {
    Scalar value = call.call().conversions().widened(call.call().number(0), KqlType.REAL);
    EngineAggregate aggregate =
        aggregate(sql, Types.DOUBLE, "coalesce(" + sql + "({0} ORDER BY {0}){filter}, 0)");
    return call.column(call.measure(KqlType.REAL, aggregate, value));
  }

  private static List<Column> percentiles(AggregateArguments call) {
    Scalar value =
        call.call()
            .argument(
                0, KqlType.REAL, KqlType.LONG, KqlType.INT, KqlType.TIMESPAN, KqlType.DATETIME);
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i < call.call().count(); i++) {
      String percent = percent(call.call(), i);
      EngineAggregate aggregate =
          aggregate(
              "PERCENTILE",
              Values.physical(value.type()),
              "quantile_disc({0}, " + percent + " / 100.0)");
      columns.add(
          new Column(
              "percentile_"
                  + AutoNames.orEmpty(call.expressions().getFirst())
                  + "_"
                  + percent.replace('.', '_'),
              call.measure(value.type(), aggregate, value)));
    }
    return columns;
  }

  private static String percent(FunctionCall call, int index) {
    if (call.argument(index).constant() instanceof Number percent
        && percent.doubleValue() >= 0
        && percent.doubleValue() <= 100) {
      return percent.toString();
    }
    throw call.problem(index, "must be a constant number from 0 to 100");
  }

  static EngineAggregate aggregate(String name, RelDataType type, String template) {
    return new EngineAggregate(name, type, template);
  }
}
