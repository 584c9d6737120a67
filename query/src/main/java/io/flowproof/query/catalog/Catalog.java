package io.flowproof.query.catalog;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Scalars;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * What rules see as tables. A view is defined once, here; every column says where its value comes
 * from (the documentation prints it).
 */
public final class Catalog {
  private static final Map<String, SiemTable> KQL =
      Stream.of(SentinelTables.awsVpcFlow(), AsimNetworkSession.table(), BlogTables.vpcFlow())
          .collect(Collectors.toUnmodifiableMap(SiemTable::name, table -> table));

  private static final SiemTable ADD_ON = SplunkTables.ADD_ON;
  private static final SiemTable BLOG_INDEX = BlogTables.index();

  private final boolean hasLogs;

  private Catalog(boolean hasLogs) {
    this.hasLogs = hasLogs;
  }

  /** The tables over stored flow logs. */
  public static Catalog ofFlowLogs() {
    return new Catalog(true);
  }

  /** No logs were given: the tables are known by name, and none can be read. */
  public static Catalog withoutLogs() {
    return new Catalog(false);
  }

  /** Whether the tables can be read. */
  public boolean hasLogs() {
    return hasLogs;
  }

  /** KQL's table of exactly that name. */
  public Optional<SiemTable> kqlTable(String name) {
    return Optional.ofNullable(KQL.get(name));
  }

  /** The workspace's function of exactly that name. */
  public Optional<SiemFunction> kqlFunction(String name) {
    return AsimNetworkSession.parser(name);
  }

  /** The names of KQL's tables. */
  public List<String> kqlTableNames() {
    return KQL.keySet().stream().sorted().toList();
  }

  /** Splunk's sourcetype of the add-on for AWS. */
  public SiemTable splunkAddOn() {
    return ADD_ON;
  }

  /** The blog's {@code index=vpc_flow_logs}. */
  public SiemTable blogIndex() {
    return BLOG_INDEX;
  }

  /** All tables, for documentation. */
  public static List<SiemTable> all() {
    List<SiemTable> all = new ArrayList<>(KQL.values());
    all.add(ADD_ON);
    all.add(BLOG_INDEX);
    return List.copyOf(all);
  }

  /**
   * The rows of a table that {@code time} lets through, with the provenance of each. The fields'
   * types are the catalog's kinds; a language maps them to its own.
   */
  public Relation<ColumnKind> scan(Algebra algebra, SiemTable table, QueryTime time) {
    List<RelNode> parts = new ArrayList<>();
    int width = table.columns().size();
    Map<Integer, Integer> addressKeys = new HashMap<>();
    for (int i = 0; i < width; i++) {
      if (table.columns().get(i).addressKey() != null) {
        addressKeys.put(i, width + 2 + addressKeys.size());
      }
    }
    for (String stored : table.stored()) {
      RelNode scan = algebra.scan(FlowTables.named(stored));
      ViewRow row = new ViewRow(scan, algebra.rex());
      List<RexNode> columns = new ArrayList<>();
      table.columns().forEach(column -> columns.add(column.expression().apply(row)));
      columns.add(row.column(FlowTables.SOURCE_ID));
      columns.add(row.column(FlowTables.SOURCE_LINE));
      table.columns().stream()
          .map(SiemColumn::addressKey)
          .filter(Objects::nonNull)
          .forEach(key -> columns.add(key.apply(row)));
      RexNode within = inTime(row, time);
      RexNode condition =
          table.shown() == null ? within : row.scalars().and(within, table.shown().apply(row));
      RelNode seen = algebra.filter(scan, condition);
      parts.add(algebra.project(seen, columns));
    }
    List<Field<ColumnKind>> fields =
        IntStream.range(0, width)
            .mapToObj(
                i -> new Field<>(table.columns().get(i).name(), table.columns().get(i).kind(), i))
            .toList();
    return new Relation<>(
        algebra.union(parts), fields, List.of(width, width + 1), List.of(), addressKeys);
  }

  /** The condition that a stored table's record begins within {@code time}. */
  public static RexNode inTime(Algebra algebra, RelNode scan, QueryTime time) {
    return inTime(new ViewRow(scan, algebra.rex()), time);
  }

  /** On the stored column itself, so that the engine skips what lies outside. */
  private static RexNode inTime(ViewRow row, QueryTime time) {
    Scalars s = row.scalars();
    List<RexNode> bounds = new ArrayList<>();
    if (time.from() != null) {
      bounds.add(bound(row, SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, time.from()));
    }
    if (time.to() != null) {
      bounds.add(bound(row, SqlStdOperatorTable.LESS_THAN, time.to()));
    }
    return s.and(bounds);
  }

  private static RexNode bound(ViewRow row, SqlOperator comparison, Instant instant) {
    return row.scalars()
        .call(comparison, row.value(FlowLogField.START), row.scalars().timestamp(instant));
  }
}
