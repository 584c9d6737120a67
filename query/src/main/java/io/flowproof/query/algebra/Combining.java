package io.flowproof.query.algebra;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.rel.type.RelDataType;

/**
 * How an aggregate over many rows comes from those over some of them each (Gray et al., "Data
 * Cube", 1997: distributive functions).
 *
 * @param part over some of the rows, with the arguments and the filter of the whole
 * @param whole over the parts, its only argument; over no parts it gives what the aggregate gives
 *     over no rows
 */
record Combining(EngineAggregate part, EngineAggregate whole) {
  private static final Set<RelDataType> INTEGERS = Set.of(Types.INT, Types.LONG);

  private static final Pattern EXACT_SUM =
      Pattern.compile("sum\\(\\{0}\\)(" + Pattern.quote(EngineAggregate.FILTER_MARK) + ")?");

  private static final EngineAggregate TOTAL =
      new EngineAggregate("TOTAL", Types.LONG, "coalesce(CAST(sum({0}){filter} AS BIGINT), 0)");

  /** Empty where the aggregate needs all rows at once. */
  static Optional<Combining> of(EngineAggregate aggregate, List<RelDataType> arguments) {
    return switch (aggregate.template().replaceFirst("\\)\\{filter}$", ")")) {
      case "count(*)", "count({0})" -> Optional.of(new Combining(aggregate, TOTAL));
      case "min({0})", "max({0})" -> Optional.of(new Combining(aggregate, aggregate));
      case String template
          when arguments.size() == 1
              && INTEGERS.contains(arguments.getFirst())
              && isExactSum(template) ->
          // The engine sums integers in 128 bits, parts as well.
          Optional.of(
              new Combining(new EngineAggregate("PART", Types.LONG, "sum({0})"), aggregate));
      case String _ -> Optional.empty();
    };
  }

  /** Whether the template asks nothing of its values but their sum. */
  static boolean isExactSum(String template) {
    return EXACT_SUM.matcher(template).find()
        && !EXACT_SUM.matcher(template).replaceAll("").matches(".*(\\{0}|\\*).*");
  }

  /** Whether it only asks which values there are, and not how often. */
  static boolean isOfDifferentValues(EngineAggregate aggregate) {
    String template = aggregate.template();
    return template.contains("(DISTINCT {0}")
        && !template.replace("(DISTINCT {0}", "(").matches(".*(\\{[0-9*]+}|\\*|filter:).*");
  }
}
