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
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** The evidence that is left where lineage ends: the flows that carry a finding's entities. */
public final class EntityEvidence {
  private EntityEvidence() {}

  /**
   * SQL for the flows that carry one of several sets of values and begin within {@code time}: the
   * number of the set, from 0, then {@link Lineage#COLUMNS}. A flow of several sets stands once for
   * each.
   *
   * @param fields in which fields, at least one
   * @param sets the values in these fields, at least one set
   */
  public static String sql(List<FlowLogField> fields, List<List<String>> sets, QueryTime time) {
    Algebra algebra = new Algebra();
    Scalars scalars = new Scalars(algebra.rex());
    RelNode scan = algebra.scan(FlowTables.named(FlowTables.FLOW));
    RelNode flows = algebra.filter(scan, Catalog.inTime(algebra, scan, time));
    RelNode wanted = numbered(algebra, scalars, fields.size(), sets);
    int left = flows.getRowType().getFieldCount();
    List<RexNode> same = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      RexNode column = column(algebra, flows, fields.get(i).columnName());
      same.add(
          scalars.equal(
              scalars.cast(column, Types.TEXT),
              algebra.rex().makeInputRef(Types.TEXT, left + 1 + i)));
    }
    RelNode joined = algebra.join(flows, wanted, JoinRelType.INNER, scalars.and(same));
    List<RexNode> columns = new ArrayList<>();
    columns.add(algebra.ref(joined, left));
    Lineage.COLUMNS.forEach(
        name -> columns.add(algebra.ref(joined, StoredTable.indexOf(flows, name))));
    return SqlPrinter.print(Trimmer.trim(algebra.project(joined, columns)));
  }

  private static RelNode numbered(
      Algebra algebra, Scalars scalars, int width, List<List<String>> sets) {
    List<RelDataType> types = new ArrayList<>(Collections.nCopies(width + 1, Types.TEXT));
    types.set(0, Types.LONG);
    List<List<RexLiteral>> rows = new ArrayList<>();
    for (List<String> set : sets) {
      List<RexLiteral> row = new ArrayList<>();
      row.add(scalars.number(rows.size()));
      set.forEach(value -> row.add(scalars.text(value)));
      rows.add(row);
    }
    return algebra.values(types, rows);
  }

  private static RexNode column(Algebra algebra, RelNode scan, String name) {
    return algebra.ref(scan, StoredTable.indexOf(scan, name));
  }
}
