package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.SortKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Columns whose names stand in the data: a stage finds them out before the plan is made. */
final class DataColumns {
  private static final int MOST = 1000;
  private final Binder binder;

  DataColumns(Binder binder) {
    this.binder = binder;
  }

  /**
   * The different rows of a plan, whose first column is a name, in the order of all columns. Empty,
   * and the columns are left open, where no stage runs.
   */
  Optional<List<List<@Nullable Object>>> found(RelNode plan, Span span) {
    Algebra algebra = binder.context().algebra();
    List<RexNode> all = new ArrayList<>();
    List<SortKey> order = new ArrayList<>();
    for (int i = 0; i < plan.getRowType().getFieldCount(); i++) {
      all.add(algebra.ref(plan, i));
      order.add(new SortKey(i, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
    }
    RelNode distinct = algebra.aggregate(plan, all, List.of());
    long most = (long) MOST * plan.getRowType().getFieldCount() * 4;
    RelNode stage = algebra.sort(distinct, order, most);
    Optional<List<List<@Nullable Object>>> rows = binder.context().stages().rows(stage);
    if (rows.isEmpty()) {
      binder.context().stages().leaveColumnsOpen();
      binder
          .context()
          .notice(span, "The columns depend on data: they are known when the query runs");
    } else if (rows.get().stream().map(List::getFirst).distinct().count() > MOST) {
      throw binder.problem(
          ErrorCode.TOO_LARGE,
          span,
          String.format(
              java.util.Locale.ROOT, "The data have more than %,d values to become columns", MOST),
          "filter them first, or write the columns behind the call");
    }
    return rows;
  }

  /** A name that is not taken: itself, or with the first number from 1 on. */
  static String free(String name, Set<String> taken) {
    Set<String> used = new LinkedHashSet<>(taken);
    String free = name;
    for (int i = 1; used.contains(free); i++) {
      free = name + i;
    }
    return free;
  }
}
