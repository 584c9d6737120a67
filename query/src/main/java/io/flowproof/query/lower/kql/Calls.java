package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Binds calls: functions of lets, scalar functions, and aggregates where they may stand. */
final class Calls {
  private final Binder binder;
  private final Expressions expressions;
  private final Environment names;

  Calls(Binder binder, Expressions expressions, Environment names) {
    this.binder = binder;
    this.expressions = expressions;
    this.names = names;
  }

  Scalar lower(Call call) {
    String name = call.function().text();
    if (names.find(name).orElse(null) instanceof Environment.Function function) {
      return ofLet(function, call);
    }
    ScalarFunction scalar = Functions.scalar(name);
    if (scalar != null) {
      return scalar(scalar, call);
    }
    AggregateFunction aggregate = Functions.aggregate(name);
    if (aggregate != null) {
      return expressions.scope().aggregate(aggregate, call, call.span());
    }
    throw unknown(call);
  }

  private UnboundException unknown(Call call) {
    String name = call.function().text();
    Span span = call.function().span();
    if (Functions.isKusto(name)) {
      return binder.unsupported(span, "The function '" + name + "'");
    }
    String hint =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "if" -> "use iff(…)";
          case "len", "length" -> "use strlen(…)";
          case "concat" -> "use strcat(…)";
          case "lower" -> "use tolower(…)";
          case "upper" -> "use toupper(…)";
          default -> Suggestion.didYouMean(name, Functions.names());
        };
    return binder.problem(
        ErrorCode.UNKNOWN_FUNCTION, span, "Unknown function '" + name + "'", hint);
  }

  private Scalar scalar(ScalarFunction function, Call call) {
    checkCount(function.name(), function.least(), function.most(), call);
    return function.body().lower(arguments(call));
  }

  /** Reports a wrong number of arguments. */
  void checkCount(String name, int least, int most, Call call) {
    int count = call.arguments().size();
    if (count >= least && count <= most) {
      return;
    }
    String expected =
        least == most
            ? least + (least == 1 ? " argument" : " arguments")
            : most == Integer.MAX_VALUE
                ? least + " arguments or more"
                : least + " to " + most + " arguments";
    throw binder.problem(
        ErrorCode.ARGUMENT,
        call.span(),
        "%s() takes %s, and %d %s given"
            .formatted(name, expected, count, count == 1 ? "is" : "are"));
  }

  /** The arguments lowered; names of arguments are refused. */
  FunctionCall arguments(Call call) {
    List<Supplier<Scalar>> work = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      work.add(() -> argument(argument));
    }
    return new FunctionCall(
        binder,
        expressions.conversions(),
        expressions.scope(),
        call.function().text(),
        call.span(),
        binder.all(work),
        call.arguments().stream().map(Argument::span).toList());
  }

  private Scalar argument(Argument argument) {
    if (argument.name() != null) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          argument.span(),
          "This function has no argument '" + argument.name().text() + "'",
          "to compare, use '=='");
    }
    return expressions.lower(argument.value());
  }

  /** A function of a let whose body is one value. */
  private Scalar ofLet(Environment.Function function, Call call) {
    binder.enter(call.span());
    Environment inside = parameters(function, call);
    List<Kql.Statement> body = function.function().body();
    for (Kql.Statement statement : body.subList(0, Math.max(0, body.size() - 1))) {
      inside = new Lets(binder).with(statement, inside, this::within);
    }
    if (!body.isEmpty()
        && body.getLast() instanceof Kql.TabularStatement last
        && last.pipeline().operators().size() == 1
        && last.pipeline().operators().getFirst() instanceof KqlOperator.Read read) {
      return within(read.table(), inside);
    }
    throw binder.problem(
        ErrorCode.TYPE_MISMATCH,
        call.span(),
        "'" + call.function().text() + "()' gives a table, and a value is needed");
  }

  private Scalar within(KqlExpression value, Environment inside) {
    return new Expressions(binder, expressions.scope(), inside).lower(value);
  }

  private Environment parameters(Environment.Function function, Call call) {
    List<Kql.Parameter> parameters = function.function().parameters();
    if (call.arguments().size() > parameters.size()) {
      checkCount(call.function().text(), 0, parameters.size(), call);
    }
    Environment inside = function.names();
    for (int i = 0; i < parameters.size(); i++) {
      Kql.Parameter parameter = parameters.get(i);
      Scalar value = value(parameter, i, call);
      inside = inside.with(parameter.name().text(), new Environment.Value(value));
    }
    return inside;
  }

  private Scalar value(Kql.Parameter parameter, int index, Call call) {
    String name = parameter.name().text();
    if (!(parameter.type() instanceof Kql.ScalarType type)) {
      throw binder.unsupported(call.span(), "A function of tables as a value");
    }
    Argument given = given(call, name, index);
    if (given == null && parameter.defaultValue() == null) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          call.span(),
          "'" + call.function().text() + "()' lacks the argument '" + name + "'");
    }
    Scalar value =
        given == null
            ? expressions.lower(Objects.requireNonNull(parameter.defaultValue()))
            : expressions.lower(given.value());
    return converted(value, type.type(), given == null ? call.span() : given.span());
  }

  private static @Nullable Argument given(Call call, String name, int index) {
    for (Argument argument : call.arguments()) {
      if (argument.name() != null && argument.name().text().equals(name)) {
        return argument;
      }
    }
    return index < call.arguments().size() && call.arguments().get(index).name() == null
        ? call.arguments().get(index)
        : null;
  }

  private Scalar converted(Scalar value, KqlType type, Span span) {
    boolean fits =
        value.type() == type || type == KqlType.DYNAMIC || value.type() == KqlType.DYNAMIC;
    boolean numbers =
        value.isNumber() && (type == KqlType.LONG || type == KqlType.REAL || type == KqlType.INT);
    if (!fits && !numbers) {
      throw binder.problem(
          ErrorCode.TYPE_MISMATCH,
          span,
          "The value must be %s, and this is %s".formatted(Binder.a(type), Binder.a(value.type())));
    }
    return expressions.conversions().to(type, value);
  }
}
