package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Relation;
import io.flowproof.query.spl.Command;
import org.apache.calcite.rex.RexNode;

/** {@code where}: the rows for which the condition is true; null is not. */
final class WhereLowering {
  private WhereLowering() {}

  static Relation<SplType> lower(Command.Where where, Relation<SplType> input, SplContext context) {
    Row row = new Row(context.algebra(), input);
    RexNode condition = new ExpressionLowering(context, row).condition(where.condition());
    return context.algebra().filter(row.relation(), condition);
  }
}
