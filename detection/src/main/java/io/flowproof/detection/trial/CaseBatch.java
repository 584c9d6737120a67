package io.flowproof.detection.trial;

import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.detection.run.RuleRun;
import io.flowproof.detection.run.SetsTogether;
import io.flowproof.detection.run.Window;
import io.flowproof.engine.api.QueryEngine;
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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a text over many cases at once: those of one database that have a tick in common take one
 * query together, where the text allows it, and one each where it does not. What is found is the
 * same.
 */
public final class CaseBatch {
  private final StagedCases cases;
  private final Map<DuckDbEngine, QueryEngine> memories = new HashMap<>();
  private final Telling telling = new Telling();

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
    tests.forEach(test -> found.put(test, new LinkedHashSet<>()));
    Runs runs = new Runs(rule, language);
    groups(rule, tests)
        .forEach(
            (group, together) -> {
              for (Asked part : runs.of(group, together)) {
                part.found().forEach((test, entities) -> all(found, test).addAll(entities));
              }
            });
    return found;
  }

  /**
   * A case in which the text does not find what the case expects; empty where there is none. Cases
   * that told others before are asked first, and no more than needed are asked.
   *
   * @throws io.flowproof.core.source.InvalidQueryException if the text does not parse or bind
   * @throws io.flowproof.engine.api.EngineException if the engine fails or a limit is reached
   */
  public Optional<TestCase> firstFailing(Rule rule, Language language, Collection<TestCase> tests) {
    Map<Group, List<TestCase>> groups = groups(rule, tests);
    Map<TestCase, Integer> open = new HashMap<>();
    groups.values().forEach(all -> all.forEach(test -> open.merge(test, 1, Integer::sum)));
    Map<TestCase, Set<Map<String, @Nullable String>>> found = new HashMap<>();
    Runs runs = new Runs(rule, language);
    for (Group group : telling.first(groups.keySet(), g -> groups.getOrDefault(g, List.of()))) {
      List<Asked> parts = runs.of(group, groups.getOrDefault(group, List.of()));
      for (Asked part : telling.first(parts, Asked::tests)) {
        for (var entry : part.found().entrySet()) {
          TestCase test = entry.getKey();
          Set<Map<String, @Nullable String>> all = all(found, test);
          all.addAll(entry.getValue());
          Set<Map<String, String>> expected = expected(rule, test);
          boolean isLast = open.merge(test, -1, Integer::sum) == 0;
          if (isLast ? !all.equals(expected) : !expected.containsAll(all)) {
            telling.told(test);
            return Optional.of(test);
          }
        }
      }
    }
    return Optional.empty();
  }

  private Map<Group, List<TestCase>> groups(Rule rule, Collection<TestCase> tests) {
    Map<Group, List<TestCase>> groups = new LinkedHashMap<>();
    for (TestCase test : tests) {
      for (Instant tick : test.ticks(rule.schedule().every())) {
        Group group = new Group(cases.of(test).engine(), tick);
        groups.computeIfAbsent(group, g -> new ArrayList<>()).add(test);
      }
    }
    return groups;
  }

  private static Set<Map<String, @Nullable String>> all(
      Map<TestCase, Set<Map<String, @Nullable String>>> found, TestCase test) {
    return found.computeIfAbsent(test, t -> new LinkedHashSet<>());
  }

  /** Cases whose answers come together, when they are asked for. */
  private record Asked(SetsTogether part, List<List<TestCase>> bySet) {
    List<TestCase> tests() {
      return part.places().stream().flatMap(place -> bySet.get(place).stream()).toList();
    }

    Map<TestCase, Set<Map<String, @Nullable String>>> found() {
      Map<TestCase, Set<Map<String, @Nullable String>>> found = new LinkedHashMap<>();
      List<Set<Map<String, @Nullable String>>> bySetOfPart = part.found();
      for (int i = 0; i < bySetOfPart.size(); i++) {
        for (TestCase test : bySet.get(part.places().get(i))) {
          found.put(test, bySetOfPart.get(i));
        }
      }
      return found;
    }
  }

  /** The text, parsed once for each database. */
  private final class Runs {
    private final Rule rule;
    private final Language language;
    private final Map<DuckDbEngine, RuleRun> byEngine = new HashMap<>();

    Runs(Rule rule, Language language) {
      this.rule = rule;
      this.language = language;
    }

    List<Asked> of(Group group, List<TestCase> tests) {
      RuleRun run = byEngine.computeIfAbsent(group.engine(), engine -> run(tests.getFirst()));
      Map<QueryTime.Objects, List<TestCase>> sets = new LinkedHashMap<>();
      for (TestCase test : tests) {
        QueryTime.Objects objects = cases.of(test).arrivedBy(group.tick());
        sets.computeIfAbsent(objects, o -> new ArrayList<>()).add(test);
      }
      Window window =
          new Window(group.tick(), group.tick().minus(rule.schedule().over()), group.tick());
      return run.together(window, List.copyOf(sets.keySet())).stream()
          .map(part -> new Asked(part, List.copyOf(sets.values())))
          .toList();
    }

    private RuleRun run(TestCase test) {
      QueryEngine remembering =
          memories.computeIfAbsent(cases.of(test).engine(), RememberingEngine::new);
      return new RuleRun(
          rule, language, remembering, cases.of(test).compiler().running(remembering::all), 0);
    }
  }

  /** What a case expects, with addresses in the place of hosts' names. */
  public Set<Map<String, String>> expected(Rule rule, TestCase test) {
    return Set.copyOf(CaseRunner.expected(rule, test, cases.of(test)));
  }
}
