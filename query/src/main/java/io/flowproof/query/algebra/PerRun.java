package io.flowproof.query.algebra;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.jspecify.annotations.Nullable;

/**
 * A constant of a plan that is another one in each run: what the clock decides. No engine sees it.
 */
final class PerRun extends SqlFunction {
  private final RelDataType type;
  private final List<RexNode> values;

  private PerRun(RelDataType type, List<RexNode> values) {
    super(
        "PER_RUN",
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(type),
        InferTypes.ANY_NULLABLE,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.type = type;
    this.values = List.copyOf(values);
  }

  /** One value for each run, all of one type. */
  static RexNode of(RexBuilder rex, List<RexNode> values) {
    RelDataType type = values.getFirst().getType();
    return rex.makeCall(type, new PerRun(type, values), List.of());
  }

  List<RexNode> values() {
    return values;
  }

  static boolean isIn(RexNode expression) {
    boolean[] found = {false};
    expression.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitCall(RexCall call) {
            found[0] |= call.getOperator() instanceof PerRun;
            return super.visitCall(call);
          }
        });
    return found[0];
  }

  /** Whether it is in one of a plan's expressions, subqueries included. */
  static boolean isIn(RelNode plan) {
    boolean[] found = {plan.getInputs().stream().anyMatch(PerRun::isIn)};
    plan.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            found[0] |=
                call.getOperator() instanceof PerRun
                    || (call.getOperator() instanceof Subquery subquery && isIn(subquery.plan()));
            return super.visitCall(call);
          }
        });
    return found[0];
  }

  /** The expression with the values that belong to the run whose number {@code run} is. */
  static RexNode in(RexBuilder rex, RexNode run, RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            return call.getOperator() instanceof PerRun perRun
                ? perRun.at(rex, run)
                : super.visitCall(call);
          }
        });
  }

  private RexNode at(RexBuilder rex, RexNode run) {
    Scalars s = new Scalars(rex);
    Long step = step();
    if (step != null) {
      return s.call(
          Types.LONG,
          SqlStdOperatorTable.PLUS,
          s.number(number(values.getFirst()).longValue()),
          s.call(Types.LONG, SqlStdOperatorTable.MULTIPLY, run, s.number(step)));
    }
    return s.call(
        type,
        new EngineFunction("PER_RUN", type, "{0}[{1} + 1]"),
        s.list(Types.listOf(type), values),
        run);
  }

  /** By how much long values grow from each run to the next; null where that varies. */
  private @Nullable Long step() {
    if (!type.equals(Types.LONG) || !values.stream().allMatch(RexLiteral.class::isInstance)) {
      return null;
    }
    long first = number(values.get(0)).longValue();
    long step = values.size() < 2 ? 0 : number(values.get(1)).longValue() - first;
    for (int i = 0; i < values.size(); i++) {
      if (number(values.get(i)).longValue() != first + i * step) {
        return null;
      }
    }
    return step;
  }

  private static BigDecimal number(RexNode literal) {
    return Objects.requireNonNull(((RexLiteral) literal).getValueAs(BigDecimal.class));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PerRun perRun && perRun.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
