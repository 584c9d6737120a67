package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlOperator;
import java.util.List;

/** {@code top n by value}: the first rows of an order, in that order. */
final class TopLowering {
  private final Binder binder;

  TopLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Top top, Rows rows, Environment names) {
    try {
      long count = new TakeLowering(binder).count(top.rows(), names, "'top'");
      Rows sorted = new SortLowering(binder).sorted(List.of(top.key()), rows, names);
      return sorted.with(binder.context().algebra().limit(sorted.relation(), count));
    } catch (UnboundException e) {
      return rows;
    }
  }
}
