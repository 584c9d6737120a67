package io.flowproof.query.sql.template;

import static java.util.Map.entry;

import io.flowproof.query.sql.template.Term.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each of DuckDB's functions that templates use, and each Java function, is in Trino. A
 * function that is in no table here has no form there.
 */
final class TrinoFunctions {
  /** Functions that mean the same, by the name that they have in Trino. */
  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          entry("abs", "abs"),
          entry("acos", "acos"),
          entry("array_to_string", "array_join"),
          entry("asin", "asin"),
          entry("atan", "atan"),
          entry("atan2", "atan2"),
          entry("avg", "avg"),
          entry("bit_and", "bitwise_and_agg"),
          entry("bit_or", "bitwise_or_agg"),
          entry("bit_xor", "bitwise_xor_agg"),
          entry("ceil", "ceil"),
          entry("chr", "chr"),
          entry("coalesce", "coalesce"),
          entry("cos", "cos"),
          entry("cosh", "cosh"),
          entry("count", "count"),
          entry("count_if", "count_if"),
          entry("covar_pop", "covar_pop"),
          entry("covar_samp", "covar_samp"),
          entry("dense_rank", "dense_rank"),
          entry("error", "fail"),
          entry("exp", "exp"),
          entry("flatten", "flatten"),
          entry("floor", "floor"),
          entry("json", "json_parse"),
          entry("json_array_length", "json_array_length"),
          entry("lag", "lag"),
          entry("last_value", "last_value"),
          entry("lead", "lead"),
          entry("len", "cardinality"),
          entry("length", "length"),
          entry("list_contains", "contains"),
          entry("list_filter", "filter"),
          entry("list_reverse", "reverse"),
          entry("list_sort", "array_sort"),
          entry("list_transform", "transform"),
          entry("ln", "ln"),
          entry("log10", "log10"),
          entry("lower", "lower"),
          entry("lpad", "lpad"),
          entry("max", "max"),
          entry("min", "min"),
          entry("nullif", "nullif"),
          entry("pi", "pi"),
          entry("pow", "power"),
          entry("regexp_matches", "regexp_like"),
          entry("replace", "replace"),
          entry("reverse", "reverse"),
          entry("round", "round"),
          entry("row", "ROW"),
          entry("row_number", "row_number"),
          entry("sin", "sin"),
          entry("sinh", "sinh"),
          entry("split_part", "split_part"),
          entry("sqrt", "sqrt"),
          entry("starts_with", "starts_with"),
          entry("stddev_pop", "stddev_pop"),
          entry("stddev_samp", "stddev_samp"),
          entry("string_split", "split"),
          entry("substr", "substr"),
          entry("substring", "substr"),
          entry("sum", "sum"),
          entry("tan", "tan"),
          entry("tanh", "tanh"),
          entry("trunc", "truncate"),
          entry("try", "TRY"),
          entry("upper", "upper"),
          entry("var_pop", "var_pop"),
          entry("var_samp", "var_samp"));

  private static final Set<String> JSON =
      Set.of("to_json", "json", "json_extract", "json_object", "json_array");

  /** These look at no rows around a row but in the order of the window: no frame can be said. */
  private static final Set<String> WITHOUT_FRAME =
      Set.of("row_number", "dense_rank", "lag", "lead");

  private static final Set<String> ONLY_AGGREGATES =
      Set.of("list", "string_agg", "arg_max", "arg_min", "first");

  private TrinoFunctions() {}

  static boolean givesJson(String function) {
    return JSON.contains(function);
  }

  /** The call in Trino's SQL. */
  static String text(Call call) {
    String name = RENAMED.get(call.name());
    if (name != null && takesAsManyThere(call)) {
      return clauses(call, name, arguments(call));
    }
    if (call.over() != null && ONLY_AGGREGATES.contains(call.name())) {
      throw new NoFormException("'" + call.name() + "' over a window");
    }
    String text = TrinoAggregates.of(call);
    if (text == null) {
      text = TrinoScalars.of(call);
    }
    if (text == null) {
      text = TrinoNetworks.of(call);
    }
    if (text == null) {
      text = TrinoJson.of(call);
    }
    if (text == null) {
      throw new NoFormException("'" + call.name() + "'");
    }
    return text;
  }

  private static boolean takesAsManyThere(Call call) {
    return switch (call.name()) {
      case "regexp_matches" -> call.arguments().size() == 2;
      case "list_filter", "list_transform" ->
          call.arguments().stream().noneMatch(TrinoFunctions::countsToo);
      default -> true;
    };
  }

  /** A lambda that takes the place of each element too: Trino's take the element only. */
  private static boolean countsToo(Term term) {
    return term instanceof Term.Lambda lambda && lambda.parameters().size() > 1;
  }

  private static String arguments(Call call) {
    String order = call.order().isEmpty() ? "" : " ORDER BY " + TrinoText.keys(call.order());
    if (call.over() != null && !order.isEmpty()) {
      throw new NoFormException("an order of the arguments of '" + call.name() + "' over a window");
    }
    if (call.over() != null && call.distinct()) {
      throw new NoFormException("'" + call.name() + "' of distinct values over a window");
    }
    return (call.distinct() ? "DISTINCT " : "") + TrinoText.list(call.arguments()) + order;
  }

  /** A call with the clauses that follow it. */
  static String clauses(Call call, String name, String arguments) {
    return name
        + "("
        + arguments
        + ")"
        + (call.ignoreNulls() ? " IGNORE NULLS" : "")
        + filter(call)
        + over(call);
  }

  private static String filter(Call call) {
    return call.filter() == null ? "" : " FILTER (WHERE " + TrinoText.text(call.filter()) + ")";
  }

  private static String over(Call call) {
    Term.Over over = call.over();
    if (over == null) {
      return "";
    }
    List<Term.Key> order = over.order();
    String partition =
        over.partition().isEmpty() ? "" : "PARTITION BY " + TrinoText.list(over.partition());
    String ordered = order.isEmpty() ? "" : "ORDER BY " + TrinoText.keys(order);
    String frame = WITHOUT_FRAME.contains(call.name()) ? "" : over.frame();
    return List.of(partition, ordered, frame).stream()
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" ", " OVER (", ")"));
  }
}
