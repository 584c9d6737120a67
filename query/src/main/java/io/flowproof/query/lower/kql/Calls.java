package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

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
    Environment.Function function = names.function(name, binder.context().catalog()).orElse(null);
    if (function != null) {
      return ofLet(function, call);
    }
    if (name.equals("toscalar")) {
      checkCount(name, 1, 1, call);
      return new TableValues(binder).toscalar(call.arguments().getFirst().value(), names);
    }
    Scalar special = new SpecialForms(binder, expressions, this).lower(call);
    if (special != null) {
      return special;
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
      String instead =
          name.equals("ingestion_time")
              ? "logs do not tell when a SIEM took a record in: write TimeGenerated, when its flow began"
              : null;
      return binder.problem(
          ErrorCode.UNSUPPORTED, span, "The function '" + name + "' is not supported", instead);
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
    if (count < least || count > most) {
      refuseCount(binder, name, least, most, call);
    }
  }

  static void refuseCount(Binder binder, String name, int least, int most, Call call) {
    int count = call.arguments().size();
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
    Environment inside = new LetCall(binder, function, call).bind(names, expressions::lower, null);
    return binder.saved().within(function.saved(), call.span(), () -> body(function, inside, call));
  }

  private Scalar body(Environment.Function function, Environment parameters, Call call) {
    Environment inside = parameters;
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
}
