package io.flowproof.query.sql;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The order that a plan's rows have by a sort below its last projections, said of the last one: a
 * subselect's rows have no order in Trino.
 *
 * @param rows the rows without their order
 * @param sort the order, whose keys are columns of its input; null where there is none
 */
record OuterOrder(RelNode rows, @Nullable Sort sort) {

  static OuterOrder of(RelNode plan) {
    Deque<Project> projections = new ArrayDeque<>();
    RelNode node = plan;
    while (node instanceof Project project) {
      projections.push(project);
      node = project.getInput();
    }
    if (!(node instanceof Sort sort) || projections.isEmpty()) {
      return new OuterOrder(plan, null);
    }
    // A limit cuts inside, by the same order.
    RelNode rows = sort.fetch == null ? sort.getInput() : sort;
    List<Integer> keys =
        sort.getCollation().getFieldCollations().stream()
            .map(RelFieldCollation::getFieldIndex)
            .toList();
    while (!projections.isEmpty()) {
      Project project = projections.pop();
      rows = withKeys(project, rows, keys);
      int first = project.getProjects().size();
      keys = java.util.stream.IntStream.range(first, first + keys.size()).boxed().toList();
    }
    return new OuterOrder(visible(rows, plan), sorted(rows, sort, keys));
  }

  /** A projection that carries the keys along, after its own columns. */
  private static RelNode withKeys(Project project, RelNode input, List<Integer> keys) {
    List<RexNode> columns = new ArrayList<>(project.getProjects());
    List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
    for (int i = 0; i < keys.size(); i++) {
      columns.add(RexInputRef.of(keys.get(i), input.getRowType()));
      names.add("k" + i);
    }
    return LogicalProject.create(input, ImmutableList.of(), columns, names, Set.of());
  }

  /** The columns of the plan alone; the keys are seen by the order all the same. */
  private static RelNode visible(RelNode rows, RelNode plan) {
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < plan.getRowType().getFieldCount(); i++) {
      columns.add(RexInputRef.of(i, rows.getRowType()));
    }
    return LogicalProject.create(
        rows, ImmutableList.of(), columns, plan.getRowType().getFieldNames(), Set.of());
  }

  private static Sort sorted(RelNode rows, Sort sort, List<Integer> keys) {
    List<RelFieldCollation> collations = new ArrayList<>();
    List<RelFieldCollation> there = sort.getCollation().getFieldCollations();
    for (int i = 0; i < keys.size(); i++) {
      collations.add(there.get(i).withFieldIndex(keys.get(i)));
    }
    return LogicalSort.create(rows, RelCollations.of(collations), null, null);
  }
}
