package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import java.util.List;

/**
 * {@code sample} and {@code sample-distinct}: any rows in Kusto, another choice each time; here the
 * first, so that results do not vary.
 */
final class SampleLowering {
  private final Binder binder;

  SampleLowering(Binder binder) {
    this.binder = binder;
  }

  Rows lower(KqlOperator.Sample sample, Rows rows, Environment names) {
    long count = new TakeLowering(binder).count(sample.rows(), names, "'sample'");
    return rows.with(binder.context().algebra().limit(rows.relation(), count));
  }

  Rows lower(KqlOperator.SampleDistinct sample, Rows rows, Environment names) {
    long count = new TakeLowering(binder).count(sample.rows(), names, "'sample-distinct'");
    if (!(sample.column() instanceof Name)) {
      throw binder.problem(
          ErrorCode.ARGUMENT, sample.column().span(), "'sample-distinct' takes a column");
    }
    Rows distinct =
        new DistinctLowering(binder)
            .lower(
                new KqlOperator.Distinct(sample.span(), List.of(), List.of(sample.column())),
                rows,
                names);
    return distinct.with(binder.context().algebra().limit(distinct.relation(), count));
  }
}
