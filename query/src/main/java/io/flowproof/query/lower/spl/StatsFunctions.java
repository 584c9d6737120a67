package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.PickOrder;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.lower.spl.StatsFunction.Aggregate;
import io.flowproof.query.lower.spl.StatsFunction.Argument;
import io.flowproof.query.spl.CommandPart.Aggregation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The registry of the functions of stats ("Statistical and charting functions", Search Reference).
 * Missing values never count; over none of them every function but the counts is null.
 */
final class StatsFunctions {
  private static final int MOST_LISTED = 100;
  private static final Pattern PERCENTILE =
      Pattern.compile("(?:perc|p|exactperc|upperperc)([0-9]{1,2}(?:\\.[0-9]+)?)");
  private static final String NUMBER = SplScalars.NUMBER_OF;

  /** All values of a multivalue field. */
  private static final String FLAT = "flatten(list({0}){filter})";

  /** Those of them that look like numbers, sorted, so that sums never vary. */
  private static final String NUMBERS =
      "list_sort(list_filter(list_transform("
          + FLAT
          + ", lambda v: "
          + NUMBER.replace("{0}", "v")
          + "), lambda n: n IS NOT NULL))";

  private static final Map<String, StatsFunction> ALL =
      Stream.of(
              new StatsFunction(
                  "count", "How many values there are, or how many events", StatsFunctions::count),
              new StatsFunction("c", "Short for count", StatsFunctions::count),
              new StatsFunction(
                  "dc", "How many different values there are, exactly", StatsFunctions::distinct),
              new StatsFunction(
                  "distinct_count",
                  "How many different values there are, exactly",
                  StatsFunctions::distinct),
              new StatsFunction(
                  "estdc",
                  "How many different values there are; exactly, here",
                  StatsFunctions::distinct),
              new StatsFunction("sum", "The sum", StatsFunctions::sum),
              new StatsFunction(
                  "sumsq",
                  "The sum of the squares",
                  a ->
                      number(
                          a,
                          "sum({0} * {0} ORDER BY {0})",
                          "list_sum(list_transform({0}, lambda n: n * n))")),
              new StatsFunction("avg", "The mean", StatsFunctions::mean),
              new StatsFunction("mean", "The mean", StatsFunctions::mean),
              new StatsFunction(
                  "min", "The least: of numbers as numbers, else of texts", a -> extreme(a, "min")),
              new StatsFunction(
                  "max",
                  "The greatest: of numbers as numbers, else of texts",
                  a -> extreme(a, "max")),
              new StatsFunction(
                  "range",
                  "The greatest number less the least",
                  a ->
                      number(
                          a,
                          "(max({0}){filter} - min({0}){filter})",
                          "(list_max({0}) - list_min({0}))")),
              new StatsFunction(
                  "stdev", "The standard deviation of a sample", a -> moment(a, "stddev_samp")),
              new StatsFunction(
                  "stdevp", "The standard deviation of a population", a -> moment(a, "stddev_pop")),
              new StatsFunction("var", "The variance of a sample", a -> moment(a, "var_samp")),
              new StatsFunction("varp", "The variance of a population", a -> moment(a, "var_pop")),
              new StatsFunction(
                  "median",
                  "The middle number, of an even count the higher one",
                  a ->
                      number(
                          a,
                          "(-quantile_disc(-{0}, 0.5){filter})",
                          "(-list_aggregate(list_transform({0}, lambda n: -n), 'quantile_disc',"
                              + " 0.5))")),
              new StatsFunction("mode", "The most frequent value", StatsFunctions::mode),
              new StatsFunction(
                  "values", "The different values, sorted as texts", StatsFunctions::values),
              new StatsFunction(
                  "list",
                  "The values in the order of the search, the first 100",
                  StatsFunctions::list),
              new StatsFunction(
                  "first",
                  "The value that the search meets first",
                  a -> seen(a, a.context().algebra().totalOrder(a.input()))),
              new StatsFunction(
                  "last",
                  "The value that the search meets last",
                  a -> seen(a, HeadLowering.reversed(a.input(), a.context()).order())),
              new StatsFunction(
                  "earliest",
                  "The value of the oldest event that has one",
                  a -> byTime(a, SortKey.Direction.ASCENDING)),
              new StatsFunction(
                  "latest",
                  "The value of the newest event that has one",
                  a -> byTime(a, SortKey.Direction.DESCENDING)),
              new StatsFunction(
                  "earliest_time",
                  "The time of the oldest event that has the value, in seconds since 1970",
                  a -> timeOf(a, "min({1})")),
              new StatsFunction(
                  "latest_time",
                  "The time of the newest event that has the value, in seconds since 1970",
                  a -> timeOf(a, "max({1})")),
              new StatsFunction(
                  "rate",
                  "The latest value less the earliest, for each second between them",
                  StatsFunctions::rate),
              new StatsFunction(
                  "estdc_error",
                  "The error of estdc, which is 0, since that counts exactly here",
                  a ->
                      a.over(
                          SplType.NUMBER,
                          "CAST(0 * count({0}){filter} AS DOUBLE)",
                          a.value().rex())))
          .collect(
              Collectors.toMap(
                  StatsFunction::name, Function.identity(), (a, b) -> a, TreeMap::new));

