package io.flowproof.query.algebra;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Counts different values in those groups only that can reach their thresholds. A group of 10
 * records has no 25 different ports: where a condition asks for 25, one pass over the records finds
 * the groups that are large enough, and a second one counts in these. Almost no source of real
 * traffic is large enough for a scan's threshold, and to keep the different values of all of them
 * costs several times what reading twice does.
 *
 * <p>Rows, columns and types stay as they are. Small data gain nothing, and their queries take
 * longer to plan.
 */
public final class ThresholdsFirst {
  private static final String DIFFERENT = Aggregates.COUNT_DISTINCT.template();

  /** As many values of a group are not worth a second look at the records. */
  private static final int FEW = 100;

  private final Algebra algebra;
  private final Scalars s;

  private ThresholdsFirst(Algebra algebra) {
    this.algebra = algebra;
    this.s = new Scalars(algebra.rex());
  }

  /**
   * The same rows.
   *
   * @param algebra the one that made the plan
   * @param plan after {@link Pushdown}, which brings conditions to the groupings they are about
   */
  public static RelNode of(Algebra algebra, RelNode plan) {
    return new ThresholdsFirst(algebra).rewritten(plan);
  }

  private RelNode rewritten(RelNode node) {
    if (node instanceof Filter filter
        && filter.getInput() instanceof Aggregate grouping
        && countsDifferent(grouping)
        && isCheapToRead(grouping.getInput())) {
      Few few = new Few(grouping);
      RexNode enough = few.necessary(filter.getCondition());
      if (enough != null) {
        return filter.copy(filter.getTraitSet(), List.of(few.groups(enough)));
      }
    }
    UnaryOperator<RelNode> inside = this::rewritten;
    List<RelNode> inputs = node.getInputs().stream().map(inside).toList();
    return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
  }

  private static boolean countsDifferent(Aggregate grouping) {
    return !grouping.getGroupSet().isEmpty()
        && grouping.getAggCallList().stream()
            .anyMatch(
                call ->
                    isDifferent(call)
                        && !call.getArgList().stream()
                            .allMatch(column -> hasFewValues(grouping.getInput(), column)));
  }

  /** Whether conditions leave a column a few values: to keep those of every group costs little. */
  private static boolean hasFewValues(RelNode node, int column) {
    return switch (node) {
      case Filter filter ->
          Conjuncts.of(filter.getCondition()).stream()
                  .anyMatch(condition -> isOneOfFew(condition, column))
              || hasFewValues(filter.getInput(), column);
      case Project project ->
          project.getProjects().get(column) instanceof RexInputRef below
              && hasFewValues(project.getInput(), below.getIndex());
      case Union union -> union.getInputs().stream().allMatch(input -> hasFewValues(input, column));
      case RelNode _ -> false;
    };
  }

  private static boolean isOneOfFew(RexNode condition, int column) {
    if (!(condition instanceof RexCall call)) {
      return false;
    }
    List<RexNode> operands = call.getOperands();
    return call.getKind() == SqlKind.OR
        ? operands.stream().allMatch(operand -> isOneOfFew(operand, column))
        : (call.getKind() == SqlKind.EQUALS
                || (call.getOperator() instanceof EngineFunction f && f.isIn()))
            && operands.getFirst() instanceof RexInputRef ref
            && ref.getIndex() == column
            && operands.size() <= 1 + FEW
            && operands.stream().skip(1).allMatch(RexLiteral.class::isInstance);
  }

  private static boolean isDifferent(AggregateCall call) {
    return call.getAggregation() instanceof EngineAggregate aggregate
        && aggregate.template().equals(DIFFERENT);
  }

  /** Stored records and what is computed from each alone. */
  private static boolean isCheapToRead(RelNode node) {
    return switch (node) {
      case TableScan _ -> true;
      case Values _ -> true;
      case Filter filter ->
          isCheap(List.of(filter.getCondition())) && isCheapToRead(filter.getInput());
      case Project project -> isCheap(project.getProjects()) && isCheapToRead(project.getInput());
      case Union union ->
          union.all && union.getInputs().stream().allMatch(ThresholdsFirst::isCheapToRead);
      case RelNode _ -> false;
    };
  }

  private static boolean isCheap(List<RexNode> expressions) {
    if (EngineFunction.isWindowed(expressions)
        || expressions.stream().anyMatch(EngineFunction::makesRows)) {
      return false;
    }
    boolean[] cheap = {true};
    RexVisitorImpl<Void> reader =
        new RexVisitorImpl<>(true) {
          @Override
          public Void visitCall(RexCall call) {
            if (call.getOperator() instanceof Subquery) {
              cheap[0] = false;
            }
            if (call.getKind() == SqlKind.CASE) {
              return null; // What it may come to is for the rare value that has no other form.
            }
            cheap[0] &= !(call.getOperator() instanceof EngineFunction f && f.isCostly());
            return super.visitCall(call);
          }
        };
    expressions.forEach(expression -> expression.accept(reader));
    return cheap[0];
  }

