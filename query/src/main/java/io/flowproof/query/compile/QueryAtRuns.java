package io.flowproof.query.compile;

import io.flowproof.query.LimitCheck;
import io.flowproof.query.Notice;
import io.flowproof.query.OutputColumn;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Lineage;
import io.flowproof.query.algebra.MergedPlans;
import io.flowproof.query.algebra.Narrowing;
import io.flowproof.query.algebra.Relaxed;
import io.flowproof.query.algebra.Runs;
import io.flowproof.query.algebra.SideBySide;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Trimmer;
import io.flowproof.query.sql.NotOnEngineException;
import io.flowproof.query.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A query at many ticks of a schedule, asked in one statement that reads the records once (see
 * {@link SideBySide}).
 */
public final class QueryAtRuns {
  private final Runs runs;
  private final List<CompiledQuery> queries;
  private final Algebra algebra;
  private final RelNode plan;

  private QueryAtRuns(Runs runs, List<CompiledQuery> queries, RelNode plan) {
    this.runs = runs;
    this.queries = queries;
    this.algebra = queries.getFirst().algebraInUse();
    this.plan = plan;
  }

  /**
   * Of a query compiled for each run. Empty where runs differ in more than constants.
   *
   * @param queries one for each run, in order; compiled with what its stages give, if it has any
   */
  public static Optional<QueryAtRuns> of(Runs runs, List<CompiledQuery> queries) {
    List<OutputColumn> columns = queries.getFirst().columns();
    boolean alike =
        queries.stream()
            .allMatch(query -> !query.hasOpenColumns() && query.columns().equals(columns));
    return alike
        ? merged(queries, CompiledQuery::plan)
            .map(plan -> new QueryAtRuns(runs, List.copyOf(queries), plan))
        : Optional.empty();
  }

  /**
   * A part of a query that has to run before the query can be compiled (see {@link
   * io.flowproof.query.lower.Stages}).
   *
   * @param sqlAtRun what a {@link io.flowproof.query.lower.StageRunner} is asked at each run
   * @param sql the columns, then the run's number, each run's rows in their order; without a run's
   *     number where it reads no records and is the same at each
   * @param readsRecords whether it does
   */
  public record Stage(List<String> sqlAtRun, String sql, boolean readsRecords) {}

