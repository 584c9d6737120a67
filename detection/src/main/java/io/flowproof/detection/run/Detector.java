package io.flowproof.detection.run;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.detection.pack.Entity;
import io.flowproof.detection.pack.Rule;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.Rows;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Lineage;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.compile.RecordMinutes;
import io.flowproof.query.splunk.SplEnvironment;
import io.flowproof.query.sql.EngineSql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Runs rules over staged flow logs as their SIEM would. */
public final class Detector {
  /** Windows in one query: enough that their number costs little, few enough to show progress. */
  private static final int MOST_TOGETHER = 96;

  private final QueryEngine engine;
  private final LogFacts facts;
  private final Timing timing;
  private final int mostLines;
  private final QueryCompiler compiler;
  private @Nullable NavigableSet<Instant> minutes;

  /** When rules run. */
  public enum Timing {
    /** At every tick of each rule's schedule. */
    SCHEDULED,
    /** Once, over everything. */
    ONCE
  }

  /** Hears how far the work is; called from several threads. */
  @FunctionalInterface
  public interface Progress {
    /** {@code done} of {@code all} windows of a rule's text have been run. */
    void at(Rule rule, Language language, int done, int all);
  }

  /**
   * Over one set of logs.
   *
   * @param engine holds the staged tables
   * @param facts what is in them
   * @param timing when rules run
   * @param mostLines how many lines of evidence a finding lists
   */
  public Detector(QueryEngine engine, LogFacts facts, Timing timing, int mostLines) {
    this(engine, Catalog.ofFlowLogs(), facts, timing, mostLines);
  }

  /** The same with tables beside those of the logs. */
  public Detector(
      QueryEngine engine, Catalog catalog, LogFacts facts, Timing timing, int mostLines) {
    this(engine, catalog, SplEnvironment.PLAIN, facts, timing, mostLines);
  }

  /** The same with what stands around searches in Splunk; subsearches run on {@code engine}. */
  public Detector(
      QueryEngine engine,
      Catalog catalog,
      SplEnvironment splunk,
      LogFacts facts,
      Timing timing,
      int mostLines) {
    this(
        engine,
        new QueryCompiler(catalog.withUnset(facts.unset()), splunk)
            .forRecords(facts.records())
            .running(engine::all),
        facts,
        timing,
        mostLines);
  }

  private Detector(
      QueryEngine engine, QueryCompiler compiler, LogFacts facts, Timing timing, int mostLines) {
    this.compiler = compiler;
    this.engine = engine;
    this.facts = facts;
    this.timing = timing;
    this.mostLines = mostLines;
  }

  /** The same where the engine takes another SQL. */
  public Detector forEngine(EngineSql sql) {
    return new Detector(engine, compiler.forEngine(sql), facts, timing, mostLines);
  }

