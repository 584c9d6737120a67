package io.flowproof.query.algebra;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * The records that each of several runs of a query sees: those that begin between two times that
 * move with the run's tick. Such windows overlap, and a record is seen by all runs from a first to
 * a last one.
 *
 * <p>Records that the same runs see are grouped before they are given to each of these runs, as far
 * as the aggregates allow it: the records are then read and grouped once, however many runs see
 * them (the panes of Li et al., "No Pane, No Gain", SIGMOD Record 2005).
 */
final class RunSets implements Sets {
  private final Algebra algebra;
  private final Scalars s;
  private final Runs runs;
  private final boolean whole;

  /**
   * Of a plan in which the runs' constants are {@link PerRun}.
   *
   * @param whole true to keep every record a row until the plan itself groups it
   */
  RunSets(Algebra algebra, Runs runs, boolean whole) {
    this.algebra = algebra;
    this.s = new Scalars(algebra.rex());
    this.runs = runs;
    this.whole = whole;
  }

  /**
   * Where a run's window lies, in microseconds from its tick.
   *
   * @param from the first that is seen; null for all before
   * @param to the first that is not; null for all after
   */
  private record Bounds(@Nullable Long from, @Nullable Long to) {
    static final Bounds NONE = new Bounds(null, null);

    Bounds from(long offset) {
      return new Bounds(from == null ? offset : Math.max(from, offset), to);
    }

    Bounds to(long offset) {
      return new Bounds(from, to == null ? offset : Math.min(to, offset));
    }
  }

  /** Rows that are one record each, its start in a column at the end. */
  private record Seen(RelNode rows, Bounds bounds) {
    int start() {
      return width(rows) - 1;
    }
  }

  @Override
  public int size() {
    return runs.count();
  }

  @Override
  public RexNode in(RexNode set, RexNode expression) {
    return PerRun.in(algebra.rex(), set, expression);
  }

  @Override
  public @Nullable RelNode apart(RelNode plan) {
    Seen seen = seen(plan);
    if (seen != null) {
      return inRuns(ranged(seen), seen.bounds());
    }
    if (plan instanceof Filter filter && filter.getInput() instanceof TableScan scan) {
      return partly(filter, scan);
    }
    return null;
  }

  /** Conditions that cannot tell which runs see a record are left for each run. */
  private @Nullable RelNode partly(Filter filter, TableScan scan) {
    List<RexNode> telling = new ArrayList<>();
    List<RexNode> others = new ArrayList<>();
    for (RexNode condition : Conjuncts.of(filter.getCondition())) {
      boolean tells = !isOpen(condition) || bound(condition, scan, Bounds.NONE) != null;
      (tells ? telling : others).add(condition);
    }
    if (others.isEmpty() || others.stream().anyMatch(RunSets::asksRecords)) {
      return null;
    }
    RelNode told = apart(algebra.filter(scan, s.and(telling)));
    return told == null
        ? null
        : algebra.filter(told, in(algebra.ref(told, width(told) - 1), s.and(others)));
  }

  @Override
  public Sets.@Nullable Split split(Aggregate aggregate) {
    Seen seen = whole ? null : seen(aggregate.getInput());
    if (seen == null || isOneRun(seen.bounds())) {
      return null;
    }
    Set<Integer> keys = new LinkedHashSet<>(aggregate.getGroupSet().toList());
    for (AggregateCall call : aggregate.getAggCallList()) {
      EngineAggregate function = (EngineAggregate) call.getAggregation();
      if (Combining.isOfDifferentValues(function)) {
        keys.addAll(call.getArgList());
        if (call.hasFilter()) {
          keys.add(call.filterArg);
        }
      } else if (combining(call, aggregate.getInput()) == null) {
        return null;
      }
    }
    return split(aggregate, ranged(seen), List.copyOf(keys), seen.bounds());
  }

