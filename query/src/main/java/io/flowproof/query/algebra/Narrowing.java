package io.flowproof.query.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Narrows a plan to rows that are known to be wanted, before the work is done: where a column of
 * the result is a key of a grouping, only the groups with the wanted keys are made; where it is a
 * stored column, or one with texts in place of nulls, only the records with the wanted values are
 * read. The rows that have the wanted values are those of the whole plan; of the others some are
 * left out.
 */
public final class Narrowing {
  /** More values than this are no test that is worth making. */
  static final int MOST_VALUES = 1000;

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
      case TableScan scan -> tested(scan, wanted);
      case Filter filter -> over(filter, wanted);
      case Sort sort when sort.fetch == null -> over(sort, wanted);
      case Union union ->
          union.copy(
              union.getTraitSet(),
              union.getInputs().stream().map(input -> narrow(input, wanted)).toList());
      case Project project when !EngineFunction.isWindowed(project.getProjects()) -> {
        Map<Integer, List<RexLiteral>> below = new HashMap<>();
        wanted.forEach(
            (column, values) -> {
              int source = new Source(values).of(project.getProjects().get(column));
              if (source >= 0) {
                below.putIfAbsent(source, values);
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
    RelNode input = tested(narrow(aggregate.getInput(), below), below);
    return aggregate.copy(aggregate.getTraitSet(), List.of(input));
  }

  private RelNode tested(RelNode node, Map<Integer, List<RexLiteral>> wanted) {
    if (wanted.isEmpty()) {
      return node;
    }
    List<RexNode> tests = new ArrayList<>();
    new TreeMap<>(wanted).forEach((key, values) -> tests.add(in(algebra.ref(node, key), values)));
    return algebra.filter(node, new Scalars(algebra.rex()).and(tests));
  }

  /**
   * The one column of a node's input that an expression must have its value from, where that value
   * is a wanted one: all else that the expression may give is null or an unwanted constant.
   */
  private record Source(List<RexLiteral> wanted) {
    private static final int NONE = -1;
    private static final int SEVERAL = -2;

    /** The column's place, or a negative number where there is not exactly one. */
    int of(RexNode expression) {
      return switch (expression) {
        case RexInputRef ref -> ref.getIndex();
        case RexLiteral literal -> isWanted(literal) ? SEVERAL : NONE;
        case RexCall call when call.getKind() == SqlKind.CASE ->
            ofAll(
                IntStream.range(0, call.getOperands().size())
                    .filter(i -> i % 2 == 1 || i == call.getOperands().size() - 1)
                    .mapToObj(call.getOperands()::get)
                    .toList());
        case RexCall call when call.getOperator().equals(Scalars.COALESCE) ->
            ofAll(call.getOperands());
        case RexNode other -> SEVERAL;
      };
    }

    private boolean isWanted(RexLiteral constant) {
      return wanted.stream()
          .anyMatch(value -> Objects.equals(value.getValue2(), constant.getValue2()));
    }

    private int ofAll(List<RexNode> results) {
      int source = NONE;
      for (RexNode result : results) {
        int next = of(result);
        if (next != NONE && source != NONE && next != source) {
          return SEVERAL;
        }
        source = next == NONE ? source : next;
      }
      return source;
    }
  }

  private RexNode in(RexNode column, List<RexLiteral> values) {
    List<RexNode> arguments = new ArrayList<>();
    arguments.add(column);
    arguments.addAll(values);
    return algebra.rex().makeCall(Types.BOOLEAN, EngineFunction.in(values.size()), arguments);
  }
}
