package io.flowproof.query.algebra;

import io.flowproof.core.schema.FlowTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.hint.RelHint;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Why-provenance as a plan: for each row of a plan, the stored records that made it (Buneman,
 * Khanna, Tan, "Why and Where: A Characterization of Data Provenance", ICDT 2001).
 *
 * <p>The lineage of a plan has its row, once for each contributing record, followed by {@link
 * #COLUMNS}. Filters and projections keep the record beside the row; a grouping is joined with the
 * lineage of its input on the keys, nulls equal; the first rows of an order are joined with the
 * lineage of all of them. A pair of rows was made by the records of both: the lineage of each side
 * is joined with the rows of the other; a row that only had to have a partner, or none, was made by
 * its own records. Rows that are written in the query have no records. Any other node ends lineage.
 */
public final class Lineage {
  /** The columns that follow the row: where the record is, and what evidence counts. */
  public static final List<String> COLUMNS =
      List.of(FlowTables.SOURCE_ID, FlowTables.SOURCE_LINE, "start_time", "end_time", "bytes");

  private static final RelHint ASKING = RelHint.builder("ASKING").build();

  private final Algebra algebra;

  /** Makes plans with {@code algebra}, which must be the one that made the plan to follow. */
  public Lineage(Algebra algebra) {
    this.algebra = algebra;
  }

  /**
   * A join whose right side only answers a question about rows, as a subquery does: none of them is
   * made by its records.
   */
  static RelNode asking(RelNode join) {
    return ((LogicalJoin) join).withHints(List.of(ASKING));
  }

  /** The lineage of {@code plan}, or empty where a node ends it, or no record can be in it. */
  public Optional<RelNode> of(RelNode plan) {
    return readsRecords(plan) ? follow(plan) : Optional.empty();
  }

  private Optional<RelNode> follow(RelNode plan) {
    return switch (plan) {
      case TableScan scan -> Optional.of(scan(scan));
      case Filter filter ->
          follow(filter.getInput()).map(input -> algebra.filter(input, filter.getCondition()));
      // Beside its records a row stands several times, which windows would count.
      case Project project
          when EngineFunction.isWindowed(project.getProjects()) && !isRecordwise(project) ->
          Optional.empty();
      case Project project -> follow(project.getInput()).map(input -> project(project, input));
      case Aggregate aggregate ->
          follow(aggregate.getInput()).map(input -> group(aggregate, input));
      case Sort sort ->
          sort.fetch == null
              ? follow(sort.getInput())
              : follow(sort.getInput()).map(input -> firstRows(sort, input));
      case Union union -> union(union);
      case Join join -> join(join);
      case Values values -> Optional.of(withoutRecords(values));
      case RelNode other -> Optional.empty();
    };
  }

  /** True when each row is one stored record, or was written out. */
  private static boolean isRecordwise(RelNode plan) {
    return switch (plan) {
      case TableScan scan -> true;
      case Values values -> true;
      case Filter filter -> isRecordwise(filter.getInput());
      case Project project -> isRecordwise(project.getInput());
      case Union union -> union.getInputs().stream().allMatch(Lineage::isRecordwise);
      case RelNode other -> false;
    };
  }

  /** True when stored records are read somewhere below and can have made a row. */
  private static boolean readsRecords(RelNode plan) {
    boolean anti = plan instanceof Join join && join.getJoinType() == JoinRelType.ANTI;
    return plan instanceof TableScan
        || plan.getInputs().stream()
            .limit(anti ? 1 : Long.MAX_VALUE)
            .anyMatch(Lineage::readsRecords);
  }

  private RelNode withoutRecords(Values values) {
    List<RexNode> columns = new ArrayList<>(refs(values, 0, width(values)));
    for (String column : COLUMNS) {
      RelDataType type =
          column.endsWith("_time")
              ? Types.TIMESTAMP
              : column.equals(FlowTables.SOURCE_ID) ? Types.INT : Types.LONG;
      columns.add(algebra.rex().makeNullLiteral(type));
    }
    return algebra.project(values, columns);
  }

  private Optional<RelNode> join(Join join) {
    if (join.getHints().contains(ASKING)) {
      return follow(join.getLeft())
          .map(left -> joined(join, left, join.getRight(), join.getJoinType()));
    }
    return switch (join.getJoinType()) {
      case ANTI ->
          follow(join.getLeft()).map(left -> joined(join, left, join.getRight(), JoinRelType.ANTI));
      case SEMI ->
          readsRecords(join.getLeft())
              ? follow(join.getLeft())
                  .map(left -> joined(join, left, join.getRight(), JoinRelType.SEMI))
              : follow(join.getRight())
                  .map(right -> joined(join, join.getLeft(), right, JoinRelType.INNER));
      case INNER -> pairs(join, JoinRelType.INNER, JoinRelType.INNER);
      case LEFT -> pairs(join, JoinRelType.LEFT, JoinRelType.INNER);
      case RIGHT -> pairs(join, JoinRelType.INNER, JoinRelType.RIGHT);
      case FULL -> pairs(join, JoinRelType.LEFT, JoinRelType.RIGHT);
      case ASOF, LEFT_ASOF, LEFT_MARK -> Optional.empty();
    };
  }

  private Optional<RelNode> pairs(Join join, JoinRelType forLeft, JoinRelType forRight) {
    List<RelNode> parts = new ArrayList<>();
    // Without records the left side still says which rows there are.
    if (readsRecords(join.getLeft()) || !readsRecords(join.getRight())) {
      Optional<RelNode> left = follow(join.getLeft());
      if (left.isEmpty()) {
        return Optional.empty();
      }
      parts.add(joined(join, left.get(), join.getRight(), forLeft));
    }
    if (readsRecords(join.getRight())) {
      Optional<RelNode> right = follow(join.getRight());
      if (right.isEmpty()) {
        return Optional.empty();
      }
      parts.add(joined(join, join.getLeft(), right.get(), forRight));
    }
    return Optional.of(algebra.union(parts));
  }

  /** The join with a side replaced by its lineage, whose provenance comes last. */
  private RelNode joined(Join join, RelNode left, RelNode right, JoinRelType kind) {
    int leftWidth = width(join.getLeft());
    int shift = width(left) - leftWidth;
    RexNode condition = RexUtil.shift(join.getCondition(), leftWidth, shift);
    RelNode both = algebra.join(left, right, kind, condition);
    List<RexNode> columns = new ArrayList<>(refs(both, 0, leftWidth));
    int rightAt = width(left);
    boolean pairs = join.getJoinType() != JoinRelType.SEMI && kind != JoinRelType.ANTI;
    if (pairs) {
      columns.addAll(refs(both, rightAt, rightAt + width(join.getRight())));
    }
    int provenanceAt = shift > 0 ? leftWidth : rightAt + width(join.getRight());
    columns.addAll(refs(both, provenanceAt, provenanceAt + COLUMNS.size()));
    return algebra.project(both, columns);
  }

  private RelNode scan(TableScan scan) {
    List<RexNode> columns = new ArrayList<>(refs(scan, 0, width(scan)));
    for (String column : COLUMNS) {
      RelDataTypeField field = scan.getRowType().getField(column, true, false);
      columns.add(
          field == null
              ? algebra.rex().makeNullLiteral(Types.LONG)
              : algebra.ref(scan, field.getIndex()));
    }
    return algebra.project(scan, columns);
  }

  private RelNode project(Project project, RelNode input) {
    List<RexNode> columns = new ArrayList<>(project.getProjects());
    columns.addAll(provenance(input));
    return algebra.project(input, columns);
  }

  private RelNode group(Aggregate aggregate, RelNode input) {
    int keys = aggregate.getGroupCount();
    List<RexNode> same = new ArrayList<>();
    int at = 0;
    for (int key : aggregate.getGroupSet()) {
      same.add(same(aggregate, at++, input, key));
    }
    return beside(aggregate, input, same.subList(0, keys));
  }

  /** Rows that are equal in all columns cannot be told apart, so each has the records of all. */
  private RelNode firstRows(Sort sort, RelNode input) {
    RelNode distinct = algebra.aggregate(sort, refs(sort, 0, width(sort)), List.of());
    List<RexNode> same =
        IntStream.range(0, width(sort)).mapToObj(i -> same(distinct, i, input, i)).toList();
    return beside(distinct, input, same);
  }

  private Optional<RelNode> union(Union union) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : union.getInputs()) {
      Optional<RelNode> lineage = follow(input);
      if (lineage.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(lineage.get());
    }
    return Optional.of(algebra.union(inputs));
  }

  private RelNode beside(RelNode rows, RelNode lineage, List<RexNode> same) {
    RexNode condition = new Scalars(algebra.rex()).and(same);
    RelNode joined = algebra.join(rows, lineage, JoinRelType.INNER, condition);
    List<RexNode> columns = new ArrayList<>(refs(joined, 0, width(rows)));
    columns.addAll(provenance(joined));
    return algebra.project(joined, columns);
  }

  private RexNode same(RelNode left, int leftIndex, RelNode right, int rightIndex) {
    return algebra
        .rex()
        .makeCall(
            SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
            algebra.ref(left, leftIndex),
            algebra.ref(left, right, rightIndex));
  }

  private List<RexNode> provenance(RelNode lineage) {
    return refs(lineage, width(lineage) - COLUMNS.size(), width(lineage));
  }

  private List<RexNode> refs(RelNode node, int from, int to) {
    return IntStream.range(from, to).<RexNode>mapToObj(i -> algebra.ref(node, i)).toList();
  }

  private static int width(RelNode node) {
    return node.getRowType().getFieldCount();
  }
}
