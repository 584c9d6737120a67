package io.flowproof.query.compile;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.core.source.Span;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Scalars;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * A query that reads directions must not be trusted where nobody said which networks are the VPC's:
 * flows between two addresses outside all known networks have no direction.
 */
final class UnknownNetworks {
  /** The value that {@link FlowTables#DIRECTION} has then. */
  private static final String EXTERNAL = "external";

  private UnknownNetworks() {}

  /** The check of a query that reads these stored columns ({@code table.column}). */
  static Optional<LimitCheck> check(Set<String> storedColumns, Algebra algebra) {
    if (!storedColumns.contains(FlowTables.FLOW + "." + FlowTables.DIRECTION)) {
      return Optional.empty();
    }
    TableShape flow = FlowTables.named(FlowTables.FLOW);
    int direction =
        flow.columns().stream()
            .map(TableShape.ShapeColumn::name)
            .toList()
            .indexOf(FlowTables.DIRECTION);
    Scalars scalars = new Scalars(algebra.rex());
    RelNode scan = algebra.scan(flow);
    RexNode external =
        scalars.call(
            SqlStdOperatorTable.EQUALS, algebra.ref(scan, direction), scalars.text(EXTERNAL));
    RelNode counted =
        algebra.aggregate(
            algebra.filter(scan, external),
            List.of(),
            List.of(new Measure(Aggregates.COUNT, List.of())));
    return Optional.of(
        new LimitCheck(
            Span.at(0),
            counted,
            0,
            "some flows have no direction, both their ends being outside the known networks; name"
                + " the VPC's with --internal CIDR"));
  }
}