  private Split split(Aggregate aggregate, RelNode ranged, List<Integer> keys, Bounds bounds) {
    RelNode input = aggregate.getInput();
    List<RexNode> grouped = new ArrayList<>();
    keys.forEach(key -> grouped.add(algebra.ref(ranged, key)));
    grouped.add(algebra.ref(ranged, width(input)));
    grouped.add(algebra.ref(ranged, width(input) + 1));
    List<Measure> parts = new ArrayList<>();
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      Combining combining = combining(call, input);
      if (combining == null) {
        calls.add(
            call.withArgList(call.getArgList().stream().map(keys::indexOf).toList())
                .withFilter(call.hasFilter() ? keys.indexOf(call.filterArg) : -1));
      } else {
        List<RexNode> arguments =
            call.getArgList().stream().<RexNode>map(i -> algebra.ref(ranged, i)).toList();
        RexNode filter = call.hasFilter() ? algebra.ref(ranged, call.filterArg) : null;
        calls.add(
            AggregateCall.create(
                combining.whole(),
                false,
                false,
                false,
                List.of(),
                List.of(keys.size() + parts.size()),
                -1,
                null,
                call.getCollation(),
                call.getType(),
                call.getName()));
        parts.add(new Measure(combining.part(), arguments, filter));
      }
    }
    RelNode together = algebra.aggregate(ranged, grouped, parts);
    // The keys, the parts, then the first run and the last.
    List<RexNode> columns = new ArrayList<>();
    IntStream.range(0, keys.size()).forEach(i -> columns.add(algebra.ref(together, i)));
    IntStream.range(keys.size() + 2, width(together))
        .forEach(i -> columns.add(algebra.ref(together, i)));
    columns.add(algebra.ref(together, keys.size()));
    columns.add(algebra.ref(together, keys.size() + 1));
    return new Split(
        inRuns(algebra.project(together, columns), bounds), aggregate.getGroupCount(), calls);
  }

  private @Nullable Combining combining(AggregateCall call, RelNode input) {
    EngineAggregate function = (EngineAggregate) call.getAggregation();
    return Combining.isOfDifferentValues(function)
        ? null
        : Combining.of(
                function,
                call.getArgList().stream()
                    .map(i -> input.getRowType().getFieldList().get(i).getType())
                    .toList())
            .orElse(null);
  }

  /** Null where a row is not one record, or which runs see it depends on more than its start. */
  private @Nullable Seen seen(RelNode plan) {
    return switch (plan) {
      case TableScan scan -> scan(scan);
      case Filter filter -> filter(filter);
      case Project project -> {
        Seen input = seen(project.getInput());
        if (input == null
            || EngineFunction.isWindowed(project.getProjects())
            || project.getProjects().stream().anyMatch(RunSets::isOpen)) {
          yield null;
        }
        List<RexNode> columns = new ArrayList<>(project.getProjects());
        columns.add(algebra.ref(input.rows(), input.start()));
        yield new Seen(algebra.project(input.rows(), columns), input.bounds());
      }
      case Union union when union.all -> union(union);
      case RelNode _ -> null;
    };
  }

  private @Nullable Seen scan(TableScan scan) {
    RelDataTypeField start =
        scan.getRowType().getField(FlowLogField.START.columnName(), true, false);
    if (start == null || scan.getRowType().getField(FlowTables.SOURCE_ID, true, false) == null) {
      return null;
    }
    List<RexNode> columns = new ArrayList<>(refs(scan, width(scan)));
    columns.add(
        s.call(EngineFunction.named("epoch_us", Types.LONG), algebra.ref(scan, start.getIndex())));
    return new Seen(algebra.project(scan, columns), Bounds.NONE);
  }

  private @Nullable Seen filter(Filter filter) {
    if (!(filter.getInput() instanceof TableScan scan)) {
      Seen input = seen(filter.getInput());
      return input == null || isOpen(filter.getCondition())
          ? null
          : new Seen(algebra.filter(input.rows(), filter.getCondition()), input.bounds());
    }
    Bounds bounds = Bounds.NONE;
    List<RexNode> conditions = new ArrayList<>();
    for (RexNode condition : Conjuncts.of(filter.getCondition())) {
      if (isOpen(condition)) {
        Bounds narrower = bound(condition, scan, bounds);
        if (narrower == null) {
          return null;
        }
        bounds = narrower;
        conditions.add(widest(condition));
      } else {
        conditions.add(condition);
      }
    }
    Seen all = scan(scan);
    return all == null ? null : new Seen(under(all, scan, s.and(conditions)), bounds);
  }

  /** The conditions before the start is computed, so that the engine skips what lies outside. */
  private RelNode under(Seen all, TableScan scan, RexNode condition) {
    Project project = (Project) all.rows();
    return algebra.project(algebra.filter(scan, condition), project.getProjects());
  }

  private @Nullable Seen union(Union union) {
    List<RelNode> inputs = new ArrayList<>();
    Bounds bounds = null;
    for (RelNode input : union.getInputs()) {
      Seen seen = seen(input);
      if (seen == null || (bounds != null && !bounds.equals(seen.bounds()))) {
        return null;
      }
      bounds = seen.bounds();
      inputs.add(seen.rows());
    }
    return bounds == null ? null : new Seen(algebra.union(inputs), bounds);
  }

  /** With an order of the record's start that moves with the tick; null for any other condition. */
  private @Nullable Bounds bound(RexNode condition, TableScan scan, Bounds bounds) {
    if (!(condition instanceof RexCall comparison)
        || comparison.getOperands().size() != 2
        || !(comparison.getOperands().get(0) instanceof RexInputRef column)
        || !(comparison.getOperands().get(1) instanceof RexCall constant)
        || !(constant.getOperator() instanceof PerRun perRun)
        || !scan.getRowType()
            .getFieldNames()
            .get(column.getIndex())
            .equals(FlowLogField.START.columnName())) {
      return null;
    }
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < runs.count(); i++) {
      Instant instant = Scalars.timestampOf(perRun.values().get(i));
      if (instant == null) {
        return null;
      }
      offsets.add(runs.after(i, instant));
    }
    if (offsets.stream().distinct().count() > 1) {
      return null;
    }
    return switch (comparison.getKind()) {
      case GREATER_THAN_OR_EQUAL -> bounds.from(offsets.getFirst());
      case LESS_THAN -> bounds.to(offsets.getFirst());
      default -> null;
    };
  }

  /** The same bound for all runs: the lowest of the first, the highest of the last. */
  private RexNode widest(RexNode condition) {
    RexCall comparison = (RexCall) condition;
    PerRun perRun = (PerRun) ((RexCall) comparison.getOperands().get(1)).getOperator();
    return s.call(
        comparison.getOperator(),
        comparison.getOperands().get(0),
        comparison.getKind() == SqlKind.LESS_THAN
            ? perRun.values().getLast()
            : perRun.values().getFirst());
  }

  /** Instead of its start each row has the first and the last run that see it. */
  private RelNode ranged(Seen seen) {
    long every = runs.everyMicroseconds();
    Long from = seen.bounds().from();
    Long to = seen.bounds().to();
    RexNode start = algebra.ref(seen.rows(), seen.start());
    long tick = ChronoUnit.MICROS.between(Instant.EPOCH, runs.first());
    RexNode first =
        to == null ? s.number(0) : quotient(greatest(minus(start, tick + to - every), 0), every);
    RexNode last =
        from == null
            ? s.number(runs.count() - 1L)
            : least(quotient(minus(start, tick + from), every), runs.count() - 1L);
    List<RexNode> columns = new ArrayList<>(refs(seen.rows(), seen.start()));
    columns.add(first);
    columns.add(last);
    return algebra.project(seen.rows(), columns);
  }

  /** A row in each run from the first to the last, these being its last two columns. */
  private RelNode inRuns(RelNode ranged, Bounds bounds) {
    int kept = width(ranged) - 2;
    RexNode first = algebra.ref(ranged, kept);
    RexNode last = algebra.ref(ranged, kept + 1);
    RelNode rows = ranged;
    RexNode run = first;
    if (isOneRun(bounds)) {
      rows = algebra.filter(ranged, s.call(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, first, last));
    } else {
      EngineFunction range =
          new EngineFunction("RANGE", Types.listOf(Types.LONG), "range({0}, {1} + 1)");
      rows = algebra.unnest(ranged, s.call(range, first, last), Types.LONG);
      run = algebra.ref(rows, kept + 2);
    }
    List<RexNode> columns = new ArrayList<>(refs(rows, kept));
    columns.add(s.cast(run, Types.INT));
    return algebra.project(rows, columns);
  }

  /** Whether a record is seen by one run at most. */
  private boolean isOneRun(Bounds bounds) {
    Long from = bounds.from();
    Long to = bounds.to();
    return runs.count() == 1
        || (from != null && to != null && to - from <= runs.everyMicroseconds());
  }

  private static boolean isOpen(RexNode expression) {
    return PerRun.isIn(expression) || asksRecords(expression);
  }

  private static boolean asksRecords(RexNode expression) {
    boolean[] found = {false};
    Subquery.map(
        expression,
        subquery -> {
          found[0] = true;
          return subquery;
        });
    return found[0];
  }

  private RexNode minus(RexNode value, long subtrahend) {
    return s.call(SqlStdOperatorTable.MINUS, value, s.number(subtrahend));
  }

  private RexNode quotient(RexNode value, long divisor) {
    return s.call(
        new EngineFunction("QUOTIENT", Types.LONG, "({0} // {1})"), value, s.number(divisor));
  }

  private RexNode greatest(RexNode value, long other) {
    return s.call(EngineFunction.named("greatest", Types.LONG), value, s.number(other));
  }

  private RexNode least(RexNode value, long other) {
    return s.call(EngineFunction.named("least", Types.LONG), value, s.number(other));
  }

  private List<RexNode> refs(RelNode node, int count) {
    return IntStream.range(0, count).<RexNode>mapToObj(i -> algebra.ref(node, i)).toList();
  }

  private static int width(RelNode node) {
    return node.getRowType().getFieldCount();
  }
}
