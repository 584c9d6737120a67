package io.flowproof.query.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;

/**
 * Narrows a plan to rows that are known to be wanted, before the work is done: where a column of
 * the result is a key of a grouping, only the groups with the wanted keys are made. The rows that
 * have the wanted values are those of the whole plan; of the others some are left out.
 */
public final class Narrowing {
  /** More values than this are no test that is worth making. */
  private static final int MOST_VALUES = 1000;

  private final Algebra algebra;

  /** Makes plans with {@code algebra}, which must be the one that made the plan to narrow. */
  public Narrowing(Algebra algebra) {
    this.algebra = algebra;
  }

  /**
   * The narrowed plan.
   *
   * @param plan any plan
   * @param wanted for places in its row, the values that are wanted there; none of them null
   */
  public RelNode of(RelNode plan, Map<Integer, List<RexLiteral>> wanted) {
    Map<Integer, List<RexLiteral>> few = new HashMap<>();
    wanted.forEach(
        (column, values) -> {
          if (!values.isEmpty() && values.size() <= MOST_VALUES) {
            few.put(column, values);
          }
        });
    return few.isEmpty() ? plan : narrow(plan, few);
  }

  private RelNode narrow(RelNode plan, Map<Integer, List<RexLiteral>> wanted) {
    return switch (plan) {
      case Filter filter -> over(filter, wanted);
      case Sort sort when sort.fetch == null -> over(sort, wanted);
      case Union union ->
          union.copy(
              union.getTraitSet(),
              union.getInputs().stream().map(input -> narrow(input, wanted)).toList());
      case Project project when !RexOver.containsOver(project.getProjects(), null) -> {
        Map<Integer, List<RexLiteral>> below = new HashMap<>();
        wanted.forEach(
            (column, values) -> {
              if (project.getProjects().get(column) instanceof RexInputRef ref) {
                below.put(ref.getIndex(), values);
              }
            });
        yield over(project, below);
      }
      case Aggregate aggregate -> groups(aggregate, wanted);
      // The first rows of fewer rows are others, and what a window sees must stay whole.
      case RelNode other -> other;
    };
  }

  private RelNode over(RelNode node, Map<Integer, List<RexLiteral>> wanted) {
    return node.copy(node.getTraitSet(), List.of(narrow(node.getInput(0), wanted)));
  }

  private RelNode groups(Aggregate aggregate, Map<Integer, List<RexLiteral>> wanted) {
    List<Integer> keys = aggregate.getGroupSet().toList();
    Map<Integer, List<RexLiteral>> below = new HashMap<>();
    wanted.forEach(
        (column, values) -> {
          if (column < keys.size()) {
            below.put(keys.get(column), values);
          }
        });
    RelNode input = narrow(aggregate.getInput(), below);
    List<RexNode> tests = new ArrayList<>();
    new TreeMap<>(below).forEach((key, values) -> tests.add(in(algebra.ref(input, key), values)));
    RexNode condition = new Scalars(algebra.rex()).and(tests);
    return aggregate.copy(aggregate.getTraitSet(), List.of(algebra.filter(input, condition)));
  }

  private RexNode in(RexNode column, List<RexLiteral> values) {
    String places =
        IntStream.rangeClosed(1, values.size())
            .mapToObj(i -> "{" + i + "}")
            .collect(Collectors.joining(", "));
    List<RexNode> arguments = new ArrayList<>();
    arguments.add(column);
    arguments.addAll(values);
    return algebra
        .rex()
        .makeCall(
            Types.BOOLEAN,
            new EngineFunction("IN", Types.BOOLEAN, "{0} IN (" + places + ")"),
            arguments);
  }
}
