package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexNode;

/**
 * A function of stats.
 *
 * @param name in lower case
 * @param about one line for documentation
 * @param lowering what it becomes over a value
 */
record StatsFunction(String name, String about, Lowering lowering) {

  /** Makes the aggregate of a call. */
  @FunctionalInterface
  interface Lowering {
    Aggregate lower(Argument argument);
  }

  /** A measure, and what its values are. */
  record Aggregate(Measure measure, SplType type) {}

  /**
   * What the function runs over.
   *
   * @param value a column, or null's column for a field that is missing
   * @param input the rows
   */
  record Argument(Value value, Relation<SplType> input, SplContext context) {

    /**
     * An aggregate of one argument over the rows where it is not null. Only lists would take nulls
     * up; a filter costs time, so the others have none.
     */
    Aggregate over(SplType type, String template, RexNode argument) {
      EngineAggregate function =
          new EngineAggregate(template.replaceAll("\\W.*", ""), type.physical(), template);
      return new Aggregate(
          template.contains("list(")
              ? new Measure(function, List.of(argument), context.sql().isNotNull(argument))
              : new Measure(function, List.of(argument)),
          type);
    }

    /** As a double. */
    RexNode number() {
      return context.scalars().toDouble(value);
    }

    /** As text. */
    RexNode text() {
      return context.scalars().toText(value);
    }

    /**
     * An aggregate over values in an order.
     *
     * @param template holds {@code {0}} for the value and {@code {order}} for the order
     */
    Aggregate ordered(SplType type, String template, RexNode argument, List<SortKey> order) {
      List<RexNode> arguments = new ArrayList<>(List.of(argument));
      order.forEach(key -> arguments.add(context.algebra().ref(input.plan(), key.index())));
      String keys =
          IntStream.range(0, order.size())
              .mapToObj(i -> key(i + 1, order.get(i)))
              .collect(Collectors.joining(", "));
      return new Aggregate(
          new Measure(
              new EngineAggregate(
                  template.replaceAll("\\W.*", ""),
                  type.physical(),
                  template.replace("{order}", keys)),
              arguments,
              context.sql().isNotNull(argument)),
          type);
    }

    /** A key of an ORDER BY, its column being the argument at {@code place}. */
    static String key(int place, SortKey key) {
      return "{"
          + place
          + "}"
          + (key.direction() == SortKey.Direction.DESCENDING ? " DESC" : "")
          + (key.nulls() == SortKey.Nulls.FIRST ? " NULLS FIRST" : " NULLS LAST");
    }
  }
}
