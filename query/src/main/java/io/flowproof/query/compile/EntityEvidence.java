package io.flowproof.query.compile;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Lineage;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.StoredTable;
import io.flowproof.query.algebra.Trimmer;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/** The evidence that is left where lineage ends: the flows that carry a finding's entities. */
public final class EntityEvidence {
  private EntityEvidence() {}

  /**
   * SQL for the flows that have all these values in these fields and begin within {@code time}; the
   * columns are {@link Lineage#COLUMNS}.
   */
  public static String sql(Map<FlowLogField, String> values, QueryTime time) {
    Algebra algebra = new Algebra();
    Scalars scalars = new Scalars(algebra.rex());
    RelNode scan = algebra.scan(FlowTables.named(FlowTables.FLOW));
    List<RexNode> conditions = new ArrayList<>();
    values.forEach(
        (field, value) -> {
          RexNode column = column(algebra, scan, field.columnName());
          conditions.add(scalars.equal(scalars.cast(column, Types.TEXT), scalars.text(value)));
        });
    conditions.add(io.flowproof.query.catalog.Catalog.inTime(algebra, scan, time));
    RelNode filtered = algebra.filter(scan, scalars.and(conditions));
    List<RexNode> columns =
        Lineage.COLUMNS.stream().map(name -> column(algebra, filtered, name)).toList();
    return SqlPrinter.print(Trimmer.trim(algebra.project(filtered, columns)));
  }

  private static RexNode column(Algebra algebra, RelNode scan, String name) {
    return algebra.ref(scan, StoredTable.indexOf(scan, name));
  }
}
