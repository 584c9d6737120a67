package io.flowproof.query.compile;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.core.time.Ticks;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Trimmer;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.catalog.ColumnKind;
import io.flowproof.query.catalog.SiemTable;
import io.flowproof.query.sql.EngineSql;
import io.flowproof.query.sql.NotOnEngineException;
import io.flowproof.query.sql.SqlPrinter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;

/**
 * The SIEMs' tables as views over a lake's tables in an engine, for people and programs that ask it
 * themselves. KQL and SPL need none of them: their queries carry the tables inside.
 */
public final class TableViews {
  private static final Set<String> RECORDS = Set.of(FlowTables.FLOW, FlowTables.COVERAGE_WINDOW);

  private TableViews() {}

  /**
   * A view.
   *
   * @param name in the engine, in lower case
   * @param table the SIEM's table
   * @param select its SELECT, over the lake's tables by their plain names
   * @param left the columns of the SIEM's table that it lacks, because the engine has no form of
   *     them
   */
  public record View(String name, String table, String select, List<String> left) {
    /** The statement that makes it, or makes it anew. */
    public String statement() {
      return "CREATE OR REPLACE VIEW %s AS%n%s".formatted(name, select);
    }
  }

  /** The views of all tables that show records of flow logs. */
  public static List<View> of(EngineSql engine) {
    return Catalog.all().stream()
        .filter(table -> RECORDS.containsAll(table.stored()))
        .map(table -> DeepThread.call(() -> view(table, engine)))
        .toList();
  }

  private static View view(SiemTable table, EngineSql engine) {
    SqlPrinter printer = new SqlPrinter(engine);
    Algebra algebra = new Algebra();
    Relation<ColumnKind> rows =
        Catalog.ofFlowLogs().scan(algebra, table, QueryTime.at(Instant.EPOCH));
    Map<String, Field<ColumnKind>> columns = new LinkedHashMap<>();
    List<String> left = new ArrayList<>();
    for (Field<ColumnKind> field : rows.fields()) {
      // Names differ by more than their case in none of the tables but a few of the add-on's.
      if (columns.containsKey(field.name().toLowerCase(Locale.ROOT))
          || !has(printer, algebra, rows, field)) {
        left.add(field.name());
      } else {
        columns.put(field.name().toLowerCase(Locale.ROOT), field);
      }
    }
    RelNode plan =
        algebra.project(
            rows.plan(),
            columns.values().stream().map(f -> algebra.ref(rows.plan(), f.index())).toList());
    List<String> names = plan.getRowType().getFieldNames();
    List<String> items = new ArrayList<>();
    int place = 0;
    for (Field<ColumnKind> field : columns.values()) {
      items.add(shown('"' + names.get(place++) + '"', field));
    }
    return new View(
        table.name().toLowerCase(Locale.ROOT).replaceAll("\\W+", "_"),
        table.name(),
        items.stream()
            .collect(
                Collectors.joining(
                    ",\n  ", "SELECT\n  ", "\nFROM (\n" + printer.print(Trimmer.trim(plan)) + ")")),
        List.copyOf(left));
  }

  private static boolean has(
      SqlPrinter printer, Algebra algebra, Relation<ColumnKind> rows, Field<ColumnKind> field) {
    try {
      printer.print(algebra.project(rows.plan(), List.of(algebra.ref(rows.plan(), field.index()))));
      return true;
    } catch (NotOnEngineException e) {
      return false;
    }
  }

  /** Ticks are no time for people. */
  private static String shown(String column, Field<ColumnKind> field) {
    String value =
        field.type() == ColumnKind.DATETIME
            ? "date_add('millisecond', (%s - %d) / %d, TIMESTAMP '1970-01-01 00:00:00.000')"
                .formatted(column, Ticks.UNIX_EPOCH, Ticks.PER_MILLISECOND)
            : column;
    return value + " AS \"" + field.name() + '"';
  }
}
