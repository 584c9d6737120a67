package io.flowproof.detection.run;

import io.flowproof.engine.api.QueryEngine;
import io.flowproof.query.compile.QueryAtRuns;
import io.flowproof.query.lower.StageRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the stages of a query give at each of several runs. */
final class StagesOfRuns {
  private final List<QueryAtRuns.Stage> stages;
  private final int runs;
  private final List<Map<Integer, List<List<@Nullable Object>>>> rows = new ArrayList<>();

  /** Asks each of them once. */
  StagesOfRuns(QueryEngine engine, List<QueryAtRuns.Stage> stages, int runs) {
    this.stages = stages;
    this.runs = runs;
    for (QueryAtRuns.Stage stage : stages) {
      List<List<@Nullable Object>> all = engine.all(stage.sql());
      Map<Integer, List<List<@Nullable Object>>> byRun = new HashMap<>();
      if (stage.readsRecords()) {
        for (List<@Nullable Object> row : all) {
          int last = row.size() - 1;
          if (row.get(last) instanceof Number run) {
            byRun.computeIfAbsent(run.intValue(), r -> new ArrayList<>()).add(row.subList(0, last));
          }
        }
      } else {
        for (int run = 0; run < runs; run++) {
          byRun.put(run, all);
        }
      }
      rows.add(byRun);
    }
  }

  /** The numbers of the runs, those together in which all stages give the same. */
  List<List<Integer>> alike() {
    Map<List<List<List<@Nullable Object>>>, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < runs; i++) {
      int run = i;
      alike
          .computeIfAbsent(
              rows.stream().map(ofStage -> ofStage.getOrDefault(run, List.of())).toList(),
              r -> new ArrayList<>())
          .add(run);
    }
    return List.copyOf(alike.values());
  }

  /**
   * Answers, at any run, what the stages give at one of them; asked anything else it throws {@link
   * StagesApart.UnknownStageException}.
   */
  StageRunner runner(int run) {
    Map<String, List<List<@Nullable Object>>> answers = new HashMap<>();
    for (int i = 0; i < stages.size(); i++) {
      List<List<@Nullable Object>> own = rows.get(i).getOrDefault(run, List.of());
      stages.get(i).sqlAtRun().forEach(sql -> answers.put(sql, own));
    }
    return sql -> {
      List<List<@Nullable Object>> known = answers.get(sql);
      if (known == null) {
        throw new StagesApart.UnknownStageException();
      }
      return known;
    };
  }
}
