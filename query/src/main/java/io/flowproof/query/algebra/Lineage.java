package io.flowproof.query.algebra;

import io.flowproof.core.schema.FlowTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Why-provenance as a plan: for each row of a plan, the stored records that made it (Buneman,
 * Khanna, Tan, "Why and Where: A Characterization of Data Provenance", ICDT 2001).
 *
 * <p>The lineage of a plan has its row, once for each contributing record, followed by {@link
 * #COLUMNS}. Filters and projections keep the record beside the row; a grouping is joined with the
 * lineage of its input on the keys, nulls equal; the first rows of an order are joined with the
 * lineage of all of them. Any other node ends lineage.
 */
public final class Lineage {
  /** The columns that follow the row: where the record is, and what evidence counts. */
  public static final List<String> COLUMNS =
      List.of(FlowTables.SOURCE_ID, FlowTables.SOURCE_LINE, "start_time", "end_time", "bytes");

  private final Algebra algebra;

  /** Makes plans with {@code algebra}, which must be the one that made the plan to follow. */
  public Lineage(Algebra algebra) {
    this.algebra = algebra;
  }

  /** The lineage of {@code plan}, or empty where a node ends it. */
  public Optional<RelNode> of(RelNode plan) {
    return switch (plan) {
      case TableScan scan -> Optional.of(scan(scan));
      case Filter filter ->
          of(filter.getInput()).map(input -> algebra.filter(input, filter.getCondition()));
      // Beside its records a row stands several times, which windows would count.
      case Project project when RexOver.containsOver(project.getProjects(), null) ->
          Optional.empty();
      case Project project -> of(project.getInput()).map(input -> project(project, input));
      case Aggregate aggregate -> of(aggregate.getInput()).map(input -> group(aggregate, input));
      case Sort sort ->
          sort.fetch == null
              ? of(sort.getInput())
              : of(sort.getInput()).map(input -> firstRows(sort, input));
      case Union union -> union(union);
      case RelNode other -> Optional.empty();
    };
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
      Optional<RelNode> lineage = of(input);
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
    RelDataType type = right.getRowType().getFieldList().get(rightIndex).getType();
    return algebra
        .rex()
        .makeCall(
            SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
            algebra.ref(left, leftIndex),
            algebra.rex().makeInputRef(type, width(left) + rightIndex));
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
