package io.flowproof.detection.trial;

import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.run.RuleRun;
import io.flowproof.detection.run.Window;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a text over many cases at once: those of one database that have a tick in common take one
 * query together, where the text allows it, and one each where it does not. What is found is the
 * same.
 */
public final class CaseBatch {
  private final StagedCases cases;

  /** Over those cases. */
  public CaseBatch(StagedCases cases) {
    this.cases = cases;
  }

  /** Cases that can be run together. */
  private record Group(DuckDbEngine engine, Instant tick) {}

  /**
   * What the text finds in each case, at all its ticks together, by entity.
   *
   * @throws io.flowproof.core.source.InvalidQueryException if the text does not parse or bind
   * @throws io.flowproof.engine.api.EngineException if the engine fails or a limit is reached
   */
  public Map<TestCase, Set<Map<String, @Nullable String>>> found(
      Rule rule, Language language, Collection<TestCase> tests) {
    Map<TestCase, Set<Map<String, @Nullable String>>> found = new LinkedHashMap<>();
    Map<Group, List<TestCase>> groups = new LinkedHashMap<>();
    for (TestCase test : tests) {
      found.put(test, new LinkedHashSet<>());
      for (Instant tick : test.ticks(rule.schedule().every())) {
        Group group = new Group(cases.of(test).engine(), tick);
        groups.computeIfAbsent(group, g -> new ArrayList<>()).add(test);
      }
    }
    Map<DuckDbEngine, RuleRun> runs = new HashMap<>();
    groups.forEach(
        (group, together) -> {
          RuleRun run =
              runs.computeIfAbsent(
                  group.engine(),
                  engine ->
                      new RuleRun(
                          rule, language, engine, cases.of(together.getFirst()).compiler(), 0));
          run(rule, run, group.tick(), together, found);
        });
    return found;
  }

  private void run(
      Rule rule,
      RuleRun run,
      Instant tick,
      List<TestCase> tests,
      Map<TestCase, Set<Map<String, @Nullable String>>> found) {
    Map<QueryTime.Objects, List<TestCase>> sets = new LinkedHashMap<>();
    for (TestCase test : tests) {
      QueryTime.Objects objects = cases.of(test).arrivedBy(tick);
      sets.computeIfAbsent(objects, o -> new ArrayList<>()).add(test);
    }
    Window window = new Window(tick, tick.minus(rule.schedule().over()), tick);
    List<QueryTime.Objects> objects = List.copyOf(sets.keySet());
    List<Set<Map<String, @Nullable String>>> together =
        objects.size() == 1 ? null : run.entities(window, objects).orElse(null);
    for (int i = 0; i < objects.size(); i++) {
      QueryTime.Objects own = objects.get(i);
      Set<Map<String, @Nullable String>> entities =
          together == null
              ? run.entities(new Window(tick, window.from(), tick, own))
              : together.get(i);
      for (TestCase test : sets.getOrDefault(own, List.of())) {
        found.computeIfAbsent(test, t -> new LinkedHashSet<>()).addAll(entities);
      }
    }
  }

  /** What a case expects, with addresses in the place of hosts' names. */
  public Set<Map<String, String>> expected(Rule rule, TestCase test) {
    return Set.copyOf(CaseRunner.expected(rule, test, cases.of(test)));
  }
}
