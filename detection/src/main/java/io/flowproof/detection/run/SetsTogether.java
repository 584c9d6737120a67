package io.flowproof.detection.run;

import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.engine.api.Rows;
import io.flowproof.query.QueryTime;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.compile.QueryCompiler;
import io.flowproof.query.compile.Stage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some of several sets of raw objects, which a text of a rule is run over in one query, as if each
 * set were alone; in one each where a step of the text cannot be kept apart.
 */
public final class SetsTogether {
  private final RuleRun rule;
  private final QueryCompiler compiler;
  private final Window window;
  private final List<Integer> places;
  private final List<QueryTime.Objects> sets;

  private SetsTogether(
      RuleRun rule,
      QueryCompiler compiler,
      Window window,
      List<Integer> places,
      List<QueryTime.Objects> all) {
    this.rule = rule;
    this.compiler = compiler;
    this.window = window;
    this.places = List.copyOf(places);
    this.sets = places.stream().map(all::get).toList();
  }

  /** Sets in which all stages of the query give the same are asked together. */
  static List<SetsTogether> of(RuleRun rule, Window window, List<QueryTime.Objects> sets) {
    List<Integer> all = IntStream.range(0, sets.size()).boxed().toList();
    if (sets.size() == 1) {
      return List.of(new SetsTogether(rule, rule.compiler, window, all, sets));
    }
    List<Stage> stages =
        rule.compiler.withoutRunning().compile(rule.parsed, window.time()).stages(sets);
    if (stages.stream().noneMatch(Stage::readsRecords)) {
      return List.of(new SetsTogether(rule, rule.compiler, window, all, sets));
    }
    Optional<StagesApart> apart = StagesApart.of(rule.engine, stages, sets.size());
    List<SetsTogether> parts = new ArrayList<>();
    if (apart.isEmpty()) {
      all.forEach(
          set -> parts.add(new SetsTogether(rule, rule.compiler, window, List.of(set), sets)));
    } else {
      for (List<Integer> alike : apart.get().alike()) {
        QueryCompiler known = rule.compiler.running(apart.get().runner(alike.getFirst()));
        parts.add(new SetsTogether(rule, known, window, alike, sets));
      }
    }
    return parts;
  }

  /** Which of all sets these are, from 0. */
  public List<Integer> places() {
    return places;
  }

  /**
   * Runs it.
   *
   * @return what is found by entity, in the order of {@link #places}
   * @throws InvalidQueryException if the text does not bind, or an entity's column is missing
   * @throws io.flowproof.engine.api.EngineException if the engine fails or a limit is reached
   */
  public List<Set<Map<String, @Nullable String>>> found() {
    return sets.size() == 1 ? alone() : together().orElseGet(this::alone);
  }

  private List<Set<Map<String, @Nullable String>>> alone() {
    return sets.stream()
        .map(own -> rule.entities(new Window(window.tick(), window.from(), window.to(), own)))
        .toList();
  }

  /** Empty where a step cannot be kept apart. */
  private Optional<List<Set<Map<String, @Nullable String>>>> together() {
    CompiledQuery query;
    try {
      query = compiler.compile(rule.parsed, window.time());
    } catch (StagesApart.UnknownStageException e) {
      return Optional.empty();
    } catch (InvalidQueryException e) {
      if (!rule.hasOpenColumns()) {
        throw e;
      }
      return Optional.empty();
    }
    List<Integer> columns = rule.entityPlaces(query.columns());
    return query.sideBySideSql(columns, sets).map(sql -> found(query, columns, sql));
  }

  private List<Set<Map<String, @Nullable String>>> found(
      CompiledQuery query, List<Integer> columns, String sql) {
    List<Set<Map<String, @Nullable String>>> found = new ArrayList<>();
    sets.forEach(set -> found.add(new LinkedHashSet<>()));
    List<Integer> first = IntStream.range(0, columns.size()).boxed().toList();
    try (Rows rows = rule.engine.run(sql)) {
      while (rows.next()) {
        List<@Nullable Object> values = RuleRun.values(rows, first);
        if (rows.value(first.size()) instanceof Number set) {
          found.get(set.intValue()).add(rule.entities(query.columns(), columns, values));
        }
      }
    }
    return found;
  }
}
