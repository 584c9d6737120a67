package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.List;
import org.apache.calcite.rel.RelNode;

/** {@code count}: one row with the number of rows. */
final class CountLowering {
  private final Binder binder;

  CountLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Count count, Rows rows) {
    Algebra algebra = binder.context().algebra();
    RelNode counted =
        algebra.aggregate(
            rows.relation().plan(), List.of(), List.of(new Measure(Aggregates.COUNT, List.of())));
    String name = count.name() == null ? "Count" : count.name().text();
    return new Rows(
        new Relation<>(counted, List.of(new Field<>(name, KqlType.LONG, 0)), List.of(), List.of()));
  }
}
