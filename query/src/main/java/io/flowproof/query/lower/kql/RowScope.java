package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/** The columns of the current row; no aggregates. */
record RowScope(Binder binder, Rows rows, Set<String> lets) implements Scope {

  @Override
  public Optional<Scalar> column(Name name) {
    Optional<Field<KqlType>> field = rows.relation().field(name.text());
    if (field.isEmpty() && rows.excuses(name.text())) {
      throw new UnboundException();
    }
    return field.map(f -> new Scalar(binder.context().algebra().ref(rows.relation(), f), f.type()));
  }

  @Override
  public Optional<RexNode> addressNumber(Scalar address) {
    if (!(address.rex() instanceof RexInputRef ref)) {
      return Optional.empty();
    }
    return Optional.ofNullable(rows.relation().addressKeys().get(ref.getIndex()))
        .map(place -> binder.context().algebra().ref(rows.relation().plan(), place));
  }

  @Override
  public List<String> columns() {
    return rows.relation().names().stream()
        .filter(name -> !name.startsWith(WindowCalls.HIDDEN))
        .toList();
  }

  @Override
  public UnboundException unknown(Name name) {
    List<String> known = new ArrayList<>(rows.relation().names());
    known.addAll(lets);
    String hint = Suggestion.didYouMean(name.text(), known);
    return binder.problem(
        ErrorCode.UNKNOWN_COLUMN, name.span(), "Unknown column '" + name.text() + "'", hint);
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
