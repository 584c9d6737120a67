package io.flowproof.query.compile;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Lineage;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.StoredTable;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.sql.EngineSql;
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
  public static String sql(
      EngineSql engine, List<FlowLogField> fields, List<List<String>> sets, QueryTime time) {
    Algebra algebra = new Algebra();
    Scalars scalars = new Scalars(algebra.rex());
    RelNode scan = algebra.scan(FlowTables.named(FlowTables.FLOW));
    RelNode within = algebra.filter(scan, Catalog.inTime(algebra, scan, time));
    // Only what is needed: the staged table may lack the other columns.
    List<RexNode> needed = new ArrayList<>();
    fields.forEach(
        field -> needed.add(scalars.cast(column(algebra, within, field.columnName()), Types.TEXT)));
    Lineage.COLUMNS.forEach(name -> needed.add(column(algebra, within, name)));
    RelNode flows = algebra.project(within, needed);
    RelNode wanted = numbered(algebra, scalars, fields.size(), sets);
    int left = needed.size();
    List<RexNode> same = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      same.add(scalars.equal(algebra.ref(flows, i), algebra.ref(flows, wanted, 1 + i)));
    }
    RelNode joined = algebra.join(flows, wanted, JoinRelType.INNER, scalars.and(same));
    List<RexNode> columns = new ArrayList<>();
    columns.add(algebra.ref(joined, left));
    for (int i = fields.size(); i < left; i++) {
      columns.add(algebra.ref(joined, i));
    }
    return new SqlPrinter(engine).toRun(algebra.project(joined, columns));
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