  /** The groups of one grouping that may pass a condition. */
  private final class Few {
    private final Aggregate grouping;
    private final int keys;
    private final List<Measure> measures = new ArrayList<>();

    Few(Aggregate grouping) {
      this.grouping = grouping;
      this.keys = grouping.getGroupCount();
    }

    /**
     * A condition over the keys and {@link #measures} that is true wherever one over the grouping's
     * row is; null where none is known.
     */
    @Nullable RexNode necessary(RexNode condition) {
      return Implied.by(condition, s, one -> one instanceof RexCall call ? atLeast(call) : null);
    }

    /** A lower bound of a column, as one of what that column cannot be greater than. */
    private @Nullable RexNode atLeast(RexCall call) {
      return switch (call.getKind()) {
        case GREATER_THAN, GREATER_THAN_OR_EQUAL, EQUALS ->
            atLeast(call.getKind(), call.getOperands().get(0), call.getOperands().get(1));
        case LESS_THAN, LESS_THAN_OR_EQUAL ->
            atLeast(call.getKind().reverse(), call.getOperands().get(1), call.getOperands().get(0));
        default -> null;
      };
    }

    private @Nullable RexNode atLeast(SqlKind kind, RexNode greater, RexNode bound) {
      RexNode value =
          greater instanceof RexCall cast && cast.getKind() == SqlKind.CAST && isNumber(cast)
              ? cast.getOperands().getFirst()
              : greater;
      if (!(value instanceof RexInputRef ref
          && ref.getIndex() >= keys
          && bound instanceof RexLiteral literal
          && literal.getValue() instanceof BigDecimal number
          && number.signum() > 0)) {
        return null;
      }
      AggregateCall aggregate = grouping.getAggCallList().get(ref.getIndex() - keys);
      EngineAggregate sure = notLess((EngineAggregate) aggregate.getAggregation(), aggregate);
      if (sure == null) {
        return null;
      }
      RexNode place =
          algebra.rex().makeInputRef(sure.type(), keys + place(measure(sure, aggregate)));
      RexNode side = value.equals(greater) ? place : s.cast(place, greater.getType());
      return s.call(
          kind == SqlKind.GREATER_THAN
              ? SqlStdOperatorTable.GREATER_THAN
              : SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
          side,
          bound);
    }

    private boolean isNumber(RexNode expression) {
      return List.of(Types.INT, Types.LONG, Types.DOUBLE).contains(expression.getType());
    }

    /** What is cheap to compute and never less than an aggregate; null where nothing is known. */
    private @Nullable EngineAggregate notLess(EngineAggregate aggregate, AggregateCall call) {
      if (isDifferent(call)) {
        return Aggregates.COUNT;
      }
      return Combining.of(
                  aggregate,
                  call.getArgList().stream()
                      .map(i -> grouping.getInput().getRowType().getFieldList().get(i).getType())
                      .toList())
              .isPresent()
          ? aggregate
          : null;
    }

    private Measure measure(EngineAggregate aggregate, AggregateCall call) {
      RelNode input = grouping.getInput();
      List<Integer> arguments = isDifferent(call) ? List.of() : call.getArgList();
      return new Measure(
          aggregate,
          arguments.stream().<RexNode>map(i -> algebra.ref(input, i)).toList(),
          call.hasFilter() ? algebra.ref(input, call.filterArg) : null);
    }

    private int place(Measure measure) {
      int at = measures.indexOf(measure);
      if (at < 0) {
        measures.add(measure);
      }
      return at < 0 ? measures.size() - 1 : at;
    }

    /** The grouping of the records of those groups for which {@code enough} is true. */
    RelNode groups(RexNode enough) {
      RelNode input = grouping.getInput();
      List<Integer> places = grouping.getGroupSet().toList();
      RelNode counted =
          algebra.aggregate(
              input,
              places.stream().<RexNode>map(i -> algebra.ref(input, i)).toList(),
              List.copyOf(measures));
      RelNode large = algebra.filter(counted, enough);
      RelNode found =
          algebra.project(
              large, IntStream.range(0, keys).mapToObj(i -> algebra.ref(large, i)).toList());
      RexNode same =
          s.and(
              IntStream.range(0, keys)
                  .mapToObj(
                      i ->
                          s.call(
                              SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
                              algebra.ref(input, places.get(i)),
                              algebra.ref(input, found, i)))
                  .toList());
      return grouping.copy(
          grouping.getTraitSet(), List.of(algebra.join(input, found, JoinRelType.SEMI, same)));
    }
  }
}
