package io.flowproof.query.lower.kql;

import io.flowproof.core.source.Span;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;

/** Where an expression stands: which columns it may read, and whether it may aggregate. */
interface Scope {
  /** The column of that name, or empty when there is none. */
  Optional<Scalar> column(Name name);

  /** The column {@code $left.name} or {@code $right.name}, where a row has two sides. */
  default Optional<Scalar> column(KqlExpression.Member side) {
    return Optional.empty();
  }

  /** All columns of the row by name, for {@code * has "x"}; none where there is no row. */
  default List<String> columns() {
    return List.of();
  }

  /**
   * Reports a name that is no column and nothing else either.
   *
   * @return the exception to throw
   */
  UnboundException unknown(Name name);

  /**
   * The unsigned number of an IPv4 address, null where the text is none; empty where no column
   * holds it.
   */
  default Optional<RexNode> addressNumber(Scalar address) {
    return Optional.empty();
  }

  /** The value of a call of an aggregate function, which the scope may refuse. */
  Scalar aggregate(AggregateFunction function, Call call, Span span);
}
