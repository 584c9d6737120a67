package io.flowproof.query.lower.kql;

import static org.apache.calcite.sql.fun.SqlStdOperatorTable.GREATER_THAN;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.IS_DISTINCT_FROM;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.IS_NOT_DISTINCT_FROM;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.LESS_THAN;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.NOT_EQUALS;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.KqlType;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;

/**
 * Equality and order. Null equals no value and differs from every value; null against null, and an
 * order with null, are null (Kusto documentation, "Null values"). Strings are never null.
 */
final class Comparisons {
  private final Binder binder;
  private final Conversions conversions;

  Comparisons(Binder binder, Conversions conversions) {
    this.binder = binder;
    this.conversions = conversions;
  }

  /** {@code left == right}, or {@code !=} when negated. */
  Scalar equality(Scalar left, Scalar right, boolean negated, Span span) {
    Sides sides = alike(left, right, negated ? "!=" : "==", span);
    Values values = binder.values();
    RexNode a = sides.left.rex();
    RexNode b = sides.right.rex();
    if (sides.left.isNeverNull() && sides.right.isNeverNull()) {
      return values.bool(
          negated ? values.scalars().call(NOT_EQUALS, a, b) : values.scalars().equal(a, b));
    }
    RexNode compared =
        values.scalars().call(negated ? IS_DISTINCT_FROM : IS_NOT_DISTINCT_FROM, a, b);
    if (sides.left.isNeverNull() || sides.right.isNeverNull()) {
      return values.bool(compared);
    }
    RexNode bothNull = values.scalars().and(values.scalars().isNull(a), values.scalars().isNull(b));
    return values.bool(
        values
            .scalars()
            .choose(Types.BOOLEAN, bothNull, values.scalars().nullOf(Types.BOOLEAN), compared));
  }

  /**
   * Equality where false and null mean the same, as they do under {@code where}: the engine can
   * skip what cannot match only with SQL's own equality.
   */
  Scalar filteringEquality(Scalar left, Scalar right, Span span) {
    Sides sides = alike(left, right, "==", span);
    return binder
        .values()
        .bool(binder.values().scalars().equal(sides.left.rex(), sides.right.rex()));
  }

  /** {@code <} and its kin. */
  Scalar order(BinaryOperator operator, Scalar left, Scalar right, Span span) {
    if (isUnordered(left, right) || isUnordered(right, left)) {
      throw mismatch(operator.word(), left, right, span);
    }
    Sides sides = alike(left, right, operator.word(), span);
    KqlType type = sides.left.type();
    if (type == KqlType.STRING || type == KqlType.DYNAMIC || type == KqlType.GUID) {
      throw mismatch(operator.word(), left, right, span);
    }
    SqlOperator sql =
        switch (operator) {
          case LESS -> LESS_THAN;
          case LESS_EQUAL -> LESS_THAN_OR_EQUAL;
          case GREATER -> GREATER_THAN;
          default -> GREATER_THAN_OR_EQUAL;
        };
    return binder
        .values()
        .bool(binder.values().scalars().call(sql, sides.left.rex(), sides.right.rex()));
  }

  /**
   * {@code value between (low .. high)}; the upper end of a datetime may be a timespan after it.
   */
  Scalar between(Scalar value, Scalar low, Scalar high, boolean negated, Span span) {
    Scalar top = high;
    if (low.type() == KqlType.DATETIME && high.type() == KqlType.TIMESPAN) {
      top = new Arithmetic(binder, conversions).apply(BinaryOperator.ADD, low, high, span);
    }
    RexNode from = order(BinaryOperator.GREATER_EQUAL, value, low, span).rex();
    RexNode to = order(BinaryOperator.LESS_EQUAL, value, top, span).rex();
    RexNode within = binder.values().scalars().and(from, to);
    return binder.values().bool(negated ? binder.values().scalars().not(within) : within);
  }

  private record Sides(Scalar left, Scalar right) {}

  /** Both sides in one type: numbers widened, text read as a bool, guid or dynamic beside one. */
  private Sides alike(Scalar left, Scalar right, String word, Span span) {
    Optional<KqlType> common = Conversions.common(List.of(left, right));
    if (common.isPresent()) {
      boolean integers = left.isInteger() && right.isInteger();
      return integers
          ? new Sides(left, right)
          : new Sides(
              conversions.widened(left, common.get()), conversions.widened(right, common.get()));
    }
    if (isRead(left, right)) {
      return new Sides(left, conversions.to(left.type(), right));
    }
    if (isRead(right, left)) {
      return new Sides(conversions.to(right.type(), left), right);
    }
    throw mismatch(word, left, right, span);
  }

  /** True when the other side is read as this side's type. */
  private static boolean isRead(Scalar typed, Scalar other) {
    return switch (typed.type()) {
      case BOOL -> other.type() == KqlType.STRING || other.isNumber() || isDynamic(other);
      case GUID -> other.type() == KqlType.STRING || isDynamic(other);
      case INT, LONG, REAL, DECIMAL, DATETIME, TIMESPAN, STRING -> isDynamic(other);
      case DYNAMIC -> false;
    };
  }

  /** True for types that have an order, but none between each other unless one is converted. */
  private static boolean isUnordered(Scalar typed, Scalar other) {
    return switch (typed.type()) {
      case BOOL -> other.type() == KqlType.STRING || isDynamic(other);
      case DATETIME, TIMESPAN -> isDynamic(other);
      case INT, LONG, REAL, DECIMAL, GUID, STRING, DYNAMIC -> false;
    };
  }

  private static boolean isDynamic(Scalar value) {
    return value.type() == KqlType.DYNAMIC;
  }

  private UnboundException mismatch(String word, Scalar left, Scalar right, Span span) {
    boolean convertsLeft = isDynamic(left);
    String hint =
        "convert the %s side with to%s(…)"
            .formatted(
                convertsLeft ? "left" : "right", (convertsLeft ? right : left).type().keyword());
    return binder.problem(
        ErrorCode.TYPE_MISMATCH,
        span,
        "'%s' does not compare %s with %s"
            .formatted(word, left.type().keyword(), right.type().keyword()),
        left.type() == right.type() ? null : hint);
  }
}
