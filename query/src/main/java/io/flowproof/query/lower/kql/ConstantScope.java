package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import java.util.Optional;
import java.util.Set;

/** Where no row is: lets, {@code print}, {@code range}. */
record ConstantScope(Binder binder, Set<String> lets) implements Scope {

  @Override
  public Optional<Scalar> column(Name name) {
    return Optional.empty();
  }

  @Override
  public UnboundException unknown(Name name) {
    return binder.problem(
        ErrorCode.UNKNOWN_COLUMN,
        name.span(),
        "Unknown name '" + name.text() + "'",
        Suggestion.didYouMean(name.text(), lets));
  }

  @Override
  public Scalar aggregate(AggregateFunction function, Call call, Span span) {
    throw binder.problem(
        ErrorCode.ARGUMENT,
        span,
        "The aggregate '" + function.name() + "' cannot stand here",
        "aggregates stand in summarize");
  }
}
