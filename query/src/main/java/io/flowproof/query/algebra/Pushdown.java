package io.flowproof.query.algebra;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;

/**
 * Brings conditions to the records that they are about, where they are said of stored columns, and
 * lets what is computed above profit from what they established. Rows, columns and their order stay
 * as they are, down to the types.
 *
 * <p>What a language's table shows is made of choices ({@code '-'} for what is missing, {@code
 * allowed} for ACCEPT). A person who writes SQL by hand would ask the stored column instead; so
 * does the plan that comes out of here.
 */
public final class Pushdown {
  /** How many more nodes expressions may have when two projections become one. */
  private static final int MERGED = 24;

  /** A condition that would grow larger than this stays where it is. */
  private static final int LARGEST_CONDITION = 400;

  private final RexBuilder rex;
  private final Truth truth;

  private Pushdown(RexBuilder rex) {
    this.rex = rex;
    this.truth = new Truth(rex);
  }

  /** The same rows of the same columns, sooner. */
  public static RelNode of(RelNode plan) {
    return new Pushdown(plan.getCluster().getRexBuilder()).push(plan, List.of());
  }

  /** The rows of a node for which all conditions are true. */
  private RelNode push(RelNode node, List<RexNode> conditions) {
    return switch (node) {
      case Filter filter ->
          push(
              filter.getInput(),
              Stream.concat(
                      Conjuncts.of(inside(filter.getCondition())).stream(), conditions.stream())
                  .toList());
      case Project project -> project(project, conditions);
      case Union union ->
          union(union, union.getInputs().stream().map(input -> push(input, conditions)).toList());
      case Sort sort when sort.fetch == null -> over(sort, conditions);
      case Sort sort -> filtered(over(sort, List.of()), conditions);
      case Aggregate aggregate -> aggregate(aggregate, conditions);
      case Join join -> filtered(join(join), conditions);
      case RelNode other -> filtered(other, conditions);
    };
  }

  /** Without the parts that have no rows; they cost an engine its plans for one table. */
  private RelNode union(Union union, List<RelNode> parts) {
    List<RelNode> left = parts.stream().filter(part -> !isEmpty(part)).toList();
    boolean isOne = left.size() == 1 && left.getFirst() == parts.getFirst();
    return isOne && parts.getFirst().getRowType().equals(union.getRowType())
        ? parts.getFirst()
        : union.copy(union.getTraitSet(), parts);
  }

  private static boolean isEmpty(RelNode node) {
    return switch (node) {
      case Project project -> isEmpty(project.getInput());
      case Filter filter -> filter.getCondition().isAlwaysFalse() || isEmpty(filter.getInput());
      case RelNode _ -> false;
    };
  }

  /** A condition on the keys of groups is one on the rows that make them. */
  private RelNode aggregate(Aggregate aggregate, List<RexNode> conditions) {
    RelNode input = aggregate.getInput();
    List<RexNode> keys =
        aggregate.getGroupSet().toList().stream()
            .<RexNode>map(key -> RexInputRef.of(key, input.getRowType()))
            .toList();
    List<RexNode> below = new ArrayList<>();
    List<RexNode> above = new ArrayList<>();
    for (RexNode condition : conditions) {
      boolean moves = !keys.isEmpty() && readsBelow(condition, keys.size());
      (moves ? below : above).add(moves ? replaced(condition, keys) : condition);
    }
    return filtered(over(aggregate, below), above);
  }

