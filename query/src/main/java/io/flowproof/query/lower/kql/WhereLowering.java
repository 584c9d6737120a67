package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlOperator;

/** {@code where}: the rows for which the predicate is true, neither false nor null. */
final class WhereLowering {
  private final Binder binder;

  WhereLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Where where, Rows rows, Environment names) {
    try {
      var condition = Expressions.over(binder, rows, names).condition(where.predicate(), "'where'");
      return rows.with(binder.context().algebra().filter(rows.relation(), condition));
    } catch (UnboundException e) {
      return rows; // The columns are the same, so what follows can still be checked.
    }
  }
}
