package io.flowproof.query.lower.spl;

import io.flowproof.core.source.Span;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;

/** Limits on the rows of a subsearch, and what is known of their number before it runs. */
final class RowBound {
  private RowBound() {}

  /**
   * The first {@code most} rows; where they may be more, a check says so.
   *
   * @param what the message without its end, such as {@code join kept the first 50,000 rows}
   */
  static Relation<SplType> first(
      Relation<SplType> rows, int most, Span span, String what, SplContext context) {
    if (most == Integer.MAX_VALUE || of(rows.plan()) <= most) {
      return rows;
    }
    RelNode counted =
        context
            .algebra()
            .aggregate(
                rows.plan(),
                java.util.List.of(),
                java.util.List.of(new Measure(Aggregates.COUNT, java.util.List.of())));
    context.shared().check(new LimitCheck(span, counted, most, what));
    return context.algebra().limit(rows, most);
  }

  /** How many rows a plan has at most. */
  static long of(RelNode plan) {
    return switch (plan) {
      case Values values -> values.getTuples().size();
      case Filter filter -> of(filter.getInput());
      case Project project ->
          RexOver.containsOver(project.getProjects(), null) || !isPlain(project)
              ? Long.MAX_VALUE
              : of(project.getInput());
      case Sort sort when sort.fetch instanceof RexLiteral fetch ->
          Math.min(of(sort.getInput()), RexLiteral.intValue(fetch));
      case Sort sort -> of(sort.getInput());
      case Aggregate aggregate when aggregate.getGroupCount() == 0 -> 1;
      case Aggregate aggregate -> of(aggregate.getInput());
      case RelNode other -> Long.MAX_VALUE;
    };
  }

  /** Whether a projection makes one row of each: a function of the engine may make several. */
  private static boolean isPlain(Project project) {
    boolean[] several = {false};
    RexVisitorImpl<Void> finder =
        new RexVisitorImpl<>(true) {
          @Override
          public Void visitCall(RexCall call) {
            several[0] |=
                call.getOperator() instanceof EngineFunction function && function.makesRows();
            return super.visitCall(call);
          }
        };
    project.getProjects().forEach(expression -> expression.accept(finder));
    return !several[0];
  }
}
