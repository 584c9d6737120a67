package io.flowproof.query.algebra;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.QueryTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** The records of disjoint sets of raw objects. */
final class ObjectSets implements Sets {
  private final Algebra algebra;
  private final Scalars s;
  private final List<QueryTime.Objects> sets;

  ObjectSets(Algebra algebra, List<QueryTime.Objects> sets) {
    this.algebra = algebra;
    this.s = new Scalars(algebra.rex());
    this.sets = List.copyOf(sets);
  }

  @Override
  public int size() {
    return sets.size();
  }

  @Override
  public @Nullable RelNode apart(RelNode plan) {
    RelDataTypeField id =
        plan instanceof TableScan
            ? plan.getRowType().getField(FlowTables.SOURCE_ID, true, false)
            : null;
    if (id == null) {
      return null;
    }
    RexNode source = algebra.ref(plan, id.getIndex());
    List<RexNode> columns = new ArrayList<>();
    IntStream.range(0, plan.getRowType().getFieldCount())
        .forEach(i -> columns.add(algebra.ref(plan, i)));
    if (areSingleObjects()) {
      columns.add(s.call(SqlStdOperatorTable.MINUS, source, s.number32(sets.getFirst().first())));
      RexNode within = within(source, sets.getFirst().first(), sets.getLast().end());
      return algebra.project(algebra.filter(plan, within), columns);
    }
    List<RexNode> within = new ArrayList<>();
    List<RexNode> cases = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      RexNode in = within(source, sets.get(i).first(), sets.get(i).end());
      within.add(in);
      cases.add(in);
      cases.add(s.number32(i));
    }
    cases.add(s.nullOf(Types.INT));
    columns.add(s.choose(Types.INT, cases.toArray(RexNode[]::new)));
    return algebra.project(algebra.filter(plan, s.or(within)), columns);
  }

  private RexNode within(RexNode source, int first, int end) {
    return s.and(
        s.call(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, source, s.number32(first)),
        s.call(SqlStdOperatorTable.LESS_THAN, source, s.number32(end)));
  }

  /** True when the n-th set is the n-th object after the first. */
  private boolean areSingleObjects() {
    int first = sets.getFirst().first();
    return IntStream.range(0, sets.size())
        .allMatch(i -> sets.get(i).first() == first + i && sets.get(i).end() == first + i + 1);
  }
}
