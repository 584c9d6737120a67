package io.flowproof.query.algebra;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;

/**
 * An expression over the rows around a row, printed from a template that holds its own OVER clause:
 * Calcite's own has no filter, no order of arguments and no aggregates of the engine.
 */
public final class WindowFunction {
  private static final String NAME = "WINDOW";

  private WindowFunction() {}

  /** A function whose template says over which rows it runs. */
  public static EngineFunction of(RelDataType type, String template) {
    return new EngineFunction(NAME, type, template);
  }

  /** Whether one of the expressions looks at other rows than its own. */
  static boolean isIn(List<RexNode> expressions) {
    if (RexOver.containsOver(expressions, null)) {
      return true;
    }
    try {
      for (RexNode expression : expressions) {
        expression.accept(
            new RexVisitorImpl<Void>(true) {
              @Override
              public Void visitCall(RexCall call) {
                if (call.getOperator().getName().equals(NAME)) {
                  throw Util.FoundOne.NULL;
                }
                return super.visitCall(call);
              }
            });
      }
      return false;
    } catch (Util.FoundOne found) {
      return true;
    }
  }
}
