package io.flowproof.query.lower.spl;

import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Types;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of the rows before the rest can be planned: which columns a chart has, which
 * time it covers.
 */
final class PriorRows {
  private PriorRows() {}

  /**
   * The rows of a plan, or nothing where nothing can run; then fields of any name may come.
   *
   * @param what is asked for, as the start of a sentence such as "The columns of 'chart'"
   */
  static Optional<List<List<@Nullable Object>>> of(
      RelNode plan, String what, Span span, SplContext context) {
    Optional<List<List<@Nullable Object>>> rows = context.shared().stages().rows(plan);
    if (rows.isEmpty()) {
      context.shared().stages().leaveColumnsOpen();
      context.notice(span, what + " depend on data: they are known when the search runs");
    }
    return rows;
  }

  /** The least and the greatest of a number; empty where that is not known, or there is none. */
  static Optional<double[]> range(
      Row row, RexNode number, String what, Span span, SplContext context) {
    RelNode bounds =
        context
            .algebra()
            .aggregate(
                row.relation().plan(),
                List.of(),
                List.of(
                    new Measure(Aggregates.min(Types.DOUBLE), List.of(number)),
                    new Measure(Aggregates.max(Types.DOUBLE), List.of(number))));
    return of(bounds, what, span, context)
        .map(List::getFirst)
        .filter(found -> found.get(0) instanceof Double && found.get(1) instanceof Double)
        .map(found -> new double[] {(Double) found.get(0), (Double) found.get(1)});
  }
}
