package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Binary;
import io.flowproof.query.kql.KqlExpression.LogicalOperator;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What stands after {@code on}: names of columns that both tables have, and {@code $left.a ==
 * $right.b}, joined by commas or {@code and}. A common column has one type; the others may differ
 * as int and long do.
 */
final class JoinKeys {
  private final Binder binder;
  private final Rows left;
  private final Rows right;

  JoinKeys(Binder binder, Rows left, Rows right) {
    this.binder = binder;
    this.left = left;
    this.right = right;
  }

  /** Columns that must be equal. */
  record Pair(Field<KqlType> left, Field<KqlType> right) {}

  /** All pairs; what cannot be one is reported. */
  List<Pair> of(List<KqlExpression> on) {
    List<Supplier<Pair>> work = new ArrayList<>();
    for (KqlExpression part : on) {
      for (KqlExpression condition : conjuncts(part)) {
        work.add(() -> pair(condition));
      }
    }
    return binder.all(work);
  }

  private static List<KqlExpression> conjuncts(KqlExpression on) {
    if (on instanceof KqlExpression.Logical logical && logical.operator() == LogicalOperator.AND) {
      return logical.operands().stream().flatMap(part -> conjuncts(part).stream()).toList();
    }
    return List.of(on);
  }

  private Pair pair(KqlExpression condition) {
    if (condition instanceof Name name) {
      List<Field<KqlType>> sides =
          binder.all(List.of(() -> column(name, left), () -> column(name, right)));
      return checked(new Pair(sides.get(0), sides.get(1)), true, name.span());
    }
    if (condition instanceof Binary binary && binary.operator() == BinaryOperator.EQUAL) {
      List<Field<KqlType>> sides =
          binder.all(
              List.of(
                  () -> side(binary.left(), "$left", left),
                  () -> side(binary.right(), "$right", right)));
      return checked(new Pair(sides.get(0), sides.get(1)), false, binary.span());
    }
    throw binder.problem(
        ErrorCode.ARGUMENT,
        condition.span(),
        "'on' takes columns that both tables have, and $left.column == $right.column");
  }

  private Field<KqlType> column(Name name, Rows side) {
    return side.relation().field(name.text()).orElseThrow(() -> binder.unknownColumn(name, side));
  }

  private Field<KqlType> side(KqlExpression operand, String word, Rows side) {
    if (operand instanceof KqlExpression.Member member
        && member.target() instanceof Name target
        && target.text().equals(word)) {
      return column(member.name(), side);
    }
    throw binder.problem(
        ErrorCode.ARGUMENT,
        operand.span(),
        "This side of '==' must be " + word + ".column",
        "the left table's column comes first: $left.a == $right.b");
  }

  private Pair checked(Pair pair, boolean common, Span span) {
    KqlType a = pair.left.type();
    KqlType b = pair.right.type();
    if (a == KqlType.DYNAMIC || b == KqlType.DYNAMIC) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          span,
          "A dynamic value cannot be joined on",
          "convert it before, with tostring(…)");
    }
    boolean integers = !common && isInteger(a) && isInteger(b);
    if (a != b && !integers) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          span,
          "%s on the left cannot be joined with %s on the right"
              .formatted(capital(Binder.a(a)), Binder.a(b)),
          isInteger(a) && isInteger(b)
              ? "write $left.%s == $right.%s".formatted(pair.left.name(), pair.right.name())
              : "convert one of them before");
    }
    return pair;
  }

  private static boolean isInteger(KqlType type) {
    return type == KqlType.INT || type == KqlType.LONG;
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
