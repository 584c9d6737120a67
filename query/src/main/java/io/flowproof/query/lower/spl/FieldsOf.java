package io.flowproof.query.lower.spl;

import io.flowproof.query.spl.Expression;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The fields that an expression names. */
final class FieldsOf {
  private FieldsOf() {}

  /** In the order of their first use. */
  static List<String> expression(Expression expression) {
    Set<String> names = new LinkedHashSet<>();
    add(expression, names);
    return List.copyOf(names);
  }

  private static void add(Expression expression, Set<String> names) {
    switch (expression) {
      case Expression.NumberLiteral _ -> {}
      case Expression.StringLiteral _ -> {}
      case Expression.Token _ -> {}
      case Expression.Macro _ -> {}
      case Expression.Subsearch _ -> {}
      case Expression.Field field -> names.add(field.name());
      case Expression.Call call -> call.arguments().forEach(a -> add(a, names));
      case Expression.Negative negative -> add(negative.operand(), names);
      case Expression.Not not -> add(not.operand(), names);
      case Expression.Arithmetic arithmetic -> {
        add(arithmetic.left(), names);
        add(arithmetic.right(), names);
      }
      case Expression.Comparison comparison -> {
        add(comparison.left(), names);
        add(comparison.right(), names);
      }
      case Expression.Like like -> {
        add(like.value(), names);
        add(like.pattern(), names);
      }
      case Expression.In in -> {
        add(in.value(), names);
        in.candidates().forEach(c -> add(c, names));
      }
      case Expression.Logical logical -> logical.operands().forEach(o -> add(o, names));
    }
  }
}
