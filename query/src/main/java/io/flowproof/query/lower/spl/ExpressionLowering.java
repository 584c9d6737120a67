package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.Expression;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Lowers expressions of eval and where over the rows of one command ("Evaluation functions"). */
final class ExpressionLowering {
  private static final EngineFunction DIVIDE =
      new EngineFunction("DIVIDE", Types.DOUBLE, "({0} / nullif({1}, 0))");
  private static final EngineFunction MODULO =
      new EngineFunction("MODULO", Types.DOUBLE, "({0} % nullif({1}, 0))");
  private static final EngineFunction XOR =
      new EngineFunction("XOR", Types.BOOLEAN, "({0} <> {1})");
  private static final EngineFunction NEGATIVE =
      new EngineFunction("NEGATIVE", Types.DOUBLE, "(-{0})");

  private final SplContext context;
  private final SplScalars scalars;
  private final Row row;

  ExpressionLowering(SplContext context, Row row) {
    this.context = context;
    this.scalars = context.scalars();
    this.row = row;
  }

  /** What functions need beside their arguments. */
  SplContext context() {
    return context;
  }

  /** The rows. */
  Row row() {
    return row;
  }

  /** A condition; a value that is not boolean is a problem. */
  RexNode condition(Expression expression) {
    Value value = lower(expression);
    if (value.type() == SplType.BOOLEAN) {
      return value.rex();
    }
    if (!isProblem(expression)) {
      context.error(
          ErrorCode.TYPE_MISMATCH,
          expression.span(),
          "Expected a condition, found a value",
          "compare it, for example with: " + context.source(expression.span()) + "=\"value\"");
    }
    return context.sql().bool(false);
  }

  /** Null stands for what was reported already. */
  private boolean isProblem(Expression expression) {
    Span place = context.where(expression.span());
    return context.shared().diagnostics().list().stream()
        .anyMatch(d -> d.span().start() >= place.start() && d.span().end() <= place.end());
  }

  /** A value that a field can hold; a boolean is a problem. */
  Value assignable(Expression expression) {
    Value value = lower(expression);
    return value.type() != SplType.BOOLEAN
        ? value
        : context.error(
            ErrorCode.TYPE_MISMATCH,
            expression.span(),
            "A field cannot hold a boolean",
            "write if(" + context.source(expression.span()) + ", \"true\", \"false\")");
  }

  /** Any value. */
  Value lower(Expression expression) {
    Value value = value(expression);
    context.shared().places().note(value.rex(), context.where(expression.span()));
    return value;
  }

  private Value value(Expression expression) {
    return switch (expression) {
      case Expression.NumberLiteral number -> scalars.number(number.text());
      case Expression.StringLiteral string -> scalars.text(string.value());
      case Expression.Field field -> field(field);
      case Expression.Call call -> EvalFunctions.lower(call, this);
      case Expression.Negative negative -> negative(negative);
      case Expression.Not not -> scalars.bool(context.sql().not(condition(not.operand())));
      case Expression.Arithmetic arithmetic -> arithmetic(arithmetic);
      case Expression.Comparison c -> comparison(c);
      case Expression.Like like ->
          scalars.bool(
              PatternFunctions.like(this, lower(like.value()), lower(like.pattern()), like.span()));
      case Expression.In in -> scalars.bool(in(in.value(), in.candidates()));
      case Expression.Logical logical -> logical(logical);
      case Expression.Token token ->
          context.unsupported(token.span(), "The token '$" + token.name() + "$' has no value here");
      case Expression.Macro macro ->
          context.unsupported(
              macro.span(), "The macro '" + macro.call().name() + "' is not expanded here");
      case Expression.Subsearch subsearch -> lower(new Subsearches(context).expression(subsearch));
    };
  }

  private Value field(Expression.Field field) {
    return row.field(field.name())
        .orElseGet(
            () -> {
              context.missingField(field.name(), field.span(), row.relation().names());
              return scalars.missing();
            });
  }

  private Value negative(Expression.Negative negative) {
    Value operand = lower(negative.operand());
    if (operand.literal() != null && operand.type().isNumeric()) {
      String literal = operand.literal();
      return scalars.number(literal.startsWith("-") ? literal.substring(1) : "-" + literal);
    }
    return new Value(context.sql().call(NEGATIVE, number(operand, negative)), SplType.NUMBER);
  }

  /** A number for arithmetic; booleans have none. */
  private RexNode number(Value value, Expression place) {
    if (value.type() == SplType.BOOLEAN) {
      context.error(
          ErrorCode.TYPE_MISMATCH, place.span(), "Arithmetic needs numbers, not conditions", null);
    }
    return scalars.toDouble(value);
  }

