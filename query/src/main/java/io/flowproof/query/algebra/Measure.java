package io.flowproof.query.algebra;

import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate of a grouping.
 *
 * @param function what is computed; {@link Aggregates} has those that the languages share
 * @param arguments over the grouping's input
 * @param filter only rows for which this is true count; null for all rows
 */
public record Measure(EngineAggregate function, List<RexNode> arguments, @Nullable RexNode filter) {

  /** A measure over all rows. */
  public Measure(EngineAggregate function, List<RexNode> arguments) {
    this(function, arguments, null);
  }
}
