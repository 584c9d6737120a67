package io.flowproof.query.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Subqueries over records, for rows of several sets at once ({@link SideBySide}): a row asks what
 * the subquery has in its own set. Each becomes a join that neither adds rows nor takes any away;
 * what it answers stands in columns after those that were there.
 */
final class SubqueryJoins {
  private final Algebra algebra;
  private final Scalars s;
  private final int set;
  private final Function<RelNode, @Nullable RelNode> inSets;
  private RelNode rows;

  /**
   * For the expressions of one step.
   *
   * @param rows the step's input, the set's number in its last column
   * @param inSets a plan with the set's number last, or null where it reads no records
   */
  SubqueryJoins(Algebra algebra, RelNode rows, Function<RelNode, @Nullable RelNode> inSets) {
    this.algebra = algebra;
    this.s = new Scalars(algebra.rex());
    this.rows = rows;
    this.set = width(rows) - 1;
    this.inSets = inSets;
  }

  /** The expression over {@link #rows}, as these are after the call. */
  RexNode answered(RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            RexNode inside = super.visitCall(call);
            if (inside instanceof RexCall visited
                && visited.getOperator() instanceof Subquery subquery) {
              RelNode plan = inSets.apply(subquery.plan());
              if (plan != null) {
                return visited.getOperands().isEmpty()
                    ? value(plan)
                    : among(visited.getOperands().getFirst(), plan);
              }
            }
            return inside;
          }
        });
  }

  /** The input's rows with the answers. */
  RelNode rows() {
    return rows;
  }

  /** The only value of the row's set, null where it has none. */
  private RexNode value(RelNode plan) {
    int at = width(rows);
    rows = answered(plan, isOfSet(plan, at + 1));
    return algebra.ref(rows, at);
  }

  /** As SQL has it: null for a null among some, and where the value is not there and a null is. */
  private RexNode among(RexNode value, RelNode plan) {
    int place = width(rows);
    List<RexNode> columns = new ArrayList<>(refs(rows));
    columns.add(value);
    rows = algebra.project(rows, columns);
    RelNode present = algebra.filter(plan, s.isNotNull(algebra.ref(plan, 0)));
    RelNode values = algebra.aggregate(present, refs(present), List.of());
    int at = width(rows);
    RexNode same = s.equal(algebra.ref(rows, place), algebra.ref(rows, values, 0));
    rows = answered(values, s.and(List.of(same, isOfSet(values, at + 1))));
    RelNode sizes =
        algebra.aggregate(
            plan,
            List.of(algebra.ref(plan, 1)),
            List.of(
                new Measure(Aggregates.COUNT, List.of()),
                new Measure(Aggregates.COUNT_VALUES, List.of(algebra.ref(plan, 0)))));
    int size = width(rows);
    rows = answered(sizes, isOfSet(sizes, size));
    RexNode hasNull =
        s.call(
            SqlStdOperatorTable.GREATER_THAN,
            algebra.ref(rows, size + 1),
            algebra.ref(rows, size + 2));
    return s.choose(
        Types.BOOLEAN,
        s.isNotNull(algebra.ref(rows, at)),
        s.bool(true),
        s.isNull(algebra.ref(rows, size)),
        s.bool(false),
        s.or(List.of(s.isNull(algebra.ref(rows, place)), hasNull)),
        s.nullOf(Types.BOOLEAN),
        s.bool(false));
  }

  private RelNode answered(RelNode answers, RexNode condition) {
    return Lineage.asking(algebra.join(rows, answers, JoinRelType.LEFT, condition));
  }

  private RexNode isOfSet(RelNode right, int at) {
    return s.equal(algebra.ref(rows, set), algebra.ref(rows, right, at - width(rows)));
  }

  private static List<RexNode> refs(RelNode node) {
    return IntStream.range(0, width(node))
        .<RexNode>mapToObj(i -> RexInputRef.of(i, node.getRowType()))
        .toList();
  }

  private static int width(RelNode node) {
    return node.getRowType().getFieldCount();
  }
}