  /** What SPL has and this does not. */
  private static final Set<String> UNSUPPORTED =
      Set.of("rate_avg", "rate_sum", "per_second", "per_minute", "per_hour", "per_day", "mvcount");

  private StatsFunctions() {}

  /** All functions, by name; percentiles ({@code percN}, {@code pN}) are told by their form. */
  static Map<String, StatsFunction> all() {
    return ALL;
  }

  /** Whether stats has a function of that name, in lower case. */
  static boolean isKnown(String name) {
    return ALL.containsKey(name) || PERCENTILE.matcher(name).matches();
  }

  /** The function of an aggregation, or null and a problem. */
  static @Nullable StatsFunction find(Aggregation aggregation, SplContext context) {
    String name = aggregation.function().toLowerCase(Locale.ROOT);
    Matcher percentile = PERCENTILE.matcher(name);
    if (percentile.matches()) {
      double share = Double.parseDouble(percentile.group(1)) / 100;
      return new StatsFunction(
          name,
          "The number below which that share of them lies, between two numbers in proportion",
          a ->
              number(
                  a,
                  "round(quantile_cont({0}, " + share + "){filter}, 9)",
                  "round(list_aggregate({0}, 'quantile_cont', " + share + "), 9)"));
    }
    StatsFunction function = ALL.get(name);
    if (function == null && UNSUPPORTED.contains(name)) {
      context.unsupported(
          aggregation.functionSpan(), "The function '" + name + "' is not supported in stats");
    } else if (function == null) {
      context.error(
          ErrorCode.UNKNOWN_FUNCTION,
          aggregation.functionSpan(),
          "Unknown function '" + aggregation.function() + "' in stats",
          Suggestion.didYouMean(name, ALL.keySet()));
    }
    return function;
  }

  private static Aggregate mean(Argument argument) {
    return number(argument, "avg({0} ORDER BY {0})", "list_avg({0})");
  }

  private static Aggregate moment(Argument argument, String function) {
    // Of a single number a sample deviates by 0 in Splunk, where SQL has no answer.
    return number(
        argument,
        "CASE WHEN count({0}){filter} = 1 THEN 0.0 ELSE "
            + function
            + "({0} ORDER BY {0}){filter} END",
        "CASE WHEN len({0}) = 1 THEN 0.0 ELSE list_aggregate({0}, '" + function + "') END");
  }

  private static Aggregate mode(Argument argument) {
    return argument.value().type() == SplType.MULTIVALUE
        ? argument.over(
            SplType.TEXT, "list_aggregate(list_sort(" + FLAT + "), 'mode')", argument.value().rex())
        : argument.over(argument.value().type(), "mode({0} ORDER BY {0})", argument.value().rex());
  }

  /** A number of numbers; {@code several} is the template over the sorted list of all values. */
  private static Aggregate number(Argument argument, String template, String several) {
    return argument.value().type() == SplType.MULTIVALUE
        ? argument.over(SplType.NUMBER, several.replace("{0}", NUMBERS), argument.value().rex())
        : argument.over(SplType.NUMBER, template, argument.number());
  }

  private static Aggregate count(Argument argument) {
    return switch (argument.value().type()) {
      case BOOLEAN ->
          new Aggregate(
              new Measure(
                  Aggregates.COUNT,
                  List.of(),
                  argument.context().sql().isTrue(argument.value().rex())),
              SplType.INTEGER);
      case MULTIVALUE ->
          argument.over(
              SplType.INTEGER,
              "coalesce(CAST(sum(len({0})){filter} AS BIGINT), 0)",
              argument.value().rex());
      case TEXT, INTEGER, NUMBER ->
          new Aggregate(
              new Measure(Aggregates.COUNT_VALUES, List.of(argument.value().rex())),
              SplType.INTEGER);
    };
  }

  private static Aggregate distinct(Argument argument) {
    return argument.value().type() == SplType.MULTIVALUE
        ? argument.over(
            SplType.INTEGER,
            "coalesce(len(list_distinct(flatten(list({0}){filter}))), 0)",
            argument.value().rex())
        : new Aggregate(
            new Measure(Aggregates.COUNT_DISTINCT, List.of(argument.value().rex())),
            SplType.INTEGER);
  }

