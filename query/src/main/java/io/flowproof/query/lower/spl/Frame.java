package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.WindowFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;

/**
 * The rows that a windowed expression runs over.
 *
 * @param row the rows of the command; their order must not change while the frame is used
 * @param partition only rows with the same values here
 * @param order the order of rows
 * @param bounds such as {@code ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW}; empty for none
 */
record Frame(
    Row row, List<RexNode> partition, List<SortKey> order, String bounds, SplContext context) {
  static final String SO_FAR = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
  static final String BEFORE = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING";

  /** All rows in the order of the search, up to the current one. */
  static Frame soFar(Row row, SplContext context) {
    return new Frame(row, List.of(), context.algebra().totalOrder(row.relation()), SO_FAR, context);
  }

  /** The same with other bounds. */
  Frame bounded(String other) {
    return new Frame(row, partition, order, other, context);
  }

  /** The same within rows of equal values. */
  Frame within(List<RexNode> values) {
    return new Frame(row, values, order, bounds, context);
  }

  /**
   * A function over the frame.
   *
   * @param template with {@code {0}} and so on for the arguments and {@code {over}} where the OVER
   *     clause belongs
   */
  RexNode call(RelDataType type, String template, RexNode... arguments) {
    return make(type, template, List.of(arguments));
  }

  /** An aggregate over the frame. */
  RexNode call(Measure measure) {
    String template = measure.function().template();
    if (!template.contains("{filter}")) {
      template += "{filter}";
    }
    if (template.startsWith("first(")) {
      // The first of the values that are there, which is what its filter says.
      String value = template.substring("first(".length(), template.lastIndexOf(")"));
      return make(
          measure.function().type(),
          "first_value(" + value + " IGNORE NULLS){over}",
          measure.arguments());
    }
    // Within a frame the order of a sum is that of the rows already.
    template =
        template.replaceAll(
            "\\b((?:sum|avg|stddev_\\w+|var_\\w+)\\(\\{0}(?: \\* \\{0})?) ORDER BY \\{0}\\)",
            "$1)");
    List<RexNode> arguments = new ArrayList<>(measure.arguments());
    RexNode filter = measure.filter();
    String filtered = "";
    if (filter != null) {
      filtered = " FILTER (WHERE {" + arguments.size() + "})";
      arguments.add(filter);
    }
    return make(
        measure.function().type(), template.replace("{filter}", filtered + "{over}"), arguments);
  }

  private RexNode make(RelDataType type, String template, List<RexNode> given) {
    List<RexNode> arguments = new ArrayList<>(given);
    String by =
        partition.stream()
            .map(
                key -> {
                  arguments.add(key);
                  return "{" + (arguments.size() - 1) + "}";
                })
            .collect(Collectors.joining(", "));
    String sorted =
        order.stream()
            .map(
                key -> {
                  arguments.add(context.algebra().ref(row.relation().plan(), key.index()));
                  return "{" + (arguments.size() - 1) + "}" + direction(key);
                })
            .collect(Collectors.joining(", "));
    String over =
        " OVER ("
            + (by.isEmpty() ? "" : "PARTITION BY " + by + " ")
            + (sorted.isEmpty() ? "" : "ORDER BY " + sorted + " ")
            + (sorted.isEmpty() ? "" : bounds)
            + ")";
    return context
        .sql()
        .call(
            WindowFunction.of(type, template.replace("{over}", over)),
            arguments.toArray(RexNode[]::new));
  }

  private static String direction(SortKey key) {
    return (key.direction() == SortKey.Direction.DESCENDING ? " DESC" : "")
        + (key.nulls() == SortKey.Nulls.FIRST ? " NULLS FIRST" : " NULLS LAST");
  }
}
