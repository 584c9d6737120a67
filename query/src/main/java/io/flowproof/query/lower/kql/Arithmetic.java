package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.KqlType;
import org.jspecify.annotations.Nullable;

/**
 * {@code + - * / %}. Integers make a long, null where that cannot hold it. Integer division cuts
 * towards zero and is null by zero; a remainder is never negative (Kusto documentation, "Numerical
 * operators" and "Datetime / timespan arithmetic").
 */
final class Arithmetic {
  private final Binder binder;
  private final Values values;
  private final Conversions conversions;

  Arithmetic(Binder binder, Conversions conversions) {
    this.binder = binder;
    this.values = binder.values();
    this.conversions = conversions;
  }

  Scalar apply(BinaryOperator operator, Scalar left, Scalar right, Span span) {
    Scalar a = number(left, right);
    Scalar b = number(right, left);
    KqlType type = result(operator, a.type(), b.type());
    if (type == null) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          span,
          "'%s' is not defined for %s and %s"
              .formatted(operator.word(), left.type().keyword(), right.type().keyword()),
          left.type() == KqlType.STRING || right.type() == KqlType.STRING
              ? "join texts with strcat(…), convert numbers with tolong(…)"
              : null);
    }
    Scalar folded = folded(operator, type, a, b);
    return folded != null ? folded : calculated(operator, type, a, b);
  }

  /**
   * A dynamic beside a number, datetime or timespan is read as that; beside a dynamic as a real.
   */
  private Scalar number(Scalar value, Scalar other) {
    if (value.type() != KqlType.DYNAMIC) {
      return value;
    }
    KqlType type = other.type() == KqlType.DYNAMIC ? KqlType.REAL : other.type();
    return conversions.to(type == KqlType.INT ? KqlType.LONG : type, value);
  }

  private static @Nullable KqlType result(BinaryOperator operator, KqlType a, KqlType b) {
    if (isNumber(a) && isNumber(b)) {
      return a == KqlType.REAL || b == KqlType.REAL ? KqlType.REAL : KqlType.LONG;
    }
    boolean spans = a == KqlType.TIMESPAN && b == KqlType.TIMESPAN;
    return switch (operator) {
      case ADD -> spans ? KqlType.TIMESPAN : isPair(a, b) ? KqlType.DATETIME : null;
      case SUBTRACT -> {
        boolean datetimes = a == KqlType.DATETIME && b == KqlType.DATETIME;
        yield spans || datetimes
            ? KqlType.TIMESPAN
            : a == KqlType.DATETIME && b == KqlType.TIMESPAN ? KqlType.DATETIME : null;
      }
      case MULTIPLY ->
          (a == KqlType.TIMESPAN && isNumber(b)) || (isNumber(a) && b == KqlType.TIMESPAN)
              ? KqlType.TIMESPAN
              : null;
      case DIVIDE ->
          spans ? KqlType.REAL : a == KqlType.TIMESPAN && isNumber(b) ? KqlType.TIMESPAN : null;
      case MODULO ->
          (a == KqlType.DATETIME || a == KqlType.TIMESPAN) && b == KqlType.TIMESPAN
              ? KqlType.TIMESPAN
              : null;
      default -> null;
    };
  }

  private static boolean isNumber(KqlType type) {
    return type == KqlType.INT || type == KqlType.LONG || type == KqlType.REAL;
  }

  private static boolean isPair(KqlType a, KqlType b) {
    return (a == KqlType.DATETIME && b == KqlType.TIMESPAN)
        || (a == KqlType.TIMESPAN && b == KqlType.DATETIME);
  }

  /** Sums and differences of known whole numbers and times are computed here. */
  private @Nullable Scalar folded(BinaryOperator operator, KqlType type, Scalar a, Scalar b) {
    if (a.type() == KqlType.REAL || b.type() == KqlType.REAL || type == KqlType.REAL) {
      return null;
    }
    if (!(a.constant() instanceof Number left) || !(b.constant() instanceof Number right)) {
      return null;
    }
    try {
      long value =
          switch (operator) {
            case ADD -> Math.addExact(left.longValue(), right.longValue());
            case SUBTRACT -> Math.subtractExact(left.longValue(), right.longValue());
            case MULTIPLY -> Math.multiplyExact(left.longValue(), right.longValue());
            default -> throw new ArithmeticException();
          };
      return values.constant(type, value);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private Scalar calculated(BinaryOperator operator, KqlType type, Scalar a, Scalar b) {
    if (type == KqlType.REAL) {
      return real(operator, a, b);
    }
    boolean scaled = a.type() == KqlType.REAL || b.type() == KqlType.REAL;
    if (scaled) {
      String sign = operator == BinaryOperator.MULTIPLY ? "*" : "/";
      return values.call(type, "SCALE", "TRY_CAST(trunc({0} " + sign + " {1}) AS BIGINT)", a, b);
    }
    // Without the casts INTs, and literals that fit one, would overflow at 32 bits.
    String template =
        switch (operator) {
          case ADD, SUBTRACT, MULTIPLY -> guarded(operator.word() + " {1}", a, b);
          case DIVIDE -> guarded("// nullif({1}, 0)", a, b);
          default -> "(({0} % nullif({1}, 0) + abs({1})) % nullif({1}, 0))";
        };
    return values.call(type, operator.word(), template, a, b);
  }

  /**
   * The engine ends a query whose number overflows; what may do so is computed with 128 bits. (TRY
   * cannot be used, because it takes no Java function.)
   */
  private static String guarded(String operation, Scalar a, Scalar b) {
    return isNarrow(a) && isNarrow(b)
        ? "(CAST({0} AS BIGINT) " + operation + ")"
        : "TRY_CAST(CAST({0} AS HUGEINT) " + operation + " AS BIGINT)";
  }

  /** Far from what a long cannot hold: an int, a time, a small constant. */
  private static boolean isNarrow(Scalar value) {
    boolean small =
        value.constant() instanceof Number number && Math.abs(number.longValue()) < (1L << 62);
    boolean int32 =
        value.constant() instanceof Number number && number.longValue() == number.intValue();
    return switch (value.type()) {
      case INT -> true;
      case DATETIME -> true;
      case TIMESPAN -> small;
      case BOOL, DECIMAL, DYNAMIC, GUID, LONG, REAL, STRING -> int32;
    };
  }

  private Scalar real(BinaryOperator operator, Scalar a, Scalar b) {
    Scalar x = asReal(a);
    Scalar y = asReal(b);
    String template =
        operator == BinaryOperator.MODULO
            ? "(({0} % {1} + abs({1})) % abs({1}))"
            : "({0} " + operator.word() + " {1})";
    return values.call(KqlType.REAL, operator.word(), template, x, y);
  }

  private Scalar asReal(Scalar value) {
    return value.type() == KqlType.TIMESPAN
        ? values.call(KqlType.REAL, "REAL", "CAST({0} AS DOUBLE)", value)
        : conversions.widened(value, KqlType.REAL);
  }

  /** {@code -value}. */
  Scalar negated(Scalar value, Span span) {
    if (!value.isNumber() && value.type() != KqlType.TIMESPAN) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH, span, "'-' is not defined for " + value.type().keyword());
    }
    if (value.constant() instanceof Long known && known != Long.MIN_VALUE) {
      return values.constant(value.type(), -known);
    }
    KqlType type = value.type() == KqlType.INT ? KqlType.LONG : value.type();
    String template = type == KqlType.REAL ? "(-{0})" : "TRY_CAST(-CAST({0} AS HUGEINT) AS BIGINT)";
    return values.call(type, "NEGATE", template, value);
  }
}
