package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator;

/** {@code take n}: any n rows in Kusto; here the first, so that results do not vary. */
final class TakeLowering {
  private final Binder binder;

  TakeLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Take take, Rows rows, Environment names) {
    try {
      long count = count(take.rows(), names, "'take'");
      return rows.with(binder.context().algebra().limit(rows.relation(), count));
    } catch (UnboundException e) {
      return rows;
    }
  }

  /** A number of rows: a constant that is not negative. */
  long count(KqlExpression rows, Environment names, String place) {
    Scalar count =
        new Expressions(binder, new ConstantScope(binder, names.names()), names).lower(rows);
    if (count.isInteger() && count.constant() instanceof Number number && number.longValue() >= 0) {
      return number.longValue();
    }
    throw binder.problem(
        ErrorCode.ARGUMENT, rows.span(), place + " takes a constant number of rows, 0 or more");
  }
}
