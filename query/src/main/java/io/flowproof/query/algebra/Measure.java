package io.flowproof.query.algebra;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate of a grouping.
 *
 * @param function an {@link EngineAggregate}, or one of Calcite's own
 * @param arguments over the grouping's input
 * @param filter only rows for which this is true count; null for all rows
 * @param type the result's physical type
 */
public record Measure(
    SqlAggFunction function, List<RexNode> arguments, @Nullable RexNode filter, RelDataType type) {

  /** A measure over all rows. */
  public Measure(SqlAggFunction function, List<RexNode> arguments, RelDataType type) {
    this(function, arguments, null, type);
  }
}
