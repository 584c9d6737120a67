package io.flowproof.query.algebra;

import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** The conditions that are all true where a condition is. */
final class Conjuncts {
  private Conjuncts() {}

  /** In their order; one that is no conjunction stands alone, one that is always true is none. */
  static List<RexNode> of(RexNode condition) {
    if (condition.isAlwaysTrue()) {
      return List.of();
    }
    return condition instanceof RexCall call && call.getKind() == SqlKind.AND
        ? call.getOperands().stream().flatMap(operand -> of(operand).stream()).toList()
        : List.of(condition);
  }
}
