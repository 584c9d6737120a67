package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;

/**
 * One value of a multivalue field, inside an expression that is computed for each of them.
 *
 * @param field the name that stands for the value in the expression; empty when none does
 * @param name the value's name in the engine's lambda
 * @param value the value
 */
record Element(String field, String name, Value value) {
  /** An expression with more parts than this is refused: a lambda has no columns to reuse. */
  static final int MOST_PARTS = 20_000;

  private static final String MARK = "ELEMENT_VALUE";

  /** A value that is called {@code field} in the expression; {@code level} tells nested ones. */
  static Element of(String field, int level, SplContext context) {
    String name = "e" + level;
    RexNode value = context.sql().call(new EngineFunction(MARK, Types.TEXT, name));
    return new Element(field, name, new Value(value, SplType.TEXT));
  }

  /** Whether an expression depends on a value of this kind. */
  static boolean isIn(RexNode expression) {
    if (expression.nodeCount() > MOST_PARTS) {
      return true;
    }
    try {
      expression.accept(
          new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitCall(RexCall call) {
              if (call.getOperator().getName().equals(MARK)) {
                throw Util.FoundOne.NULL;
              }
              return super.visitCall(call);
            }
          });
      return false;
    } catch (Util.FoundOne found) {
      return true;
    }
  }
}