  /** Of integers exact up to 2^53, and a double beyond, as Splunk's numbers are. */
  private static Aggregate sum(Argument argument) {
    return argument.value().type() == SplType.INTEGER
        ? new Aggregate(
            new Measure(Aggregates.SUM_OF_INTEGERS, List.of(argument.value().rex())),
            SplType.NUMBER)
        : number(argument, "sum({0} ORDER BY {0})", "list_sum({0})");
  }

  /** As numbers when all values look like numbers, else as texts. */
  private static Aggregate extreme(Argument argument, String function) {
    if (argument.value().type().isNumeric()) {
      return argument.over(argument.value().type(), function + "({0})", argument.value().rex());
    }
    if (argument.value().type() == SplType.MULTIVALUE) {
      String list = "list_" + function + "(";
      return argument.over(
          SplType.TEXT,
          "CASE WHEN len("
              + NUMBERS
              + ") = len("
              + FLAT
              + ") THEN fp_spl_number_text("
              + list
              + NUMBERS
              + ")) ELSE "
              + list
              + FLAT
              + ") END",
          argument.value().rex());
    }
    String template =
        "CASE WHEN count({0}){filter} = count(%2$s){filter} THEN fp_spl_number_text(%1$s(%2$s){filter}) ELSE %1$s({0}){filter} END"
            .formatted(function, NUMBER);
    return argument.over(SplType.TEXT, template, argument.text());
  }

  private static Aggregate values(Argument argument) {
    return switch (argument.value().type()) {
      case MULTIVALUE ->
          argument.over(
              SplType.MULTIVALUE,
              "list_sort(list_distinct(flatten(list({0}){filter})))",
              argument.value().rex());
      // Different integers are different texts, and quicker to tell apart.
      case INTEGER ->
          argument.over(
              SplType.MULTIVALUE,
              "list_sort(CAST(list(DISTINCT {0}){filter} AS VARCHAR[]))",
              argument.value().rex());
      case BOOLEAN, TEXT, NUMBER ->
          argument.over(
              SplType.MULTIVALUE, "list_sort(list(DISTINCT {0}){filter})", argument.text());
    };
  }

  private static Aggregate list(Argument argument) {
    boolean several = argument.value().type() == SplType.MULTIVALUE;
    String all = "list({0} ORDER BY {order}){filter}";
    return argument.ordered(
        SplType.MULTIVALUE,
        "(" + (several ? "flatten(" + all + ")" : all) + ")[1:" + MOST_LISTED + "]",
        several ? argument.value().rex() : argument.text(),
        argument.context().algebra().totalOrder(argument.input()));
  }

  private static Aggregate seen(Argument argument, List<SortKey> order) {
    PickOrder pick =
        PickOrder.ofTimes(argument.context().algebra(), argument.input(), order).orElse(null);
    if (pick != null) {
      return new Aggregate(
          new Measure(
              new EngineAggregate(
                  "PICK", argument.value().type().physical(), pick.first() + "({0}, {1}){filter}"),
              List.of(argument.value().rex(), pick.number())),
          argument.value().type());
    }
    return argument.ordered(
        argument.value().type(), "first({0} ORDER BY {order})", argument.value().rex(), order);
  }

  private static Aggregate byTime(Argument argument, SortKey.Direction direction) {
    List<SortKey> order = new ArrayList<>();
    argument
        .input()
        .field("_time")
        .ifPresent(time -> order.add(new SortKey(time.index(), direction, SortKey.Nulls.LAST)));
    for (SortKey key : argument.context().algebra().totalOrder(argument.input())) {
      if (order.isEmpty() || order.getFirst().index() != key.index()) {
        order.add(key);
      }
    }
    return seen(argument, order);
  }

  private static Aggregate timeOf(Argument argument, String template) {
    return new Aggregate(
        new Measure(
            new EngineAggregate("TIME_OF", Types.DOUBLE, template),
            List.of(argument.value().rex(), time(argument)),
            argument.context().sql().isNotNull(argument.value().rex())),
        SplType.NUMBER);
  }

  private static RexNode time(Argument argument) {
    Row row = new Row(argument.context().algebra(), argument.input());
    return argument
        .context()
        .scalars()
        .toDouble(row.field("_time").orElse(argument.context().scalars().missing()));
  }

  private static Aggregate rate(Argument argument) {
    String template =
        "((first({0} ORDER BY {1} DESC, {0}){filter} - first({0} ORDER BY {1}, {0}){filter})"
            + " / nullif(max({1}){filter} - min({1}){filter}, 0))";
    RexNode number = argument.number();
    return new Aggregate(
        new Measure(
            new EngineAggregate("RATE", Types.DOUBLE, template),
            List.of(number, time(argument)),
            argument.context().sql().isNotNull(number)),
        SplType.NUMBER);
  }

  /** The plain count of rows. */
  static Aggregate countOfRows() {
    EngineAggregate count = Aggregates.COUNT;
    return new Aggregate(new Measure(count, List.of()), SplType.INTEGER);
  }
}
