package io.flowproof.query.algebra;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/** Takes one of the rows that are equal in some columns: the first in their order. */
public final class UniqueRows {
  private UniqueRows() {}

  /**
   * The first of the rows with equal values, nulls being equal.
   *
   * @param keys places of the columns that are compared; without any, there is one row at most
   */
  public static <T> Relation<T> of(Algebra algebra, Relation<T> rows, List<Integer> keys) {
    if (areUnique(rows.plan(), Set.copyOf(keys))) {
      return rows;
    }
    int width = rows.plan().getRowType().getFieldCount();
    List<RexNode> columns =
        new ArrayList<>(
            IntStream.range(0, width).mapToObj(i -> algebra.ref(rows.plan(), i)).toList());
    List<RexNode> group = keys.stream().<RexNode>map(key -> algebra.ref(rows.plan(), key)).toList();
    columns.add(Windows.rowNumber(algebra, rows, group));
    RelNode numbered = algebra.project(rows.plan(), columns);
    Scalars scalars = new Scalars(algebra.rex());
    RelNode first =
        algebra.filter(numbered, scalars.equal(algebra.ref(numbered, width), scalars.number(1)));
    return new Relation<>(
        first, rows.fields(), rows.provenance(), rows.order(), rows.addressKeys());
  }

  /** True when the plan itself shows that no two rows agree in these columns. */
  static boolean areUnique(RelNode plan, Set<Integer> keys) {
    return switch (plan) {
      case Filter filter -> areUnique(filter.getInput(), keys);
      case Sort sort -> areUnique(sort.getInput(), keys);
      case Project project -> {
        Set<Integer> below = new HashSet<>();
        for (int key : keys) {
          if (project.getProjects().get(key) instanceof RexInputRef ref) {
            below.add(ref.getIndex());
          }
        }
        yield areUnique(project.getInput(), below);
      }
      case Aggregate aggregate ->
          IntStream.range(0, aggregate.getGroupCount()).allMatch(keys::contains);
      case RelNode other -> false;
    };
  }
}
