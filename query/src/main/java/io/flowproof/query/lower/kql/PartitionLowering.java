package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import org.apache.calcite.rex.RexNode;

/**
 * {@code partition by column (subquery)}: the subquery over the rows of each value of a column,
 * nulls together, one result after the other in the order of the values. It runs once over all rows
 * (see {@link Partitioned}), so that there may be any number of values.
 */
final class PartitionLowering {
  private static final EngineFunction PART =
      new EngineFunction("PART", Types.LONG, "dense_rank() OVER (ORDER BY {0} NULLS LAST)");

  private final Binder binder;
  private final Pipelines pipelines;

  PartitionLowering(Binder binder, Pipelines pipelines) {
    this.binder = binder;
    this.pipelines = pipelines;
  }

  Rows lower(KqlOperator.Partition partition, Rows rows, Environment names) {
    partition.options().forEach(new ExpandLowering(binder)::unknown);
    if (partition.braces()) {
      throw binder.unsupported(
          partition.body().span(), "A subquery of 'partition' with a table of its own");
    }
    Field<KqlType> column =
        rows.relation()
            .field(partition.column().text())
            .orElseThrow(() -> binder.unknownColumn(partition.column(), rows));
    Partitioned.Body body = Partitioned.of(binder, partition.body());
    RexNode part =
        binder
            .values()
            .scalars()
            .call(PART, binder.context().algebra().ref(rows.relation(), column));
    Rows parts =
        new VisibleColumns(binder, rows).put(Partitioned.ROW, part, KqlType.LONG).project();
    Rows result =
        new ApplyLowering(binder, pipelines).applied(body, ApplyLowering.inOrder(parts), names);
    return new VisibleColumns(binder, result).remove(Partitioned.ROW).project();
  }
}
