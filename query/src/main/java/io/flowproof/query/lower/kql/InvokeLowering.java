package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlOperator;

/** {@code invoke f(…)}: the rows become the first argument of a function of a let. */
final class InvokeLowering {
  private final Binder binder;
  private final Pipelines pipelines;

  InvokeLowering(Binder binder, Pipelines pipelines) {
    this.binder = binder;
    this.pipelines = pipelines;
  }

  Rows lower(KqlOperator.Invoke invoke, Rows rows, Environment names) {
    if (!(invoke.call() instanceof Call call)) {
      throw binder.problem(
          ErrorCode.ARGUMENT, invoke.call().span(), "'invoke' takes a call of a function");
    }
    String name = call.function().text();
    if (names.find(name).orElse(null) instanceof Environment.Function function) {
      return new TableFunctions(binder, pipelines).ofLet(function, call, names, rows);
    }
    if (Functions.isKusto(name) || Functions.scalar(name) != null) {
      throw binder.problem(
          ErrorCode.ARGUMENT,
          call.function().span(),
          "'" + name + "()' takes no table, and 'invoke' hands it one");
    }
    throw binder.problem(
        ErrorCode.UNKNOWN_FUNCTION,
        call.function().span(),
        "Unknown function '" + name + "'",
        Suggestion.didYouMean(name, names.names()));
  }
}
