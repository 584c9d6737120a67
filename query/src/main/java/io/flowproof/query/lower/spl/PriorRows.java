package io.flowproof.query.lower.spl;

import io.flowproof.core.source.Span;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
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
}
