package io.flowproof.query.algebra;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;

/** The function that makes several rows of one: a projection with it is no projection to skip. */
final class Unnest {
  private static final String NAME = "UNNEST";

  private Unnest() {}

  static EngineFunction of(RelDataType element) {
    return new EngineFunction(NAME, element, "unnest({0})");
  }

  /** Whether a column of a projection is the function's. */
  static boolean is(RexNode expression) {
    return expression instanceof RexCall call
        && call.getOperator() instanceof EngineFunction function
        && function.getName().equals(NAME);
  }
}
