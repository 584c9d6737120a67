package io.flowproof.query.compile;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.query.Language;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.Notice;
import io.flowproof.query.OutputColumn;
import io.flowproof.query.QueryTime;
import io.flowproof.query.TableWrite;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.KnownGroups;
import io.flowproof.query.algebra.Lineage;
import io.flowproof.query.algebra.Narrowing;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.SideBySide;
import io.flowproof.query.algebra.ThresholdsFirst;
import io.flowproof.query.algebra.Trimmer;
import io.flowproof.query.lower.Lowered;
import io.flowproof.query.lower.LoweringContext;
import io.flowproof.query.splunk.ExpandedSearch;
import io.flowproof.query.sql.EngineSql;
import io.flowproof.query.sql.NotOnEngineException;
import io.flowproof.query.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A query that can run: its algebra, its columns, what is to be said of it. Immutable in effect;
 * the SQL is printed anew at each call.
 */
public final class CompiledQuery {
  private final Language language;
  private final Algebra algebra;
  private final Relation<?> relation;
  private final List<OutputColumn> columns;
  private final List<Notice> notices;
  private final List<LimitCheck> limitChecks;
  private final Map<String, RelNode> stages;
  private final Map<RelNode, RelNode> found;
  private final boolean openColumns;
  private final List<TableWrite> writes;
  private final Supplier<String> tree;
  private final Optional<String> chart;
  private final SqlPrinter printer;
  private final boolean inSteps;

  CompiledQuery(
      Language language,
      LoweringContext context,
      Lowered lowered,
      ExpandedSearch text,
      EngineSql sql,
      boolean inSteps) {
    this.language = language;
    this.inSteps = inSteps;
    this.printer = new SqlPrinter(sql);
    this.algebra = context.algebra();
    this.relation = lowered.relation();
    this.columns = List.copyOf(lowered.columns());
    this.notices =
        Stream.concat(
                text.notices().stream(),
                context.notices().stream()
                    .map(n -> new Notice(text.written(n.span()), n.message())))
            .distinct()
            .toList();
    this.limitChecks =
        context.limitChecks().stream()
            .map(c -> new LimitCheck(text.written(c.span()), c.counted(), c.limit(), c.message()))
            .toList();
    this.stages = context.stages().plans();
    this.found = context.found();
    this.openColumns = context.stages().hasOpenColumns();
    this.writes = context.writes();
    this.tree = lowered.tree();
    this.chart = context.chart();
  }

  /** The language it was written in. */
  public Language language() {
    return language;
  }

  /** The result's columns; the SQL's columns stand in the same order, under generated names. */
  public List<OutputColumn> columns() {
    return columns;
  }

  /** What must be said of every result. */
  public List<Notice> notices() {
    return notices;
  }

  /** What must be said if a limit cuts. */
  public List<LimitCheck> limitChecks() {
    List<LimitCheck> checks = new ArrayList<>(limitChecks);
    UnknownNetworks.check(storedColumns(), algebra).ifPresent(checks::add);
    return checks;
  }

  /** The kind of chart that the query asks to be shown as ({@code render}); it changes no row. */
  public Optional<String> chart() {
    return chart;
  }

  /** The syntax tree as an s-expression. */
  public String tree() {
    return DeepThread.call(tree::get);
  }

  /** The algebra as text, a node a line. */
  public String algebra() {
    return DeepThread.call(() -> RelOptUtil.toString(Trimmer.trim(plan())));
  }

  /** The SQL of the whole result, in an order that never varies. */
  public String sql() {
    return DeepThread.call(() -> printer.print(fast(plan())));
  }

  /** The plan to print for all rows of one. */
  RelNode fast(RelNode plan) {
    RelNode ready = SqlPrinter.ready(found.isEmpty() ? plan : withFound(plan));
    return inSteps ? Trimmer.trim(ThresholdsFirst.of(algebra, ready)) : ready;
  }

  private RelNode withFound(RelNode step) {
    RelNode rows = found.get(step);
    if (rows != null) {
      return rows;
    }
    List<RelNode> inputs = step.getInputs().stream().map(this::withFound).toList();
    return inputs.equals(step.getInputs()) ? step : step.copy(step.getTraitSet(), inputs);
  }

  /**
   * Prints all SQL that a run needs.
   *
   * @throws NotOnEngineException where the engine has no form of a step
   */
  void checkSql() {
    printer.toRun(plan());
    stages.values().forEach(printer::toRun);
    limitChecks().forEach(check -> printer.toRun(check.counted()));
  }

  /** The SQL of a limit check: one row, one column, a number of rows. */
  public String sql(LimitCheck check) {
    return DeepThread.call(() -> printer.toRun(check.counted()));
  }

  /**
   * The SQL of the stages that were run, or would be, while the query was compiled (see {@link
   * io.flowproof.query.lower.Stages}).
   */
  public List<String> stageSql() {
    return List.copyOf(stages.keySet());
  }

  /**
   * True when the query was compiled where no stage can run and has columns that depend on one:
   * then {@link #columns}, {@link #algebra} and {@link #sql} say what is known without data, and
   * nothing that they say is wrong, but parts of the text may be missing in them.
   */
  public boolean hasOpenColumns() {
    return openColumns;
  }

  /** What the query writes when it has run; nobody does so unasked. */
  public List<TableWrite> writes() {
    return writes;
  }

  /** The SQL of the rows to write, in their order. */
  public String sql(TableWrite write) {
    return printer.toRun(write.rows());
  }

  /**
   * The stored columns that the query reads with all it needs, as {@code table.column}; all of a
   * flow's where that is not known ({@link #hasOpenColumns}).
   */
  public Set<String> storedColumns() {
    return DeepThread.call(this::allStoredColumns);
  }

