package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.kql.JsonFunction;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.lower.kql.AggregateFunction.Column;
import java.util.ArrayList;
import java.util.List;

/** The rarer aggregates: bags, lists with their nulls, weighted percentiles, bits, covariance. */
final class CollectingAggregates {
  private CollectingAggregates() {}

  static List<AggregateFunction> all() {
    List<AggregateFunction> all = new ArrayList<>();
    bags(all);
    percentiles(all);
    bits(all);
    covariances(all);
    return all;
  }

  private static void bags(List<AggregateFunction> all) {
    String bag = "One bag of all bags; of a key that several have, the first one's value";
    all.add(
        new AggregateFunction(
            "make_bag", "(bag, most)", 1, 2, "bag", -1, bag, CollectingAggregates::bag));
    all.add(
        new AggregateFunction(
            "make_dictionary",
            "(bag, most)",
            1,
            2,
            "dictionary",
            -1,
            bag,
            CollectingAggregates::bag));
    all.add(
        new AggregateFunction(
            "make_bag_if",
            "(bag, condition, most)",
            2,
            3,
            "bag",
            1,
            bag,
            CollectingAggregates::bag));
    all.add(
        new AggregateFunction(
            "make_list_with_nulls",
            "(value)",
            1,
            1,
            "list",
            -1,
            "All values as an array, nulls as well",
            c -> ArrayAggregates.list(c, true)));
  }

  private static void bits(List<AggregateFunction> all) {
    for (String name : List.of("and", "or", "xor")) {
      all.add(
          new AggregateFunction(
              "binary_all_" + name,
              "(number)",
              1,
              1,
              "",
              -1,
              "The bits of all values together",
              c -> bits(c, "bit_" + name)));
    }
  }

  private static void percentiles(List<AggregateFunction> all) {
    String weighted = "Nearest-rank percentiles of weighted values";
    all.add(
        new AggregateFunction(
            "percentilew",
            "(value, weight, percentile)",
            3,
            3,
            "percentile",
            -1,
            weighted,
            c -> weighted(c, false)));
    all.add(
        new AggregateFunction(
            "percentilesw",
            "(value, weight, percentile, …)",
            3,
            64,
            "percentile",
            -1,
            weighted,
            c -> weighted(c, false)));
    all.add(
        new AggregateFunction(
            "percentilesw_array",
            "(value, weight, percentile, …)",
            3,
            64,
            "percentiles",
            -1,
            weighted + ", as an array",
            c -> weighted(c, true)));
    all.add(
        new AggregateFunction(
            "percentiles_array",
            "(value, percentile, …)",
            2,
            64,
            "percentiles",
            -1,
            "Nearest-rank percentiles as an array",
            CollectingAggregates::array));
  }

  private static void covariances(List<AggregateFunction> all) {
    for (String kind : List.of("covariance", "covariancep")) {
      String sql = kind.equals("covariance") ? "covar_samp" : "covar_pop";
      String about = kind.equals("covariance") ? "Covariance of a sample" : "Covariance of all";
      all.add(
          new AggregateFunction(
              kind, "(value, value)", 2, 2, kind, -1, about, c -> covariance(c, sql)));
      all.add(
          new AggregateFunction(
              kind + "if",
              "(value, value, condition)",
              3,
              3,
              kind + "if",
              2,
              about + " where the condition is true",
              c -> covariance(c, sql)));
    }
  }

  private static List<Column> bag(AggregateArguments call) {
    List<Scalar> arguments = new ArrayList<>(List.of(call.call().argument(0, KqlType.DYNAMIC)));
    String list = "list({0}" + order(call, arguments) + "){filter}";
    String template =
        JsonFunction.sql("bag_merge")
            + "(concat('[{},', coalesce(array_to_string("
            + list
            + ", ','), '{}'), ']'))";
    Scalar there = arguments.getFirst();
    return call.column(
        call.measureWhere(
            call.call().values().scalars().isNotNull(there.rex()),
            KqlType.DYNAMIC,
            text("MAKE_BAG", template),
            arguments));
  }

