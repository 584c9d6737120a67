package io.flowproof.query.algebra;

import java.util.IdentityHashMap;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * How many steps a plan has when it is written out, where a step that is used twice stands twice:
 * SQL has no other way, and plans that use their input twice grow exponentially. Counts what was
 * counted before only once, so that asking is cheap.
 */
public final class PlanSize {
  private final IdentityHashMap<RelNode, Long> known = new IdentityHashMap<>();

  /** The number of steps, those of plans inside expressions included; at most the largest long. */
  public long of(RelNode plan) {
    Long before = known.get(plan);
    if (before != null) {
      return before;
    }
    long size = 1;
    for (RelNode input : plan.getInputs()) {
      size = sum(size, of(input));
    }
    for (RexNode expression : expressions(plan)) {
      size = sum(size, inside(expression));
    }
    known.put(plan, size);
    return size;
  }

  /** The number of steps of the plans inside an expression. */
  public long inside(RexNode expression) {
    long[] size = new long[1];
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            if (call.getOperator() instanceof Subquery subquery) {
              size[0] = sum(size[0], of(subquery.plan()));
            }
            return super.visitCall(call);
          }
        });
    return size[0];
  }

  private static List<RexNode> expressions(RelNode plan) {
    return switch (plan) {
      case Filter filter -> List.of(filter.getCondition());
      case Project project -> project.getProjects();
      case Join join -> List.of(join.getCondition());
      case RelNode other -> List.of();
    };
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