  /**
   * Runs each rule's texts in the given languages, rule by rule. What goes wrong with one text does
   * not stop the others.
   */
  public List<RuleOutcome> detect(List<Rule> rules, Set<Language> languages, Progress progress) {
    // Two texts at a time: while one reads rows in Java the other keeps the engine busy.
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      List<Future<RuleOutcome>> outcomes = new ArrayList<>();
      for (Rule rule : rules) {
        for (Language language : Language.values()) {
          if (languages.contains(language) && rule.text(language).isPresent()) {
            outcomes.add(two.submit(() -> detect(rule, language, progress)));
          }
        }
      }
      return outcomes.stream().map(Detector::outcome).toList();
    }
  }

  private static RuleOutcome outcome(Future<RuleOutcome> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Detecting was stopped");
    }
  }

  /**
   * The columns of the flow table that running these rules reads, evidence included; nothing else
   * need be staged. A text that does not compile reads nothing, and is reported when it is run.
   */
  public static Set<String> flowColumns(
      List<Rule> rules, Set<Language> languages, Catalog catalog) {
    return flowColumns(rules, languages, catalog, SplEnvironment.PLAIN);
  }

  /** The same with what stands around searches in Splunk. */
  public static Set<String> flowColumns(
      List<Rule> rules, Set<Language> languages, Catalog catalog, SplEnvironment splunk) {
    QueryCompiler compiler = new QueryCompiler(catalog, splunk);
    Set<String> columns = new TreeSet<>(Lineage.COLUMNS);
    rules.stream()
        .flatMap(rule -> rule.entities().stream())
        .map(Entity::flow)
        .filter(Objects::nonNull)
        .forEach(field -> columns.add(field.columnName()));
    rules.parallelStream()
        .flatMap(
            rule ->
                languages.parallelStream()
                    .flatMap(language -> flowColumns(compiler, rule, language).stream()))
        .forEachOrdered(columns::add);
    return columns;
  }

  private static Set<String> flowColumns(QueryCompiler compiler, Rule rule, Language language) {
    Optional<SourceText> text = rule.text(language);
    if (text.isEmpty()) {
      return Set.of();
    }
    Set<String> columns = new TreeSet<>();
    try {
      for (String column :
          compiler.compile(text.get(), language, QueryTime.at(Instant.EPOCH)).storedColumns()) {
        if (column.startsWith(FlowTables.FLOW + ".")) {
          columns.add(column.substring(FlowTables.FLOW.length() + 1));
        }
      }
    } catch (InvalidQueryException e) {
      return Set.of();
    }
    return columns;
  }

  private RuleOutcome detect(Rule rule, Language language, Progress progress) {
    RuleRun run;
    List<Window> windows;
    RuleOutcome.Sight sight;
    try {
      run = new RuleRun(rule, language, engine, compiler, mostLines);
      windows = windows(rule);
      sight = facts.sight(rule.needs(), run.storedColumns(anyWindow()));
    } catch (InvalidQueryException e) {
      return new RuleOutcome.Invalid(rule, language, e);
    } catch (EngineException e) {
      return new RuleOutcome.Failed(rule, language, e, List.of());
    }
    if (sight.isBlind() || facts.first() == null) {
      return new RuleOutcome.Blind(rule, language, sight);
    }
    try {
      runAll(run, windows, done -> progress.at(rule, language, done, windows.size()));
    } catch (InvalidQueryException e) {
      return new RuleOutcome.Invalid(rule, language, e);
    } catch (EngineException e) {
      return new RuleOutcome.Failed(rule, language, e, run.findings());
    } catch (IllegalStateException | IllegalArgumentException | ClassCastException e) {
      // A bug of ours in one rule must not take the others' results with it.
      EngineException bug = new EngineException(ErrorCode.INTERNAL, "Internal error: " + e, e);
      return new RuleOutcome.Failed(rule, language, bug, run.findings());
    }
    return new RuleOutcome.Ran(
        rule, language, run.findings(), windows.size(), run.notices(), sight);
  }

  private void runAll(RuleRun run, List<Window> windows, IntConsumer done) {
    done.accept(0);
    int queries = Math.ceilDiv(windows.size(), MOST_TOGETHER);
    int each = queries == 0 ? 1 : Math.ceilDiv(windows.size(), queries);
    for (int from = 0; from < windows.size(); from += each) {
      List<Window> some = windows.subList(from, Math.min(from + each, windows.size()));
      if (!new WindowsTogether(run).run(some)) {
        oneByOne(run, some, from, done);
      }
      done.accept(from + some.size());
    }
  }

  private void oneByOne(RuleRun run, List<Window> windows, int before, IntConsumer done) {
    boolean clocked = windows.size() < 2 || run.dependsOnNow();
    for (int i = 0; i < windows.size(); i++) {
      done.accept(before + i);
      if (i > 0 && !clocked && windows.get(i).seesTheSameAs(windows.get(i - 1), minutes())) {
        run.repeat(windows.get(i));
      } else {
        run.run(windows.get(i));
      }
    }
  }

  private Window anyWindow() {
    Instant first = facts.first();
    Instant last = facts.last();
    return first == null || last == null
        ? Window.whole(Instant.EPOCH, Instant.EPOCH)
        : Window.whole(first, last);
  }

  private List<Window> windows(Rule rule) {
    if (facts.first() == null) {
      return List.of();
    }
    return switch (timing) {
      case ONCE -> List.of(anyWindow());
      case SCHEDULED -> Window.of(rule.schedule(), minutes());
    };
  }

  private synchronized NavigableSet<Instant> minutes() {
    if (minutes == null) {
      NavigableSet<Instant> found = new TreeSet<>();
      try (Rows rows = engine.run(RecordMinutes.sql(compiler.engine()))) {
        while (rows.next()) {
          if (rows.value(0) instanceof Number minute) {
            found.add(Instant.ofEpochSecond(minute.longValue() * 60));
          }
        }
      }
      minutes = found;
    }
    return minutes;
  }
}
