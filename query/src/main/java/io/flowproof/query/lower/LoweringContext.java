package io.flowproof.query.lower;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.Span;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.Notice;
import io.flowproof.query.QueryTime;
import io.flowproof.query.TableWrite;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.sql.EngineSql;
import io.flowproof.query.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** What the lowering of one query shares: the tools, the clock, and what it has to say. */
public final class LoweringContext {
  private final Catalog catalog;
  private final QueryTime time;
  private final Diagnostics diagnostics;
  private final Algebra algebra = new Algebra();
  private final Scalars scalars = new Scalars(algebra.rex());
  private final List<Notice> notices = new ArrayList<>();
  private final List<LimitCheck> limitChecks = new ArrayList<>();
  private @Nullable String chart;
  private final Stages stages;
  private final List<TableWrite> writes = new ArrayList<>();
  private final Map<RelNode, RelNode> found = new HashMap<>();
  private final Places places;

  /** For one query. */
  public LoweringContext(Catalog catalog, QueryTime time, Diagnostics diagnostics) {
    this(catalog, time, diagnostics, null);
  }

  /** The same where stages run; null where nothing can. */
  public LoweringContext(
      Catalog catalog, QueryTime time, Diagnostics diagnostics, @Nullable StageRunner runner) {
    this(catalog, time, diagnostics, runner, EngineSql.DUCKDB);
  }

  /** The same for an engine. */
  public LoweringContext(
      Catalog catalog,
      QueryTime time,
      Diagnostics diagnostics,
      @Nullable StageRunner runner,
      EngineSql sql) {
    this.catalog = catalog;
    this.time = time;
    this.diagnostics = diagnostics;
    this.stages = new Stages(runner, diagnostics, new SqlPrinter(sql));
    this.places = Places.of(sql);
  }

  /** From where in the text the steps of the plan come. */
  public Places places() {
    return places;
  }

  /** The tables. */
  public Catalog catalog() {
    return catalog;
  }

  /** The clock and the given time range. */
  public QueryTime time() {
    return time;
  }

  /** Takes the problems; the compiler throws them all together. */
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  /** Makes plans. */
  public Algebra algebra() {
    return algebra;
  }

  /** Makes expressions. */
  public Scalars scalars() {
    return scalars;
  }

  /** Takes the kind of chart that the query would be shown as; the last one counts. */
  public void chart(String kind) {
    chart = kind;
  }

  /** The kind of chart that was asked for, such as {@code timechart}; rows are all the same. */
  public Optional<String> chart() {
    return Optional.ofNullable(chart);
  }

  /** Says something that the reader of the result must know. */
  public void notice(Span span, String message) {
    notices.add(new Notice(span, message));
  }

  /** Has a limit checked after the query has run. */
  public void check(LimitCheck check) {
    limitChecks.add(check);
  }

  /** Rows to be written after the query has run. */
  public void write(TableWrite write) {
    writes.add(write);
  }

  /** What is to be written. */
  public List<TableWrite> writes() {
    return List.copyOf(writes);
  }

  /**
   * Says that a step's rows were found while the query was compiled. They serve for the result;
   * what asks where it comes from reads the records.
   *
   * @param step of the plan
   * @param rows the same rows of the same columns
   */
  public void found(RelNode step, RelNode rows) {
    found.put(step, rows);
  }

  /** The steps whose rows were found. */
  public Map<RelNode, RelNode> found() {
    return found;
  }

  /** What runs while the query is being compiled. */
  public Stages stages() {
    return stages;
  }

  /** What was said so far. */
  public List<Notice> notices() {
    return List.copyOf(notices);
  }

  /** The limits to check. */
  public List<LimitCheck> limitChecks() {
    return List.copyOf(limitChecks);
  }
}
