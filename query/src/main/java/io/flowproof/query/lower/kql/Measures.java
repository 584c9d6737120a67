package io.flowproof.query.lower.kql;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/** Collects the measures of one grouping; equal ones are computed once. */
final class Measures {
  private final Algebra algebra;
  private final int keys;
  private final List<Measure> collected = new ArrayList<>();

  /** For a grouping by so many keys, which come first in its row. */
  Measures(Algebra algebra, int keys) {
    this.algebra = algebra;
    this.keys = keys;
  }

  Algebra algebra() {
    return algebra;
  }

  List<Measure> collected() {
    return collected;
  }

  /** The column of the grouping's row that holds the measure. */
  Scalar add(
      KqlType type, EngineAggregate aggregate, List<Scalar> arguments, @Nullable RexNode filter) {
    List<RexNode> inputs = arguments.stream().map(Scalar::rex).toList();
    // A filter is a condition that is never null.
    RexNode counts =
        filter == null || !filter.getType().isNullable()
            ? filter
            : algebra.rex().makeCall(SqlStdOperatorTable.IS_TRUE, filter);
    Measure measure = new Measure(aggregate, inputs, counts);
    int at = collected.indexOf(measure);
    if (at < 0) {
      at = collected.size();
      collected.add(measure);
    }
    return new Scalar(algebra.rex().makeInputRef(aggregate.type(), keys + at), type);
  }
}
