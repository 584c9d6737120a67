package io.flowproof.query.lower.spl;

import io.flowproof.query.spl.CommandPart.AggregatedEval;
import io.flowproof.query.spl.CommandPart.AggregatedField;
import io.flowproof.query.spl.CommandPart.Aggregation;
import io.flowproof.query.spl.Expression;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The aggregations in an expression of chart, such as {@code round(avg(bytes) / count, 2)}: calls
 * of functions of stats with one argument, and {@code count} alone. What eval has by the same name
 * takes several arguments.
 */
final class AggregatesOf {
  private final Function<Aggregation, Expression> place;

  /** {@code place} says what stands for an aggregation. */
  AggregatesOf(Function<Aggregation, Expression> place) {
    this.place = place;
  }

  /** The expression with each aggregation replaced. */
  Expression replaced(Expression expression) {
    return switch (expression) {
      case Expression.Call call when isAggregation(call) -> place.apply(aggregation(call));
      case Expression.Call call ->
          new Expression.Call(
              call.function(), call.functionSpan(), all(call.arguments()), call.span());
      case Expression.Field field when field.name().equalsIgnoreCase("count") ->
          place.apply(new Aggregation(field.name(), field.span(), null, null, field.span()));
      case Expression.Negative e -> new Expression.Negative(replaced(e.operand()), e.span());
      case Expression.Not e -> new Expression.Not(replaced(e.operand()), e.span());
      case Expression.Arithmetic e ->
          new Expression.Arithmetic(
              e.operator(), replaced(e.left()), replaced(e.right()), e.span());
      case Expression.Comparison e ->
          new Expression.Comparison(
              e.comparator(), replaced(e.left()), replaced(e.right()), e.span());
      case Expression.Like e ->
          new Expression.Like(replaced(e.value()), replaced(e.pattern()), e.span());
      case Expression.In e -> new Expression.In(replaced(e.value()), all(e.candidates()), e.span());
      case Expression.Logical e ->
          new Expression.Logical(e.junction(), all(e.operands()), e.span());
      case Expression.NumberLiteral _,
          Expression.StringLiteral _,
          Expression.Field _,
          Expression.Token _,
          Expression.Macro _,
          Expression.Subsearch _ ->
          expression;
    };
  }

  private List<Expression> all(List<Expression> expressions) {
    return expressions.stream().map(this::replaced).toList();
  }

  private static boolean isAggregation(Expression.Call call) {
    String name = call.function().toLowerCase(Locale.ROOT);
    return StatsFunctions.isKnown(name)
        && (call.arguments().size() == 1 || (call.arguments().isEmpty() && name.equals("count")));
  }

  private static Aggregation aggregation(Expression.Call call) {
    if (call.arguments().isEmpty()) {
      return new Aggregation(call.function(), call.functionSpan(), null, null, call.span());
    }
    Expression argument = call.arguments().getFirst();
    return new Aggregation(
        call.function(),
        call.functionSpan(),
        switch (argument) {
          case Expression.Field field ->
              new AggregatedField(
                  new io.flowproof.query.spl.Spl.FieldName(field.name(), field.span()),
                  field.span());
          case Expression.Call eval
              when eval.function().equalsIgnoreCase("eval") && eval.arguments().size() == 1 ->
              new AggregatedEval(eval.arguments().getFirst(), eval.span());
          case Expression other -> new AggregatedEval(other, other.span());
        },
        null,
        call.span());
  }
}