  private Value arithmetic(Expression.Arithmetic arithmetic) {
    if (arithmetic.operator() == Expression.Arithmetic.Operator.CONCATENATE) {
      List<Value> parts = new ArrayList<>();
      addParts(arithmetic, parts);
      return concatenate(parts);
    }
    Value left = lower(arithmetic.left());
    Value right = lower(arithmetic.right());
    return switch (arithmetic.operator()) {
      case CONCATENATE -> concatenate(List.of(left, right));
      case ADD -> add(arithmetic, left, right);
      case SUBTRACT -> numeric(SqlStdOperatorTable.MINUS, arithmetic, left, right);
      case MULTIPLY -> numeric(SqlStdOperatorTable.MULTIPLY, arithmetic, left, right);
      case DIVIDE -> numeric(DIVIDE, arithmetic, left, right);
      case MODULO -> numeric(MODULO, arithmetic, left, right);
    };
  }

  /** The operands of a chain of concatenations, which is one text. */
  private void addParts(Expression expression, List<Value> parts) {
    if (expression instanceof Expression.Arithmetic arithmetic
        && arithmetic.operator() == Expression.Arithmetic.Operator.CONCATENATE) {
      addParts(arithmetic.left(), parts);
      addParts(arithmetic.right(), parts);
    } else {
      parts.add(lower(expression));
    }
  }

  private Value concatenate(List<Value> parts) {
    List<RexNode> texts = new ArrayList<>();
    List<Integer> unbounded = new ArrayList<>();
    for (Value part : parts) {
      RexNode text = scalars.toText(part);
      boolean bounded = part.type().isNumeric() || part.type() == SplType.BOOLEAN;
      if (!bounded) {
        unbounded.add(texts.size());
      }
      texts.add(bounded ? text : row.once(text));
    }
    return new Value(TextLength.joined(context.sql(), texts, unbounded), SplType.TEXT);
  }

  private Value numeric(
      SqlOperator operator, Expression.Arithmetic place, Value left, Value right) {
    return new Value(
        context
            .sql()
            .call(Types.DOUBLE, operator, number(left, place.left()), number(right, place.right())),
        SplType.NUMBER);
  }

  /** Adds numbers, joins texts; a text that may be either is told at run time. */
  private Value add(Expression.Arithmetic place, Value left, Value right) {
    if (left.type().isNumeric() && right.type().isNumeric()) {
      return numeric(SqlStdOperatorTable.PLUS, place, left, right);
    }
    if (isPlainText(left) || isPlainText(right)) {
      return concatenate(List.of(left, right));
    }
    return new Value(
        context.sql().call(SplFunctions.PLUS, scalars.toText(left), scalars.toText(right)),
        SplType.TEXT);
  }

  private static boolean isPlainText(Value value) {
    return value.isText() && SplNumber.parse(String.valueOf(value.literal())).isEmpty();
  }

  private Value comparison(Expression.Comparison c) {
    Value left = lower(c.left());
    Value right = lower(c.right());
    return scalars.bool(compare(c.comparator(), left, right, c.span()));
  }

  /** A comparison; with a multivalue field it holds when it holds for one of the values. */
  RexNode compare(Comparator comparator, Value left, Value right, Span span) {
    if (left.type() == SplType.MULTIVALUE) {
      return Multivalue.any(
          left, "", (one, r) -> in(r).compare(comparator, one, right, span), row, context, span);
    }
    if (right.type() == SplType.MULTIVALUE) {
      return Multivalue.any(
          right, "", (one, r) -> in(r).compare(comparator, left, one, span), row, context, span);
    }
    boolean bothBoolean = left.type() == SplType.BOOLEAN && right.type() == SplType.BOOLEAN;
    if (bothBoolean) {
      return context.sql().call(SplScalars.operator(comparator), left.rex(), right.rex());
    }
    if (left.type() == SplType.BOOLEAN || right.type() == SplType.BOOLEAN) {
      context.error(
          ErrorCode.TYPE_MISMATCH, span, "A condition cannot be compared with a value", null);
      return context.sql().bool(false);
    }
    return scalars.compare(comparator, left, right, row);
  }

  private ExpressionLowering in(Row inner) {
    return new ExpressionLowering(context, inner);
  }

  /** Whether the value equals one of the candidates, literally. */
  RexNode in(Expression value, List<Expression> candidates) {
    Value left = lower(value);
    Value needle = candidates.size() > 1 ? row.once(left) : left;
    List<RexNode> conditions = new ArrayList<>();
    for (Expression candidate : candidates) {
      conditions.add(compare(Comparator.EQUAL, needle, lower(candidate), candidate.span()));
    }
    return context.sql().or(conditions);
  }

  private Value logical(Expression.Logical logical) {
    List<RexNode> operands = new ArrayList<>();
    for (Expression operand : logical.operands()) {
      operands.add(condition(operand));
    }
    return scalars.bool(
        switch (logical.junction()) {
          case AND -> context.sql().and(operands);
          case OR -> context.sql().or(operands);
          case XOR ->
              operands.stream().reduce((a, b) -> context.sql().call(XOR, a, b)).orElseThrow();
        });
  }
}
