package io.flowproof.query.algebra;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Sets of records that one plan is asked of at once; see {@link SideBySide}. */
interface Sets {
  /** How many there are; they are numbered from 0. */
  int size();

  /**
   * The plan's rows in each set that sees them, the set's number in a column at the end. Null where
   * it takes more than the records themselves to tell, or the plan reads none.
   */
  @Nullable RelNode apart(RelNode plan);

  /** What has to be grouped, with the set's number as a key, to give the grouping in each set. */
  default @Nullable Split split(Aggregate aggregate) {
    return null;
  }

  /** The expression where literals that differ from set to set are those of {@code set}. */
  default RexNode in(RexNode set, RexNode expression) {
    return expression;
  }

  /**
   * A grouping of rows that were put together before.
   *
   * @param rows the keys, then other columns, the set's number last
   * @param keys how many keys there are
   * @param calls over the rows, in the order of the grouping's
   */
  record Split(RelNode rows, int keys, List<AggregateCall> calls) {}
}
