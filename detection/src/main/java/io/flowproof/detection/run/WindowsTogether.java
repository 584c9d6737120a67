package io.flowproof.detection.run;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.Rows;
import io.flowproof.query.LimitCheck;
import io.flowproof.query.Notice;
import io.flowproof.query.algebra.Runs;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryAtRuns;
import io.flowproof.query.compile.QueryCompiler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Several windows of a rule's text in one query: the records are read once, not once for each
 * window that sees them. What is found is the same as one window after the other.
 *
 * <p>First it is asked what could be found in any window at all; most often that is nothing, or
 * little, and only that is asked of each window.
 */
final class WindowsTogether {
  /** More ticks without a window than this are not worth running through. */
  private static final int MOST_SPARSE = 4;

  /** A subsearch that gives something else in almost every window is better run in each. */
  private static final int MOST_KINDS = 4;

  private final RuleRun rule;

  WindowsTogether(RuleRun rule) {
    this.rule = rule;
  }

  /**
   * What is found at the runs at which all stages give the same.
   *
   * @param query narrowed to what was found
   * @param found by run, the entities and the first row of each
   */
  private record Part(
      QueryAtRuns query,
      Map<Integer, Map<Map<String, @Nullable String>, Map<String, @Nullable Object>>> found) {}

  /** Something that cannot be asked of all windows at once. */
  private static final class OneByOneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OneByOneException() {
      super(null, null, false, false);
    }
  }

  /**
   * Runs them all, or nothing.
   *
   * @param windows of one schedule, in order, after those that were run before
   * @return false where they have to be run one by one: the text has a part that cannot be kept
   *     apart, or all at once take more memory or time than a query may
   */
  boolean run(List<Window> windows) {
    if (windows.size() < 2) {
      return false;
    }
    Runs runs = runs(windows);
    if (runs.count() > MOST_SPARSE * windows.size()) {
      return false;
    }
    List<Part> parts = new ArrayList<>();
    Set<Notice> notices = new LinkedHashSet<>();
    try {
      for (Map.Entry<List<Integer>, QueryAtRuns> kind : queries(windows, runs).entrySet()) {
        notices.addAll(kind.getValue().notices());
        notices.addAll(cut(kind.getValue(), kind.getKey()));
        parts.add(part(kind.getKey(), kind.getValue()));
      }
    } catch (OneByOneException | StagesApart.UnknownStageException e) {
      return false;
    } catch (EngineException e) {
      if (e.code() == ErrorCode.MEMORY || e.code() == ErrorCode.TIMEOUT) {
        return false;
      }
      throw e;
    }
    rule.notices.addAll(notices);
    collect(windows, runs, parts);
    return true;
  }

  private static Runs runs(List<Window> windows) {
    Duration every = Duration.between(windows.get(0).tick(), windows.get(1).tick());
    for (int i = 1; i < windows.size(); i++) {
      Duration step = Duration.between(windows.get(i - 1).tick(), windows.get(i).tick());
      every = every.compareTo(step) < 0 ? every : step;
    }
    Duration all = Duration.between(windows.getFirst().tick(), windows.getLast().tick());
    return new Runs(windows.getFirst().tick(), every, (int) all.dividedBy(every) + 1);
  }

  private Map<List<Integer>, QueryAtRuns> queries(List<Window> windows, Runs runs) {
    List<CompiledQuery> compiled = compiled(windows, runs, rule.compiler.withoutRunning());
    if (compiled.stream().anyMatch(CompiledQuery::hasOpenColumns)) {
      throw new OneByOneException();
    }
    if (compiled.getFirst().stageSql().isEmpty()) {
      return Map.of(
          IntStream.range(0, runs.count()).boxed().toList(),
          QueryAtRuns.of(runs, compiled).orElseThrow(OneByOneException::new));
    }
    StagesApart stages =
        QueryAtRuns.stages(runs, compiled)
            .flatMap(known -> StagesApart.of(rule.engine, known, runs.count()))
            .orElseThrow(OneByOneException::new);
    Map<List<Integer>, QueryAtRuns> queries = new LinkedHashMap<>();
    List<List<Integer>> kinds = stages.alike();
    if (kinds.size() > MOST_KINDS) {
      throw new OneByOneException();
    }
    for (List<Integer> alike : kinds) {
      QueryCompiler knowing = rule.compiler.running(stages.runner(alike.getFirst()));
      queries.put(
          alike,
          QueryAtRuns.of(runs, compiled(windows, runs, knowing))
              .orElseThrow(OneByOneException::new));
    }
    return queries;
  }

  private List<CompiledQuery> compiled(List<Window> windows, Runs runs, QueryCompiler compiler) {
    Window first = windows.getFirst();
    return IntStream.range(0, runs.count())
        .mapToObj(runs.every()::multipliedBy)
        .map(
            later ->
                new Window(
                    first.tick().plus(later),
                    first.from().plus(later),
                    first.to().plus(later),
                    first.objects()))
        .map(window -> compiler.compile(rule.parsed, window.time()))
        .toList();
  }

  private Part part(List<Integer> runs, QueryAtRuns query) {
    List<Integer> places = rule.entityPlaces(query.columns());
    Optional<String> possible = query.possibleSql(places);
    QueryAtRuns asked = query;
    if (possible.isPresent()) {
      List<List<@Nullable Object>> values = rule.engine.all(possible.get());
      if (values.isEmpty()) {
        return new Part(query, Map.of());
      }
      asked = query.narrowed(places, values);
    }
    Set<List<@Nullable Object>> values = new LinkedHashSet<>();
    Map<Integer, Map<Map<String, @Nullable String>, Map<String, @Nullable Object>>> found =
        results(asked, places, values);
    found.keySet().retainAll(runs);
    return new Part(values.isEmpty() ? query : query.narrowed(places, values), found);
  }

  private Map<Integer, Map<Map<String, @Nullable String>, Map<String, @Nullable Object>>> results(
      QueryAtRuns query, List<Integer> places, Set<List<@Nullable Object>> all) {
    int run = query.columns().size();
    Map<Integer, Map<Map<String, @Nullable String>, Map<String, @Nullable Object>>> found =
        new HashMap<>();
    try (Rows rows = rule.engine.run(query.sql().orElseThrow(OneByOneException::new))) {
      while (rows.next()) {
        if (!(rows.value(run) instanceof Number number)) {
          continue;
        }
        List<@Nullable Object> values = RuleRun.values(rows, places);
        var inRun = found.computeIfAbsent(number.intValue(), n -> new LinkedHashMap<>());
        Map<String, @Nullable String> entities = rule.entities(query.columns(), places, values);
        if (!inRun.containsKey(entities)) {
          inRun.put(entities, RuleRun.row(query.columns(), rows));
          all.add(values);
        }
        RuleRun.checkFound(inRun.size());
      }
    }
    return found;
  }

  /** What is to be said of these runs because a limit cut. */
  private List<Notice> cut(QueryAtRuns query, List<Integer> runs) {
    List<Notice> cut = new ArrayList<>();
    List<LimitCheck> checks = query.limitChecks();
    for (int i = 0; i < checks.size(); i++) {
      LimitCheck check = checks.get(i);
      boolean over =
          rule.engine.all(query.limitSql(i).orElseThrow(OneByOneException::new)).stream()
              .filter(row -> row.get(1) instanceof Number run && runs.contains(run.intValue()))
              .anyMatch(row -> row.get(0) instanceof Number n && n.longValue() > check.limit());
      if (over) {
        cut.add(new Notice(check.span(), check.message()));
      }
    }
    return cut;
  }

  private void collect(List<Window> windows, Runs runs, List<Part> parts) {
    Map<Integer, Lines> linesOfRun = new HashMap<>();
    List<Lines> all = new ArrayList<>();
    try {
      for (Part part : parts) {
        if (!part.found().isEmpty()) {
          Lines lines = new Lines(part);
          all.add(lines);
          part.found().keySet().forEach(run -> linesOfRun.put(run, lines));
        }
      }
      for (Window window : windows) {
        int run = (int) Duration.between(runs.first(), window.tick()).dividedBy(runs.every());
        Lines lines = linesOfRun.get(run);
        if (lines != null) {
          lines.collect(window, run);
        }
      }
    } finally {
      all.forEach(Lines::close);
    }
  }

  /** A part's lines of evidence, run by run; without rows where lineage cannot follow the query. */
  private final class Lines {
    private final Part part;
    private final List<Integer> places;
    private final @Nullable Rows rows;
    private boolean isThere;

    Lines(Part part) {
      this.part = part;
      this.places = rule.entityPlaces(part.query().columns());
      this.rows = part.query().lineageSql(places).map(rule.engine::run).orElse(null);
      this.isThere = rows != null && rows.next();
    }

    void collect(Window window, int run) {
      WindowFindings open =
          new WindowFindings(
              rule,
              window,
              part.query().columns(),
              places,
              Objects.requireNonNull(part.found().get(run)),
              rows == null ? EvidenceBasis.ENTITY : EvidenceBasis.LINEAGE);
      if (rows == null) {
        rule.addByEntity(window, open.byEntities());
      } else {
        for (; isThere && run(rows) <= run; isThere = rows.next()) {
          if (run(rows) == run) { // Else of a tick without a window, or of another part.
            open.add(rows, places.size() + 1);
          }
        }
      }
      open.leave();
    }

    private int run(Rows from) {
      return from.value(places.size()) instanceof Number number
          ? number.intValue()
          : Integer.MAX_VALUE;
    }

    void close() {
      if (rows != null) {
        rows.close();
      }
    }
  }
}
