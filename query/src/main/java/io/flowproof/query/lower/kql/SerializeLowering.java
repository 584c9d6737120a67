package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlOperator;

/** {@code serialize}: the rows in the order that they have, for window functions to look at. */
final class SerializeLowering {
  private final Binder binder;

  SerializeLowering(Binder binder) {
    this.binder = binder;
  }

  /** The rows in an order that is total, though nobody may have sorted them. */
  Rows ordered(Rows rows) {
    return rows.with(
        rows.relation().withOrder(binder.context().algebra().totalOrder(rows.relation())));
  }

  Rows lower(KqlOperator.Serialize serialize, Rows rows, Environment names) {
    Rows ordered = ordered(rows);
    return serialize.columns().isEmpty()
        ? ordered
        : new ExtendLowering(binder)
            .lower(new KqlOperator.Extend(serialize.span(), serialize.columns()), ordered, names);
  }
}
