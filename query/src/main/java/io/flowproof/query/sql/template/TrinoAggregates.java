package io.flowproof.query.sql.template;

import static io.flowproof.query.sql.template.TrinoText.asText;
import static io.flowproof.query.sql.template.TrinoText.text;

import io.flowproof.query.sql.template.Term.Call;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Aggregates that Trino says in another way. */
final class TrinoAggregates {
  private static final Set<String> SPREADS =
      Set.of("stddev_samp", "stddev_pop", "var_samp", "var_pop");

  private TrinoAggregates() {}

  /** The call in Trino's SQL, null where it is none of these. */
  static @Nullable String of(Call call) {
    return switch (call.name()) {
      case "list" -> list(call, call.order(), text(call.arguments().getFirst()));
      case "string_agg" -> joined(call);
      case "first" ->
          "element_at(" + list(call, call.order(), text(call.arguments().getFirst())) + ", 1)";
      case "first_value" -> firstValue(call);
      case "arg_max", "arg_min" -> extreme(call);
      case "arg_max_null", "arg_min_null" -> extremeByRow(call);
      case "list_aggregate" -> aggregated(call);
      case "list_sum" ->
          "reduce(%s, CAST(NULL AS DOUBLE), %s, s -> s)"
              .formatted(text(call.arguments().getFirst()), "(s, v) -> coalesce(s + v, s, v)");
      case "list_avg" -> {
        String list = text(call.arguments().getFirst());
        yield "reduce(%s, CAST(NULL AS DOUBLE), %s, s -> s) / nullif(cardinality(%s), 0)"
            .formatted(list, "(s, v) -> coalesce(s + v, s, v)", list);
      }
      case "quantile_disc" -> quantile(call, false);
      case "quantile_cont" -> quantile(call, true);
      default -> null;
    };
  }

  private static String list(Call call, List<Term.Key> order, String value) {
    String keys = order.isEmpty() ? "" : " ORDER BY " + TrinoText.keys(order);
    return TrinoFunctions.clauses(
        call, "array_agg", (call.distinct() ? "DISTINCT " : "") + value + keys);
  }

  private static String joined(Call call) {
    Term value = call.arguments().get(0);
    Term separator = call.arguments().get(1);
    // LISTAGG ends the query where its text is long; a list does not.
    return "array_join(%s, %s)".formatted(list(call, call.order(), asText(value)), text(separator));
  }

  /** The first by one order of rows up to another: the last by the reverse, where they are that. */
  private static @Nullable String firstValue(Call call) {
    Term.Over over = call.over();
    if (over == null) {
      return null;
    }
    List<Term.Key> reversed = call.order().stream().map(Term.Key::reversed).toList();
    List<Term.Key> window = over.order();
    if (call.order().isEmpty()) {
      return TrinoFunctions.clauses(call, "first_value", text(call.arguments().getFirst()));
    }
    String frame = over.frame();
    boolean sameRows = frame.startsWith("ROWS ") || frame.startsWith("RANGE ");
    if (!sameRows || !startsWith(reversed, window)) {
      throw new NoFormException("the first value of a window by another order");
    }
    return TrinoFunctions.clauses(call, "last_value", text(call.arguments().getFirst()));
  }

  private static boolean startsWith(List<Term.Key> keys, List<Term.Key> window) {
    return keys.size() >= 1
        && window.size() >= keys.size()
        && TrinoText.keys(window.subList(0, keys.size())).equals(TrinoText.keys(keys));
  }

  /** DuckDB leaves out rows without a value, Trino does not. */
  private static String extreme(Call call) {
    Term value = call.arguments().get(0);
    Term present = new Term.IsNull(value, true);
    Term filter = call.filter() == null ? present : new Term.Binary("AND", call.filter(), present);
    Call filtered =
        new Call(call.name(), false, call.arguments(), List.of(), false, filter, call.over());
    String name = call.name().equals("arg_max") ? "max_by" : "min_by";
    return TrinoFunctions.clauses(filtered, name, TrinoText.list(call.arguments()));
  }

  /** Rows with nulls in them cannot be compared in Trino, and are the greatest in DuckDB. */
  private static @Nullable String extremeByRow(Call call) {
    if (!(call.arguments().get(1) instanceof Call row) || !row.name().equals("row")) {
      return null;
    }
    boolean greatest = call.name().equals("arg_max_null");
    List<Term.Key> keys =
        row.arguments().stream().map(key -> new Term.Key(key, greatest, greatest)).toList();
    return "element_at(" + list(call, keys, text(call.arguments().getFirst())) + ", 1)";
  }

  /**
   * What is aggregated in the order of its size, so that it never varies, Trino aggregates in any
   * order: the result may differ in its last digits.
   */
  private static @Nullable String aggregated(Call call) {
    if (call.arguments().size() == 2
        && call.arguments().get(0) instanceof Call sorted
        && sorted.name().equals("list_sort")
        && sorted.arguments().getFirst() instanceof Call list
        && list.name().equals("list")
        && call.arguments().get(1) instanceof Term.Plain(String quoted)
        && SPREADS.contains(quoted.substring(1, quoted.length() - 1))) {
      return TrinoFunctions.clauses(
          list, quoted.substring(1, quoted.length() - 1), text(list.arguments().getFirst()));
    }
    return null;
  }

  /** The value at a share of the values in their order; between two of them where continuous. */
  private static @Nullable String quantile(Call call, boolean continuous) {
    if (call.over() != null) {
      throw new NoFormException("'" + call.name() + "' over a window");
    }
    Term value = call.arguments().get(0);
    Term present = new Term.IsNull(value, true);
    Term filter = call.filter() == null ? present : new Term.Binary("AND", call.filter(), present);
    Call filtered = new Call("list", false, List.of(value), List.of(), false, filter, null);
    String sorted = "array_sort(" + list(filtered, List.of(), text(value)) + ")";
    String count = TrinoFunctions.clauses(filtered, "count", "*");
    String share = "CAST(" + text(call.arguments().get(1)) + " AS DOUBLE)";
    if (!continuous) {
      return "element_at(%s, CAST(%s - floor(%s - %s * %s) AS BIGINT) + %s)"
          .formatted(
              sorted,
              count,
              count,
              count,
              share,
              "IF(%s - floor(%s - %s * %s) < 1, 1, 0)".formatted(count, count, count, share));
    }
    String place = "((" + count + " - 1) * " + share + ")";
    String low = "element_at(%s, CAST(floor(%s) AS BIGINT) + 1)".formatted(sorted, place);
    String high = "element_at(%s, CAST(ceil(%s) AS BIGINT) + 1)".formatted(sorted, place);
    return "CASE WHEN %s > 0 THEN %s + (%s - %s) * (%s - floor(%s)) END"
        .formatted(count, low, high, low, place, place);
  }
}
