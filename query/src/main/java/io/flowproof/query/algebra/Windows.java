package io.flowproof.query.algebra;

import com.google.common.collect.ImmutableList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Expressions over the rows around a row; a {@code group} without keys is all rows. */
public final class Windows {
  private Windows() {}

  /** 1 for the first row of its group in the relation's order, 2 for the second. */
  public static RexNode rowNumber(Algebra algebra, Relation<?> relation, List<RexNode> group) {
    List<RexFieldCollation> order =
        algebra.totalOrder(relation).stream()
            .map(
                key -> new RexFieldCollation(algebra.ref(relation.plan(), key.index()), flags(key)))
            .toList();
    return over(algebra, SqlStdOperatorTable.ROW_NUMBER, List.of(), group, order);
  }

  /** The sum of whole numbers over all rows of the row's group. */
  public static RexNode sum(Algebra algebra, RexNode value, List<RexNode> group) {
    return over(algebra, SqlStdOperatorTable.SUM, List.of(value), group, List.of());
  }

  private static Set<SqlKind> flags(SortKey key) {
    EnumSet<SqlKind> flags = EnumSet.noneOf(SqlKind.class);
    if (key.direction() == SortKey.Direction.DESCENDING) {
      flags.add(SqlKind.DESCENDING);
    }
    flags.add(key.nulls() == SortKey.Nulls.FIRST ? SqlKind.NULLS_FIRST : SqlKind.NULLS_LAST);
    return flags;
  }

  private static RexNode over(
      Algebra algebra,
      SqlAggFunction function,
      List<RexNode> arguments,
      List<RexNode> group,
      List<RexFieldCollation> order) {
    return algebra
        .rex()
        .makeOver(
            Types.LONG,
            function,
            arguments,
            group,
            ImmutableList.copyOf(order),
            RexWindowBounds.UNBOUNDED_PRECEDING,
            order.isEmpty() ? RexWindowBounds.UNBOUNDED_FOLLOWING : RexWindowBounds.CURRENT_ROW,
            true,
            true,
            false,
            false,
            false);
  }
}