  private static EngineAggregate text(String name, String template) {
    return AggregateFunctions.aggregate(name, Types.TEXT, template);
  }

  /** The order of rows, for a list; its columns are added to the arguments. */
  static String order(AggregateArguments call, List<Scalar> arguments) {
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
    return order.toString();
  }

  private static List<Column> bits(AggregateArguments call, String sql) {
    Scalar value =
        call.call()
            .values()
            .call(KqlType.LONG, "LONG", "CAST({0} AS BIGINT)", call.call().integer(0));
    return call.column(
        call.measure(
            KqlType.LONG, AggregateFunctions.aggregate(sql, Types.LONG, sql + "({0})"), value));
  }

  private static List<Column> covariance(AggregateArguments call, String sql) {
    Conversions conversions = call.call().conversions();
    Scalar x = conversions.widened(call.call().number(0), KqlType.REAL);
    Scalar y = conversions.widened(call.call().number(1), KqlType.REAL);
    EngineAggregate aggregate =
        AggregateFunctions.aggregate(sql, Types.DOUBLE, sql + "({0}, {1} ORDER BY {0}, {1})");
    return call.column(call.measure(KqlType.REAL, aggregate, x, y));
  }

  /** The percents that are written, or the elements of one constant array. */
  private static List<Number> percents(AggregateArguments call, int from) {
    List<Number> percents = new ArrayList<>();
    for (int i = from; i < call.call().count(); i++) {
      Object constant = call.call().argument(i).constant();
      List<Object> elements =
          call.call().argument(i).type() == KqlType.DYNAMIC && constant instanceof String json
              ? JsonArray.elements(json).orElse(List.of())
              : constant == null ? List.of() : List.of(constant);
      for (Object element : elements) {
        if (element instanceof Number percent
            && percent.doubleValue() >= 0
            && percent.doubleValue() <= 100) {
          percents.add(percent);
        } else {
          throw call.call().problem(i, "must be a constant number from 0 to 100");
        }
      }
      if (elements.isEmpty()) {
        throw call.call().problem(i, "must be a constant number from 0 to 100");
      }
    }
    return percents;
  }

  private static List<Column> weighted(AggregateArguments call, boolean array) {
    Scalar value = call.call().argument(0, KqlType.REAL, KqlType.LONG, KqlType.INT);
    Scalar weight = call.call().number(1);
    List<Number> percents = percents(call, 2);
    String template =
        JsonFunction.sql("percentiles")
            + "(concat('[', CAST(to_json(list({0} ORDER BY {0}, {1}){filter}) AS VARCHAR), ',',"
            + " CAST(to_json(list({1} ORDER BY {0}, {1}){filter}) AS VARCHAR), ',"
            + percents
            + "]'))";
    Scalar all = call.measure(KqlType.DYNAMIC, text("PERCENTILES", template), value, weight);
    if (array) {
      return call.column(all);
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < percents.size(); i++) {
      Scalar one =
          call.call()
              .call(KqlType.DYNAMIC, "CAST(json_extract({0}, '$[" + i + "]') AS VARCHAR)", all);
      columns.add(
          new Column(name(call, percents.get(i)), call.call().conversions().to(value.type(), one)));
    }
    return columns;
  }

  private static String name(AggregateArguments call, Number percent) {
    return "percentile_"
        + AutoNames.orEmpty(call.expressions().getFirst())
        + "_"
        + percent.toString().replace('.', '_');
  }

  private static List<Column> array(AggregateArguments call) {
    Scalar value = call.call().argument(0, KqlType.REAL, KqlType.LONG, KqlType.INT);
    List<String> each = new ArrayList<>();
    for (Number percent : percents(call, 1)) {
      each.add("quantile_disc({0}, " + percent + " / 100.0){filter}");
    }
    String template =
        "CASE WHEN count({0}){filter} > 0 THEN CAST(to_json(["
            + String.join(", ", each)
            + "]) AS VARCHAR) END";
    return call.column(call.measure(KqlType.DYNAMIC, text("PERCENTILES", template), value));
  }
}
