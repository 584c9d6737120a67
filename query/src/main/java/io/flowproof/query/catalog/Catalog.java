package io.flowproof.query.catalog;

import io.flowproof.core.column.TableShape;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.core.schema.IndicatorTable;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Scalars;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * What rules see as tables. A view is defined once, here; every column says where its value comes
 * from (the documentation prints it).
 */
public final class Catalog {
  private static final Map<String, SiemTable> KQL =
      Stream.of(
              SentinelTables.awsVpcFlow(),
              AsimNetworkSession.table(),
              IntelTables.legacy(),
              IntelTables.current(),
              BlogTables.vpcFlow())
          .collect(Collectors.toUnmodifiableMap(SiemTable::name, table -> table));

  private static final SiemTable ADD_ON = SplunkTables.ADD_ON;
  private static final SiemTable BLOG_INDEX = BlogTables.index();

  private final boolean hasLogs;
  private final GivenTables given;
  private final Map<String, TableShape> shapes;
  private final @Nullable GivenRows rows;
  private final Map<String, Set<String>> unset;

  private Catalog(
      boolean hasLogs,
      GivenTables given,
      @Nullable GivenRows rows,
      Map<String, Set<String>> unset) {
    this.hasLogs = hasLogs;
    this.given = given;
    this.shapes = given.shapes();
    this.rows = rows;
    this.unset = Map.copyOf(unset);
  }

  /** The tables over stored flow logs. */
  public static Catalog ofFlowLogs() {
    return new Catalog(true, GivenTables.NONE, null, Map.of());
  }

  /** No logs were given: the tables are known by name, and none can be read. */
  public static Catalog withoutLogs() {
    return new Catalog(false, GivenTables.NONE, null, Map.of());
  }

  /** The same tables, and what the user gives beside the logs. */
  public Catalog with(GivenTables tables) {
    return new Catalog(hasLogs, tables, rows, unset);
  }

  /**
   * The same where it is known of some columns that no record has a value there, by stored table:
   * what asks for one need not look.
   */
  public Catalog withUnset(Map<String, Set<String>> columns) {
    return new Catalog(hasLogs, given, rows, columns);
  }

  /** The same where an engine has the logs and not what is given: queries carry its rows along. */
  public Catalog carrying(GivenRows carried) {
    return new Catalog(hasLogs, given, carried, unset);
  }

  /** What the user gives beside the logs. */
  public GivenTables given() {
    return given;
  }

  /** Whether the tables can be read. */
  public boolean hasLogs() {
    return hasLogs;
  }

  /** KQL's table of exactly that name. */
  public Optional<SiemTable> kqlTable(String name) {
    GivenTable own = given.tables().get(name);
    return Optional.ofNullable(own == null ? KQL.get(name) : own.table());
  }

  /** True for the name of a table that is made of logs or feeds, and that no file can replace. */
  public static boolean isBuiltIn(String name) {
    return KQL.containsKey(name) || AsimNetworkSession.parser(name).isPresent();
  }

  /** What must be given before a table can be read, for the end of a message; null for nothing. */
  public @Nullable Missing missing(SiemTable table) {
    String stored = table.stored().getFirst();
    if (stored.equals(IndicatorTable.NAME)) {
      return given.intel() ? null : new Missing("indicators", "give them with --intel FILE");
    }
    return hasLogs || shapes.containsKey(stored)
        ? null
        : new Missing("logs", "give them with --logs PATH");
  }

  /**
   * What a table needs.
   *
   * @param what in one word
   * @param hint how it is given
   */
  public record Missing(String what, String hint) {}

  /** The workspace's function of exactly that name. */
  public Optional<SiemFunction> kqlFunction(String name) {
    return AsimNetworkSession.parser(name);
  }

