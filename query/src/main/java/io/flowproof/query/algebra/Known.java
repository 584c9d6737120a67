package io.flowproof.query.algebra;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;

/**
 * What is known of the rows that have passed some conditions, and what expressions over them come
 * down to: {@code CASE WHEN splunk_format > 0 THEN bytes END} is {@code bytes} where {@code
 * splunk_format > 0} has been asked for.
 */
final class Known {
  private final Scalars scalars;
  private final List<RexNode> conditions;
  private final Set<RexNode> holds = new HashSet<>();
  private final Set<RexNode> present = new HashSet<>();

  /** Of rows for which all {@code conditions} are true. */
  Known(RexBuilder rex, List<RexNode> conditions) {
    this.scalars = new Scalars(rex);
    this.conditions = conditions;
    for (RexNode condition : conditions) {
      holds.add(condition);
      present.addAll(needs(condition));
    }
  }

  /** The columns that cannot be null where a condition is true. */
  static Set<RexNode> needs(RexNode condition) {
    Set<RexNode> columns = new HashSet<>();
    if (condition instanceof RexCall call) {
      switch (call.getKind()) {
        case EQUALS,
            NOT_EQUALS,
            LESS_THAN,
            LESS_THAN_OR_EQUAL,
            GREATER_THAN,
            GREATER_THAN_OR_EQUAL,
            IS_NOT_NULL ->
            call.getOperands().stream().filter(RexInputRef.class::isInstance).forEach(columns::add);
        case OTHER_FUNCTION -> columns.addAll(ofTest(call));
        case OR -> {
          columns.addAll(needs(call.getOperands().getFirst()));
          call.getOperands().forEach(operand -> columns.retainAll(needs(operand)));
        }
        case AND -> call.getOperands().forEach(operand -> columns.addAll(needs(operand)));
        default -> {}
      }
    }
    return columns;
  }

  private static List<RexNode> ofTest(RexCall call) {
    if (!(call.getOperator() instanceof EngineFunction function)) {
      return List.of();
    }
    int tested = function.isTextTest() ? call.getOperands().size() : function.isIn() ? 1 : 0;
    return call.getOperands().stream().limit(tested).filter(RexInputRef.class::isInstance).toList();
  }

  /** Whether both say that a column is equal to a constant, and not to the same one. */
  static boolean isOfOtherValue(RexNode a, RexNode b) {
    return a instanceof RexCall x
        && b instanceof RexCall y
        && x.getKind() == SqlKind.EQUALS
        && y.getKind() == SqlKind.EQUALS
        && x.getOperands().getFirst() instanceof RexInputRef column
        && column.equals(y.getOperands().getFirst())
        && x.getOperands().get(1) instanceof RexLiteral one
        && y.getOperands().get(1) instanceof RexLiteral other
        && one.getType().getSqlTypeName() == other.getType().getSqlTypeName()
        && !one.isNull()
        && !other.isNull()
        && !one.equals(other);
  }

  /** The same value for these rows. */
  RexNode simplified(RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            if (holds.contains(call)) {
              return scalars.bool(true);
            }
            RexNode inside = super.visitCall(call);
            return inside instanceof RexCall changed ? reduced(changed) : inside;
          }
        });
  }

  private RexNode reduced(RexCall call) {
    List<RexNode> operands = call.getOperands();
    return switch (call.getKind()) {
      case IS_NOT_NULL -> isPresent(operands.getFirst()) ? scalars.bool(true) : call;
      case IS_NULL -> isPresent(operands.getFirst()) ? scalars.bool(false) : call;
      case IS_TRUE ->
          isConstant(operands.getFirst()) ? scalars.bool(operands.getFirst().isAlwaysTrue()) : call;
      case EQUALS ->
          conditions.stream().anyMatch(condition -> isOfOtherValue(condition, call))
              ? scalars.bool(false)
              : call;
      case NOT ->
          isConstant(operands.getFirst()) && !((RexLiteral) operands.getFirst()).isNull()
              ? scalars.bool(!operands.getFirst().isAlwaysTrue())
              : call;
      case AND -> junction(call, true);
      case OR -> junction(call, false);
      case CASE -> choice(call);
      case OTHER_FUNCTION ->
          call.getOperator().equals(Scalars.COALESCE)
              ? first(call)
              : PickOrder.ofStored(call, scalars);
      default -> call;
    };
  }

  private static boolean isConstant(RexNode value) {
    return value instanceof RexLiteral;
  }

  /** Whether a value cannot be null in these rows. */
  private boolean isPresent(RexNode value) {
    if (value instanceof RexLiteral literal) {
      return !literal.isNull();
    }
    if (present.contains(value) || !(value instanceof RexCall call)) {
      return present.contains(value);
    }
    List<RexNode> operands = call.getOperands();
    if (call.getKind() == SqlKind.CASE) {
      return IntStream.range(0, operands.size())
          .filter(i -> i % 2 == 1 || i == operands.size() - 1)
          .allMatch(i -> isPresent(operands.get(i)));
    }
    return call.getOperator().equals(Scalars.COALESCE)
        ? operands.stream().anyMatch(this::isPresent)
        : isTotal(call) && operands.stream().allMatch(this::isPresent);
  }

  /** Whether a call makes a null of a null only. */
  static boolean isTotal(RexCall call) {
    if (call.getKind() != SqlKind.CAST) {
      return call.getOperator() instanceof EngineFunction function && function.isTotal();
    }
    return switch (call.getType().getSqlTypeName()) {
      case VARCHAR -> true;
      case DOUBLE, BIGINT ->
          switch (call.getOperands().getFirst().getType().getSqlTypeName()) {
            case INTEGER, BIGINT -> true;
            default -> false;
          };
      default -> false;
    };
  }

  private RexNode junction(RexCall call, boolean and) {
    List<RexNode> left =
        call.getOperands().stream()
            .filter(operand -> and ? !operand.isAlwaysTrue() : !operand.isAlwaysFalse())
            .toList();
    if (left.stream().anyMatch(o -> and ? o.isAlwaysFalse() : o.isAlwaysTrue())) {
      return scalars.bool(!and);
    }
    return left.size() == call.getOperands().size()
        ? call
        : and ? scalars.and(left) : scalars.or(left);
  }

  private RexNode choice(RexCall call) {
    List<RexNode> operands = call.getOperands();
    List<RexNode> left = new ArrayList<>();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      if (operands.get(i).isAlwaysTrue()) {
        left.add(operands.get(i + 1));
        break;
      }
      if (!operands.get(i).isAlwaysFalse()) {
        left.add(operands.get(i));
        left.add(operands.get(i + 1));
      }
    }
    if (left.size() % 2 == 0) {
      left.add(operands.getLast());
    }
    return left.size() == operands.size()
        ? call
        : left.size() == 1
            ? left.getFirst()
            : scalars.choose(call.getType(), left.toArray(RexNode[]::new));
  }

  private RexNode first(RexCall coalesce) {
    List<RexNode> operands = coalesce.getOperands();
    for (int i = 0; i < operands.size(); i++) {
      if (isPresent(operands.get(i))) {
        return i == 0
            ? operands.getFirst()
            : scalars.coalesce(
                coalesce.getType(), operands.subList(0, i + 1).toArray(RexNode[]::new));
      }
    }
    return coalesce;
  }
}
