package io.flowproof.query.algebra;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.jspecify.annotations.Nullable;

/**
 * A plan of one column inside an expression. It knows nothing of the row that the expression is
 * computed for, so that it is computed once. Whoever walks over a plan and must see every table
 * looks into its expressions with {@link #map}.
 */
public final class Subquery extends SqlFunction {
  private static final RexBuilder REX = new RexBuilder(Types.FACTORY);

  /** What the expression asks of the plan. */
  private enum Kind {
    /** Whether a value is among the plan's: null when it is not and a null is. */
    IN,
    /** The plan's only value; null when it has no row. */
    VALUE
  }

  private final Kind question;
  private final RelNode plan;
  private final @Nullable String sql;

  private Subquery(Kind kind, RelNode plan, @Nullable String sql) {
    super(
        kind == Kind.IN ? "IN_PLAN" : "VALUE_OF_PLAN",
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(kind == Kind.IN ? Types.BOOLEAN : type(plan)),
        InferTypes.ANY_NULLABLE,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
    this.question = kind;
    this.plan = plan;
    this.sql = sql;
  }

  /**
   * Whether {@code value} is in the only column of {@code plan}: null for a null, and where the
   * value is not there and a null is.
   */
  public static RexNode in(RexNode value, RelNode plan) {
    return REX.makeCall(Types.BOOLEAN, new Subquery(Kind.IN, plan, null), List.of(value));
  }

  /** The value in the only row and column of {@code plan}, null when there is no row. */
  public static RexNode value(RelNode plan) {
    return REX.makeCall(type(plan), new Subquery(Kind.VALUE, plan, null), List.of());
  }

  /** The expression with each subquery in it, at any depth, replaced. */
  public static RexNode map(RexNode expression, UnaryOperator<Subquery> change) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            RexNode inside = super.visitCall(call);
            return inside instanceof RexCall visited
                    && visited.getOperator() instanceof Subquery subquery
                ? REX.makeCall(visited.getType(), change.apply(subquery), visited.getOperands())
                : inside;
          }
        });
  }

  /** The table. */
  public RelNode plan() {
    return plan;
  }

  /** The same question of another plan of the same column. */
  public Subquery with(RelNode other) {
    return new Subquery(question, other, null);
  }

  /** The same question, ready to be printed: {@code sql} is one SELECT. */
  public Subquery printedAs(String select) {
    return new Subquery(question, plan, select);
  }

  private static RelDataType type(RelNode plan) {
    return Types.FACTORY.createTypeWithNullability(
        plan.getRowType().getFieldList().getFirst().getType(), true);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Subquery subquery
        && subquery.question == question
        && subquery.plan == plan
        && Objects.equals(subquery.sql, sql);
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(plan);
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    String select = "(" + Objects.requireNonNull(sql, "a subquery is printed by its text") + ")";
    if (question == Kind.IN) {
      String value = call.getOperandList().getFirst().toSqlString(writer.getDialect()).getSql();
      select = "((" + value + ") IN " + select + ")";
    }
    writer.print(select);
    writer.setNeedWhitespace(true);
  }
}
