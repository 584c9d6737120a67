package io.flowproof.query.compile;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.StoredTable;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.sql.EngineSql;
import io.flowproof.query.sql.SqlPrinter;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/** In which minutes records begin: what a schedule must be run over. */
public final class RecordMinutes {
  private static final EngineFunction MINUTE =
      new EngineFunction("MINUTE", Types.LONG, "(epoch_us({0}) // 60000000)");

  private RecordMinutes() {}

  /** SQL for the distinct minutes since 1970 in which flows and coverage windows begin. */
  public static String sql(EngineSql engine) {
    Algebra algebra = new Algebra();
    Scalars scalars = new Scalars(algebra.rex());
    List<RelNode> minutes =
        Stream.of(FlowTables.FLOW, FlowTables.COVERAGE_WINDOW)
            .map(
                table -> {
                  RelNode scan = algebra.scan(FlowTables.named(table));
                  int start = StoredTable.indexOf(scan, "start_time");
                  RexNode minute = scalars.call(MINUTE, algebra.ref(scan, start));
                  return algebra.project(scan, List.of(minute));
                })
            .toList();
    RelNode all = algebra.union(minutes);
    return new SqlPrinter(engine)
        .print(algebra.aggregate(all, List.of(algebra.ref(all, 0)), List.of()));
  }
}