  private Set<String> allStoredColumns() {
    Set<String> columns = new TreeSet<>(Trimmer.storedColumns(plan()));
    stages.values().forEach(plan -> columns.addAll(Trimmer.storedColumns(plan)));
    if (openColumns) {
      FlowTables.named(FlowTables.FLOW)
          .columns()
          .forEach(column -> columns.add(FlowTables.FLOW + "." + column.name()));
    }
    writes.forEach(write -> columns.addAll(Trimmer.storedColumns(write.rows())));
    limitChecks.forEach(check -> columns.addAll(Trimmer.storedColumns(check.counted())));
    return columns;
  }

  /**
   * The SQL of the why-provenance: the chosen columns of the result, then {@link Lineage#COLUMNS},
   * a row for each flow that passed the query's own filters for a result row. Empty where lineage
   * cannot follow the query, or the engine has no form of its steps.
   *
   * @param chosen places in {@link #columns}
   * @param found result rows whose provenance is wanted, by their physical values in the chosen
   *     columns; that of other rows may be left out, which is what makes it cheap
   */
  public Optional<String> lineageSql(
      List<Integer> chosen, Collection<? extends List<? extends @Nullable Object>> found) {
    return DeepThread.call(
        () -> {
          try {
            return lineage(chosen, found);
          } catch (NotOnEngineException e) {
            return Optional.empty();
          }
        });
  }

  private Optional<String> lineage(
      List<Integer> chosen, Collection<? extends List<? extends @Nullable Object>> found) {
    RelNode visible =
        algebra.project(
            relation.plan(),
            relation.fields().stream().map(f -> algebra.ref(relation.plan(), f.index())).toList());
    Optional<RelNode> grouped = KnownGroups.rows(algebra, visible, chosen, found);
    if (grouped.isPresent()) {
      return new Lineage(algebra).of(grouped.get()).map(printer::toRun);
    }
    RelNode wanted = new Narrowing(algebra).of(visible, wanted(chosen, found));
    return new Lineage(algebra).of(wanted).map(lineage -> printer.toRun(narrow(lineage, chosen)));
  }

  /**
   * The SQL of the result over each of several sets of records as if it were alone: the chosen
   * columns, then the set's number, from 0. Rows come in any order. Empty where the query has a
   * step that cannot be kept apart (see {@link SideBySide}). A query with stages that read records
   * must have been compiled with what they give in each of these sets (see {@link #stages}).
   *
   * @param chosen places in {@link #columns}
   * @param sets the raw objects whose records make each set; disjoint, at least one
   */
  public Optional<String> sideBySideSql(List<Integer> chosen, List<QueryTime.Objects> sets) {
    return DeepThread.call(() -> sideBySide(chosen, sets));
  }

  /**
   * The stages that were run, or would be, over several sets of records.
   *
   * @param sets the raw objects whose records make each set; disjoint, at least one
   */
  public List<Stage> stages(List<QueryTime.Objects> sets) {
    return DeepThread.call(
        () ->
            stages.entrySet().stream()
                .map(stage -> stage(stage.getKey(), stage.getValue(), sets))
                .toList());
  }

  private Stage stage(String sql, RelNode plan, List<QueryTime.Objects> sets) {
    boolean readsRecords = SideBySide.readsRecords(plan);
    Optional<RelNode> apart =
        readsRecords ? new SideBySide(algebra, sets).inOrder(plan) : Optional.empty();
    return new Stage(List.of(sql), readsRecords, apart.map(printer::toRun).orElse(null));
  }

  private Optional<String> sideBySide(List<Integer> chosen, List<QueryTime.Objects> sets) {
    List<RexNode> columns = new ArrayList<>();
    chosen.forEach(
        i -> columns.add(algebra.ref(relation.plan(), relation.fields().get(i).index())));
    return new SideBySide(algebra, sets)
        .of(algebra.project(relation.plan(), columns))
        .map(printer::toRun);
  }

  /** The values of each chosen column, where all of them are texts or integers. */
  Map<Integer, List<RexLiteral>> wanted(
      List<Integer> chosen, Collection<? extends List<? extends @Nullable Object>> found) {
    Scalars scalars = new Scalars(algebra.rex());
    Map<Integer, List<RexLiteral>> wanted = new HashMap<>();
    for (int i = 0; i < chosen.size(); i++) {
      int column = i;
      List<? extends @Nullable Object> values =
          found.stream().map(row -> row.get(column)).distinct().toList();
      if (values.stream()
          .allMatch(v -> v instanceof String || v instanceof Long || v instanceof Integer)) {
        wanted.put(
            chosen.get(i),
            values.stream()
                .map(
                    v ->
                        v instanceof Number number
                            ? scalars.number(number.longValue())
                            : scalars.text(String.valueOf(v)))
                .toList());
      }
    }
    return wanted;
  }

  private RelNode narrow(RelNode lineage, List<Integer> chosen) {
    List<RexNode> kept = new ArrayList<>();
    chosen.forEach(i -> kept.add(algebra.ref(lineage, i)));
    int width = lineage.getRowType().getFieldCount();
    for (int i = width - Lineage.COLUMNS.size(); i < width; i++) {
      kept.add(algebra.ref(lineage, i));
    }
    return algebra.project(lineage, kept);
  }

  /** What {@link #stageSql} prints. */
  List<RelNode> stagePlans() {
    return List.copyOf(stages.values());
  }

  /** The one that made the plans. */
  Algebra algebraInUse() {
    return algebra;
  }

  /** In the language of the engine that it was compiled for. */
  SqlPrinter printerInUse() {
    return printer;
  }

  /** The rows of {@link #sql}. */
  RelNode plan() {
    if (relation.fields().isEmpty()) {
      return relation.plan(); // Its columns are open.
    }
    return algebra.finish(relation);
  }
}