  /** Whether an expression reads no column from {@code end} on. */
  private static boolean readsBelow(RexNode expression, int end) {
    boolean[] only = {true};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitInputRef(RexInputRef ref) {
            only[0] &= ref.getIndex() < end;
            return null;
          }
        });
    return only[0];
  }

  private RelNode over(RelNode node, List<RexNode> conditions) {
    return node.copy(node.getTraitSet(), List.of(push(node.getInput(0), conditions)));
  }

  private RelNode join(Join join) {
    return join.copy(
        join.getTraitSet(),
        inside(join.getCondition()),
        push(join.getLeft(), List.of()),
        push(join.getRight(), List.of()),
        join.getJoinType(),
        false);
  }

  /** With the plans inside it. */
  private RexNode inside(RexNode expression) {
    return Subquery.map(expression, subquery -> subquery.with(push(subquery.plan(), List.of())));
  }

  private RelNode filtered(RelNode node, List<RexNode> conditions) {
    List<RexNode> left = new ArrayList<>();
    for (RexNode condition : conditions) {
      add(condition, new Known(rex, left), left);
    }
    for (int i = left.size() - 1; i >= 0; i--) {
      RexNode condition = left.remove(i);
      List<RexNode> again = new ArrayList<>();
      add(condition, new Known(rex, left), again);
      left.addAll(i, again);
    }
    if (node instanceof TableScan scan && left.stream().anyMatch(c -> isOfUnset(scan, c))) {
      return LogicalFilter.create(node, new Scalars(rex).bool(false));
    }
    RexNode all = new Scalars(rex).and(left);
    return all.isAlwaysTrue() ? node : LogicalFilter.create(node, all);
  }

  /** Whether a condition is true for rows only that have a value where none has one. */
  private static boolean isOfUnset(TableScan scan, RexNode condition) {
    if (condition instanceof RexCall call && call.getKind() == SqlKind.OR) {
      return call.getOperands().stream().allMatch(either -> isOfUnset(scan, either));
    }
    return Known.needs(condition).stream()
        .anyMatch(
            column ->
                column instanceof RexInputRef ref && StoredTable.isUnset(scan, ref.getIndex()));
  }

  private void add(RexNode condition, Known known, List<RexNode> conditions) {
    RexNode said = known.simplified(truth.of(known.simplified(condition), true));
    Conjuncts.of(said).stream().filter(c -> !conditions.contains(c)).forEach(conditions::add);
  }

  private RelNode project(Project project, List<RexNode> conditions) {
    List<RexNode> columns = project.getProjects().stream().map(this::inside).toList();
    if (isBarrier(project)) {
      RelNode same = projection(project, push(project.getInput(), List.of()), columns);
      return filtered(same, conditions);
    }
    List<RexNode> below = new ArrayList<>();
    List<RexNode> above = new ArrayList<>();
    for (RexNode condition : conditions) {
      RexNode moved = replaced(condition, columns);
      boolean moves = !EngineFunction.isCostly(moved) && size(moved) <= LARGEST_CONDITION;
      (moves ? below : above).add(moves ? moved : condition);
    }
    return filtered(onto(push(project.getInput(), below), project, columns), above);
  }

  /** A projection of a node that has been pushed to already. */
  private RelNode onto(RelNode input, Project project, List<RexNode> columns) {
    if (input instanceof Union union
        && union.getInputs().stream().allMatch(part -> isMergeable(part, columns))) {
      return union.copy(
          union.getTraitSet(),
          union.getInputs().stream().map(part -> onto(part, project, columns)).toList());
    }
    if (input instanceof Project inner && isMergeable(inner, columns)) {
      List<RexNode> merged =
          columns.stream().map(column -> replaced(column, inner.getProjects())).toList();
      return onto(inner.getInput(), project, merged);
    }
    Known known =
        input instanceof Filter filter
            ? new Known(rex, Conjuncts.of(filter.getCondition()))
            : new Known(rex, List.of());
    return projection(
        project, input, columns.stream().map(column -> known.simplified(asked(column))).toList());
  }

  /** With the conditions in it of which only truth counts, as those of filtered aggregates. */
  private RexNode asked(RexNode column) {
    return column.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            return call.getKind() == SqlKind.IS_TRUE
                ? new Scalars(rex).isTrue(truth.of(call.getOperands().getFirst(), true))
                : super.visitCall(call);
          }
        });
  }

  /** Whether what stands above can be computed from what the node's expressions are made of. */
  private boolean isMergeable(RelNode node, List<RexNode> above) {
    if (!(node instanceof Project project) || isBarrier(project)) {
      return false;
    }
    List<RexNode> inner = project.getProjects();
    int[] uses = new int[inner.size()];
    above.forEach(
        column ->
            column.accept(
                new RexVisitorImpl<Void>(true) {
                  @Override
                  public Void visitInputRef(RexInputRef ref) {
                    uses[ref.getIndex()]++;
                    return null;
                  }
                }));
    int growth = 0;
    for (int i = 0; i < uses.length; i++) {
      if (uses[i] > 1 && inner.get(i) instanceof RexCall) {
        if (EngineFunction.isCostly(inner.get(i))) {
          return false;
        }
        growth += (uses[i] - 1) * size(inner.get(i));
      }
    }
    return growth <= MERGED || (growth <= LARGEST_CONDITION && comesDown(above, inner));
  }

  /** Whether what looks large is not, said of the values that its choices are made of. */
  private boolean comesDown(List<RexNode> above, List<RexNode> inner) {
    int merged = above.stream().mapToInt(column -> size(asked(replaced(column, inner)))).sum();
    int apart = Stream.of(above, inner).flatMap(List::stream).mapToInt(Pushdown::size).sum();
    return merged <= apart + MERGED;
  }

  /** Windows see other rows when there are fewer; what makes rows must do so once. */
  private static boolean isBarrier(Project project) {
    return EngineFunction.isWindowed(project.getProjects())
        || project.getProjects().stream().anyMatch(EngineFunction::makesRows);
  }

  private RelNode projection(Project project, RelNode input, List<RexNode> columns) {
    List<RexNode> typed =
        IntStream.range(0, columns.size())
            .mapToObj(i -> typed(columns.get(i), project.getProjects().get(i)))
            .toList();
    return LogicalProject.create(
        input, ImmutableList.of(), typed, project.getRowType().getFieldNames(), Set.of());
  }

  /** A value of exactly the type that it has had: what stands above was made for that. */
  private RexNode typed(RexNode value, RexNode before) {
    return value.getType().equals(before.getType())
        ? value
        : rex.makeCall(
            before.getType(), new EngineFunction("SAME", before.getType(), "{0}"), List.of(value));
  }

  private static RexNode replaced(RexNode expression, List<RexNode> columns) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef ref) {
            return columns.get(ref.getIndex());
          }
        });
  }

  private static int size(RexNode expression) {
    int[] nodes = {0};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            nodes[0]++;
            return super.visitCall(call);
          }

          @Override
          public Void visitLiteral(RexLiteral literal) {
            nodes[0]++;
            return null;
          }

          @Override
          public Void visitInputRef(RexInputRef ref) {
            nodes[0]++;
            return null;
          }
        });
    return nodes[0];
  }
}
