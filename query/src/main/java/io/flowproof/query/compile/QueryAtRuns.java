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
   * The stages of a query compiled for each run where nothing runs; empty where there are not as
   * many at each.
   */
  public static Optional<List<Stage>> stages(Runs runs, List<CompiledQuery> queries) {
    List<List<String>> asked = queries.stream().map(CompiledQuery::stageSql).toList();
    int count = asked.getFirst().size();
    return asked.stream().allMatch(ofRun -> ofRun.size() == count)
        ? Optional.of(
            IntStream.range(0, count).mapToObj(i -> stage(runs, queries, asked, i)).toList())
        : Optional.empty();
  }

  private static Stage stage(
      Runs runs, List<CompiledQuery> queries, List<List<String>> asked, int place) {
    CompiledQuery first = queries.getFirst();
    boolean readsRecords = SideBySide.readsRecords(first.stagePlans().get(place));
    Optional<String> sideBySide =
        readsRecords
            ? merged(queries, query -> query.stagePlans().get(place))
                .flatMap(
                    plan ->
                        sql(
                            first.printerInUse(),
                            () -> SideBySide.ofRuns(first.algebraInUse(), runs, plan)))
            : Optional.empty();
    return new Stage(
        asked.stream().map(ofRun -> ofRun.get(place)).distinct().toList(),
        readsRecords,
        sideBySide.orElse(null));
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
    return sql(() -> Relaxed.of(algebra, plan, chosen).map(queries.getFirst()::fast));
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