  /** The names of KQL's tables. */
  public List<String> kqlTableNames() {
    return Stream.concat(KQL.keySet().stream(), given.tables().keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Splunk's sourcetype of the add-on for AWS. */
  public SiemTable splunkAddOn() {
    return ADD_ON;
  }

  /** The blog's {@code index=vpc_flow_logs}. */
  public SiemTable blogIndex() {
    return BLOG_INDEX;
  }

  /** The add-on's events that its eventtype covers, and with it the tags of Network_Traffic. */
  public SiemTable splunkEventtype() {
    return ADD_ON.only(NetworkTraffic::isTagged);
  }

  /** The dataset All_Traffic of the data model Network_Traffic. */
  public SiemTable networkTraffic() {
    return NetworkTraffic.ALL_TRAFFIC;
  }

  /** Records under AWS's own names. */
  public SiemTable awsNames() {
    return AwsNames.TABLE;
  }

  /** One row: how many flows of that time the add-on does not extract. */
  public RelNode unextracted(Algebra algebra, QueryTime time) {
    RelNode scan = algebra.scan(FlowTables.named(FlowTables.FLOW));
    ViewRow row = new ViewRow(scan, algebra.rex(), time.now());
    List<RexNode> conditions = new ArrayList<>(List.of(inTime(algebra, scan, time)));
    conditions.add(
        row.scalars().equal(row.column(FlowTables.SPLUNK_FORMAT), row.scalars().number32(0)));
    conditions.removeIf(RexNode::isAlwaysTrue);
    return algebra.aggregate(
        algebra.filter(scan, row.scalars().and(conditions)),
        List.of(),
        List.of(new Measure(Aggregates.COUNT, List.of())));
  }

  /** All tables, for documentation. */
  public static List<SiemTable> all() {
    List<SiemTable> all = new ArrayList<>(KQL.values());
    all.add(ADD_ON);
    all.add(NetworkTraffic.ALL_TRAFFIC);
    all.add(BLOG_INDEX);
    all.add(AwsNames.TABLE);
    return List.copyOf(all);
  }

  /**
   * The rows of a table that {@code time} lets through, with the provenance of each. The fields'
   * types are the catalog's kinds; a language maps them to its own.
   */
  public Relation<ColumnKind> scan(Algebra algebra, SiemTable table, QueryTime time) {
    List<RelNode> parts = new ArrayList<>();
    int width = table.columns().size();
    List<String> identity = table.rows().identity();
    Map<Integer, Integer> addressKeys = new HashMap<>();
    for (int i = 0; i < width; i++) {
      if (table.columns().get(i).addressKey() != null) {
        addressKeys.put(i, width + identity.size() + addressKeys.size());
      }
    }
    for (String stored : table.stored()) {
      RelNode scan = stored(algebra, stored);
      ViewRow row = new ViewRow(scan, algebra.rex(), time.now());
      List<RexNode> columns = new ArrayList<>();
      table.columns().forEach(column -> columns.add(column.expression().apply(row)));
      identity.forEach(column -> columns.add(row.column(column)));
      table.columns().stream()
          .map(SiemColumn::addressKey)
          .filter(Objects::nonNull)
          .forEach(key -> columns.add(key.apply(row)));
      RexNode within =
          table.rows().time() == null
              ? row.scalars().bool(true)
              : inTime(row, table.rows().time(), time);
      List<RexNode> conditions = new ArrayList<>();
      if (!within.isAlwaysTrue()) {
        conditions.add(within);
      }
      if (table.shown() != null) {
        conditions.add(table.shown().apply(row));
      }
      RexNode condition = row.scalars().and(conditions);
      RelNode seen = algebra.filter(scan, condition);
      parts.add(algebra.project(seen, columns));
    }
    List<Field<ColumnKind>> fields =
        IntStream.range(0, width)
            .mapToObj(
                i -> new Field<>(table.columns().get(i).name(), table.columns().get(i).kind(), i))
            .toList();
    return new Relation<>(
        algebra.union(parts),
        fields,
        IntStream.range(width, width + identity.size()).boxed().toList(),
        List.of(),
        addressKeys);
  }

  /** All records of a stored table, with its own columns. */
  public RelNode stored(Algebra algebra, String name) {
    TableShape shape = name.equals(IndicatorTable.NAME) ? IndicatorTable.SHAPE : shapes.get(name);
    if (shape != null && rows != null) {
      return algebra.values(shape, rows.of(shape));
    }
    return algebra.scan(
        shape != null ? shape : FlowTables.named(name), unset.getOrDefault(name, Set.of()));
  }

  /** The condition that a stored table's record begins within {@code time}. */
  public static RexNode inTime(Algebra algebra, RelNode scan, QueryTime time) {
    ViewRow row = new ViewRow(scan, algebra.rex(), time.now());
    return inTime(row, FlowLogField.START.columnName(), time);
  }

  /** On the stored column itself, so that the engine skips what lies outside. */
  private static RexNode inTime(ViewRow row, String column, QueryTime time) {
    Scalars s = row.scalars();
    List<RexNode> bounds = new ArrayList<>();
    if (time.from() != null) {
      bounds.add(bound(row, column, SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, time.from()));
    }
    if (time.to() != null) {
      bounds.add(bound(row, column, SqlStdOperatorTable.LESS_THAN, time.to()));
    }
    QueryTime.Objects objects = time.objects();
    if (objects != null && row.hasColumn(FlowTables.SOURCE_ID)) {
      RexNode id = row.column(FlowTables.SOURCE_ID);
      bounds.add(
          s.call(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, id, s.number32(objects.first())));
      bounds.add(s.call(SqlStdOperatorTable.LESS_THAN, id, s.number32(objects.end())));
    }
    return s.and(bounds);
  }

  private static RexNode bound(
      ViewRow row, String column, SqlOperator comparison, Instant instant) {
    return row.scalars().call(comparison, row.column(column), row.scalars().timestamp(instant));
  }
}
