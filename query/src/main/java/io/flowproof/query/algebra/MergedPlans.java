package io.flowproof.query.algebra;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/**
 * One plan of several that differ in constants only, as those of one query at several times do:
 * where they differ stands a {@link PerRun}, for {@link SideBySide} and {@link Relaxed}.
 */
public final class MergedPlans {
  private final RexBuilder rex;

  private MergedPlans(RexBuilder rex) {
    this.rex = rex;
  }

  /** A difference that is none of constants. */
  private static final class DifferException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DifferException() {
      super(null, null, false, false);
    }
  }

  /**
   * The plan, in the algebra of the first; empty where they differ otherwise.
   *
   * @param plans one for each run, in order; each ready to run ({@link Pushdown}), so that a window
   *     of time is said of the stored start
   */
  public static Optional<RelNode> of(Algebra first, List<RelNode> plans) {
    try {
      return Optional.of(new MergedPlans(first.rex()).merged(plans));
    } catch (DifferException e) {
      return Optional.empty();
    }
  }

  private RelNode merged(List<? extends RelNode> plans) {
    RelNode first = plans.getFirst();
    check(plans.stream().allMatch(plan -> plan.getClass() == first.getClass()));
    List<RelNode> inputs = new ArrayList<>();
    for (int i = 0; i < first.getInputs().size(); i++) {
      int input = i;
      check(same(plans, plan -> plan.getInputs().size()));
      inputs.add(merged(plans.stream().map(plan -> plan.getInput(input)).toList()));
    }
    return merged(first, plans, inputs);
  }

  private RelNode merged(RelNode first, List<? extends RelNode> plans, List<RelNode> inputs) {
    return switch (first) {
      case TableScan scan -> {
        check(same(plans, plan -> StoredTable.name((TableScan) plan)));
        yield scan;
      }
      case Values values -> {
        check(same(plans, plan -> ((Values) plan).getTuples()));
        yield values;
      }
      case Filter filter ->
          filter.copy(
              filter.getTraitSet(),
              inputs.getFirst(),
              rex(plans.stream().map(plan -> ((Filter) plan).getCondition()).toList()));
      case Project project -> project(project, plans, inputs.getFirst());
      case Aggregate aggregate -> {
        check(same(plans, plan -> ((Aggregate) plan).getGroupSet()));
        check(same(plans, plan -> calls((Aggregate) plan)));
        yield aggregate.copy(aggregate.getTraitSet(), inputs);
      }
      case Sort sort -> {
        check(same(plans, plan -> ((Sort) plan).getCollation()));
        check(same(plans, plan -> String.valueOf(((Sort) plan).fetch)));
        check(same(plans, plan -> String.valueOf(((Sort) plan).offset)));
        yield sort.copy(sort.getTraitSet(), inputs);
      }
      case Union union -> {
        check(same(plans, plan -> ((Union) plan).all));
        yield union.copy(union.getTraitSet(), inputs);
      }
      case Join join -> {
        check(same(plans, plan -> ((Join) plan).getJoinType()));
        yield join.copy(
            join.getTraitSet(),
            rex(plans.stream().map(plan -> ((Join) plan).getCondition()).toList()),
            inputs.get(0),
            inputs.get(1),
            join.getJoinType(),
            join.isSemiJoinDone());
      }
      case RelNode _ -> throw new DifferException();
    };
  }

  private RelNode project(Project first, List<? extends RelNode> plans, RelNode input) {
    check(same(plans, plan -> ((Project) plan).getProjects().size()));
    List<RexNode> columns =
        IntStream.range(0, first.getProjects().size())
            .mapToObj(
                i ->
                    rex(plans.stream().map(plan -> ((Project) plan).getProjects().get(i)).toList()))
            .toList();
    return LogicalProject.create(
        input,
        ImmutableList.of(),
        columns,
        first.getRowType().getFieldNames(),
        first.getVariablesSet());
  }

  private static List<List<Object>> calls(Aggregate aggregate) {
    return aggregate.getAggCallList().stream().map(MergedPlans::call).toList();
  }

  private static List<Object> call(AggregateCall call) {
    return List.of(call.getAggregation(), call.getArgList(), call.filterArg, call.getType());
  }

  private RexNode rex(List<? extends RexNode> expressions) {
    RexNode first = expressions.getFirst();
    if (first instanceof RexCall call && call.getOperator() instanceof Subquery subquery) {
      check(expressions.stream().allMatch(MergedPlans::isSubquery));
      RelNode plan =
          merged(
              expressions.stream()
                  .map(e -> ((Subquery) ((RexCall) e).getOperator()).plan())
                  .toList());
      return rex.makeCall(call.getType(), subquery.with(plan), operands(call, expressions));
    }
    if (expressions.stream().allMatch(first::equals) && !hasSubquery(first)) {
      return first;
    }
    check(same(expressions, RexNode::getType));
    if (expressions.stream().allMatch(RexLiteral.class::isInstance)
        || expressions.stream().allMatch(e -> Scalars.timestampOf(e) != null)) {
      return PerRun.of(rex, List.copyOf(expressions));
    }
    if (first.getClass() == RexCall.class && first instanceof RexCall call) {
      check(
          expressions.stream()
              .allMatch(
                  e ->
                      e.getClass() == RexCall.class
                          && ((RexCall) e).getOperator().equals(call.getOperator())));
      return call.clone(call.getType(), operands(call, expressions));
    }
    throw new DifferException();
  }

  private List<RexNode> operands(RexCall first, List<? extends RexNode> calls) {
    check(same(calls, call -> ((RexCall) call).getOperands().size()));
    return IntStream.range(0, first.getOperands().size())
        .mapToObj(
            i -> rex(calls.stream().map(call -> ((RexCall) call).getOperands().get(i)).toList()))
        .toList();
  }

  private static boolean isSubquery(RexNode expression) {
    return expression instanceof RexCall call && call.getOperator() instanceof Subquery;
  }

  private static boolean hasSubquery(RexNode expression) {
    return isSubquery(expression)
        || (expression instanceof RexCall call
            && call.getOperands().stream().anyMatch(MergedPlans::hasSubquery));
  }

  private static <T> boolean same(List<? extends T> all, Function<T, Object> part) {
    return all.stream().map(part).distinct().limit(2).count() < 2;
  }

  private static void check(boolean condition) {
    if (!condition) {
      throw new DifferException();
    }
  }
}