  /**
   * The stages of a query compiled for each run where nothing runs; empty where one cannot be asked
   * for all runs at once.
   */
  public static Optional<List<Stage>> stages(Runs runs, List<CompiledQuery> queries) {
    Algebra algebra = queries.getFirst().algebraInUse();
    SqlPrinter printer = queries.getFirst().printerInUse();
    List<List<RelNode>> plans = queries.stream().map(CompiledQuery::stagePlans).toList();
    List<List<String>> sql = queries.stream().map(CompiledQuery::stageSql).toList();
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < plans.getFirst().size(); i++) {
      int stage = i;
      if (plans.stream().anyMatch(ofRun -> ofRun.size() != plans.getFirst().size())) {
        return Optional.empty();
      }
      List<String> sqlAtRun = sql.stream().map(ofRun -> ofRun.get(stage)).toList();
      boolean readsRecords = SideBySide.readsRecords(plans.getFirst().get(stage));
      Optional<String> all =
          readsRecords
              ? merged(queries, query -> query.stagePlans().get(stage))
                  .flatMap(plan -> sql(printer, () -> SideBySide.ofRuns(algebra, runs, plan)))
              : Optional.of(sqlAtRun.getFirst())
                  .filter(first -> sqlAtRun.stream().allMatch(first::equals));
      if (all.isEmpty()) {
        return Optional.empty();
      }
      stages.add(new Stage(sqlAtRun, all.get(), readsRecords));
    }
    return Optional.of(stages);
  }

  private static Optional<RelNode> merged(
      List<CompiledQuery> queries, Function<CompiledQuery, RelNode> plan) {
    return DeepThread.call(
        () ->
            MergedPlans.of(
                queries.getFirst().algebraInUse(),
                queries.stream().map(plan).map(SqlPrinter::ready).toList()));
  }

  /** The result's columns, the same at each run. */
  public List<OutputColumn> columns() {
    return queries.getFirst().columns();
  }

  /** What must be said of every result. */
  public List<Notice> notices() {
    return queries.stream().flatMap(query -> query.notices().stream()).distinct().toList();
  }

  /** What must be said if a limit cuts, in an order that {@link #limitSql} knows. */
  public List<LimitCheck> limitChecks() {
    return queries.getFirst().limitChecks();
  }

  /**
   * The SQL of a limit check: for each run the number of rows, then the run's number. Empty where
   * there is none for all runs.
   *
   * @param check its place in {@link #limitChecks}
   */
  public Optional<String> limitSql(int check) {
    return merged(queries, query -> query.limitChecks().get(check).counted())
        .flatMap(counted -> sql(() -> SideBySide.ofRuns(algebra, runs, counted)));
  }

  /**
   * The SQL of what could be found at any run (see {@link Relaxed}): the different values of the
   * chosen columns, in any order. Empty where that cannot be told.
   *
   * @param chosen places in {@link #columns}
   */
  public Optional<String> possibleSql(List<Integer> chosen) {
    return sql(() -> Relaxed.of(algebra, plan, chosen).map(SqlPrinter::ready));
  }

  /**
   * The same query of less: result rows with the values found are as they were, others may be left
   * out.
   *
   * @param found as {@link CompiledQuery#lineageSql} has it, of all runs
   */
  public QueryAtRuns narrowed(
      List<Integer> chosen, Collection<? extends List<? extends @Nullable Object>> found) {
    return new QueryAtRuns(
        runs,
        queries,
        DeepThread.call(
            () -> new Narrowing(algebra).of(plan, queries.getFirst().wanted(chosen, found))));
  }

  /**
   * The SQL of all results: the columns, then the run's number, from 0; the rows of a run in its
   * order. Empty where a step cannot be kept apart.
   */
  public Optional<String> sql() {
    return sql(() -> SideBySide.ofRuns(algebra, runs, plan));
  }

  /**
   * The SQL of the why-provenance, in the order of the runs: the chosen columns of the result, the
   * run's number, then {@link Lineage#COLUMNS}. Empty where lineage cannot follow the query.
   *
   * @param chosen places in {@link #columns}
   */
  public Optional<String> lineageSql(List<Integer> chosen) {
    return sql(
        () ->
            SideBySide.recordsOfRuns(algebra, runs, plan)
                .flatMap(records -> new Lineage(algebra).of(records))
                .map(lineage -> inOrder(narrow(lineage, chosen), chosen.size())));
  }

  private RelNode narrow(RelNode lineage, List<Integer> chosen) {
    int run = columns().size();
    return algebra.project(
        lineage,
        IntStream.concat(
                chosen.stream().mapToInt(i -> i),
                IntStream.rangeClosed(run, run + Lineage.COLUMNS.size()))
            .<RexNode>mapToObj(i -> algebra.ref(lineage, i))
            .toList());
  }

  private RelNode inOrder(RelNode rows, int run) {
    return algebra.sort(
        rows, List.of(new SortKey(run, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST)), -1);
  }

  private Optional<String> sql(Supplier<Optional<RelNode>> made) {
    return sql(queries.getFirst().printerInUse(), made);
  }

  /** Empty as well where the engine has no form of a step. */
  private static Optional<String> sql(SqlPrinter printer, Supplier<Optional<RelNode>> made) {
    return DeepThread.call(
        () -> {
          try {
            return made.get().map(node -> printer.print(Trimmer.trim(node)));
          } catch (NotOnEngineException e) {
            return Optional.empty();
          }
        });
  }
}
