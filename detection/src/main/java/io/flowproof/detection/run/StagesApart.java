package io.flowproof.detection.run;

import io.flowproof.engine.api.QueryEngine;
import io.flowproof.query.compile.Stage;
import io.flowproof.query.lower.StageRunner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the stages of a query give in each of several sets of records. */
final class StagesApart {
  private final Map<Stage, List<List<List<@Nullable Object>>>> bySet;
  private final int sets;

  private StagesApart(Map<Stage, List<List<List<@Nullable Object>>>> bySet, int sets) {
    this.bySet = bySet;
    this.sets = sets;
  }

  /** A stage that depends on what another one gave, and was not seen before. */
  static final class UnknownStageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownStageException() {
      super(null, null, false, false);
    }
  }

  /** Runs each once; empty where one of them cannot be kept apart. */
  static Optional<StagesApart> of(QueryEngine engine, List<Stage> stages, int sets) {
    Map<Stage, List<List<List<@Nullable Object>>>> bySet = new LinkedHashMap<>();
    for (Stage stage : stages) {
      if (stage.sideBySide() != null) {
        bySet.put(stage, rows(engine, stage.sideBySide(), sets));
      } else if (!stage.readsRecords() && stage.asked().size() == 1) {
        bySet.put(stage, Collections.nCopies(sets, engine.all(stage.asked().getFirst())));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new StagesApart(bySet, sets));
  }

  private static List<List<List<@Nullable Object>>> rows(QueryEngine engine, String sql, int sets) {
    List<List<List<@Nullable Object>>> all = new ArrayList<>();
    for (int i = 0; i < sets; i++) {
      all.add(new ArrayList<>());
    }
    for (List<@Nullable Object> row : engine.all(sql)) {
      int last = row.size() - 1;
      if (row.get(last) instanceof Number set) {
        all.get(set.intValue()).add(row.subList(0, last));
      }
    }
    return all;
  }

  /** The numbers of the sets, those together in which all stages give the same. */
  List<List<Integer>> alike() {
    Map<List<List<List<@Nullable Object>>>, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < sets; i++) {
      int set = i;
      alike
          .computeIfAbsent(
              bySet.values().stream().map(rows -> rows.get(set)).toList(), k -> new ArrayList<>())
          .add(set);
    }
    return List.copyOf(alike.values());
  }

  /**
   * Answers what the stages give in a set, in whichever set it is asked; asked anything else it
   * throws {@link UnknownStageException}.
   */
  StageRunner runner(int set) {
    Map<String, List<List<@Nullable Object>>> answers = new HashMap<>();
    bySet.forEach((stage, rows) -> stage.asked().forEach(sql -> answers.put(sql, rows.get(set))));
    return sql -> {
      List<List<@Nullable Object>> rows = answers.get(sql);
      if (rows == null) {
        throw new UnknownStageException();
      }
      return rows;
    };
  }
}
