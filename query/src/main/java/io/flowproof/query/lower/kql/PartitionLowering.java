package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.kql.KqlOperator;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code partition by column (subquery)}: the subquery over the rows of each value of a column,
 * nulls together, one result after the other in the order of the values. It runs once over all rows
 * (see {@link Partitioned}), so that there may be any number of values.
 */
final class PartitionLowering {
  /** As many partitions as Kusto's legacy strategy has ("partition operator"). */
  private static final int MOST = 64;

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
    Field<KqlType> column =
        rows.relation()
            .field(partition.column().text())
            .orElseThrow(() -> binder.unknownColumn(partition.column(), rows));
    if (partition.braces()) {
      return each(partition, column, rows, names);
    }
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

  /**
   * {@code partition by column { table | … }}: the subquery, which has a table of its own, once for
   * each value, which it sees under the column's name. The values are asked for first.
   */
  private Rows each(
      KqlOperator.Partition partition, Field<KqlType> column, Rows rows, Environment names) {
    List<UnionLegs.Leg> legs = new ArrayList<>();
    for (@Nullable Object value : values(partition, column, rows)) {
      legs.add(new UnionLegs.Leg("", of(value, partition, column, names)));
    }
    if (legs.isEmpty()) {
      // No value, or none that is known: its columns are those of any value.
      Rows one = of(anyOf(column.type()), partition, column, names);
      return one.with(
          binder.context().algebra().filter(one.relation(), binder.values().scalars().bool(false)));
    }
    return new UnionLegs(binder).rows(legs, false, null);
  }

  private Rows of(
      @Nullable Object value,
      KqlOperator.Partition partition,
      Field<KqlType> column,
      Environment names) {
    Scalar constant = binder.values().constant(column.type(), value);
    Environment inside = names.with(column.name(), new Environment.Value(constant));
    return pipelines.lower(partition.body(), inside);
  }

  private static Object anyOf(KqlType type) {
    return switch (type) {
      case BOOL -> true;
      case INT -> 1;
      case LONG, DATETIME, TIMESPAN -> 1L;
      case REAL, DECIMAL -> 1.0;
      case STRING, GUID, DYNAMIC -> "";
    };
  }

  private List<@Nullable Object> values(
      KqlOperator.Partition partition, Field<KqlType> column, Rows rows) {
    Algebra algebra = binder.context().algebra();
    RelNode distinct =
        algebra.sort(
            algebra.aggregate(
                rows.relation().plan(), List.of(algebra.ref(rows.relation(), column)), List.of()),
            List.of(new SortKey(0, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST)),
            MOST + 1L);
    List<List<@Nullable Object>> found = binder.context().stages().rows(distinct).orElse(List.of());
    if (found.size() > MOST) {
      throw binder.problem(
          ErrorCode.TOO_LARGE,
          partition.column().span(),
          "'%s' has more than %d values, and a subquery in braces runs for %d at most"
              .formatted(column.name(), MOST, MOST),
          "in parentheses, without a table of its own, it runs for any number");
    }
    List<@Nullable Object> values = new ArrayList<>();
    found.forEach(row -> values.add(row.getFirst()));
    return values;
  }
}
