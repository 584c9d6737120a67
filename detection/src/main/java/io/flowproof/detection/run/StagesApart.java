package io.flowproof.detection.run;

import io.flowproof.engine.api.QueryEngine;
import io.flowproof.query.compile.CompiledQuery;
import io.flowproof.query.lower.StageRunner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the stages of a query (see {@link io.flowproof.query.lower.Stages}) give in each of several
 * sets of records.
 */
final class StagesApart {
  private final Map<String, List<List<List<@Nullable Object>>>> bySet;
  private final Map<String, List<List<@Nullable Object>>> inAll;
  private final int sets;

  private StagesApart(
      Map<String, List<List<List<@Nullable Object>>>> bySet,
      Map<String, List<List<@Nullable Object>>> inAll,
      int sets) {
    this.bySet = bySet;
    this.inAll = inAll;
    this.sets = sets;
  }

  /** A stage that depends on what another one gave, and was not seen before. */
  static final class UnknownStageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownStageException() {
      super(null, null, false, false);
    }
  }

  /** Runs them; empty where one of them cannot be kept apart. */
  static Optional<StagesApart> of(QueryEngine engine, List<CompiledQuery.Stage> stages, int sets) {
    Map<String, List<List<List<@Nullable Object>>>> bySet = new LinkedHashMap<>();
    Map<String, List<List<@Nullable Object>>> inAll = new HashMap<>();
    for (CompiledQuery.Stage stage : stages) {
      if (!stage.readsRecords()) {
        inAll.put(stage.sql(), engine.all(stage.sql()));
      } else if (stage.sideBySide() == null) {
        return Optional.empty();
      } else {
        bySet.put(stage.sql(), rows(engine, stage.sideBySide(), sets));
      }
    }
    return Optional.of(new StagesApart(bySet, inAll, sets));
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
  Collection<List<Integer>> alike() {
    Map<List<List<List<@Nullable Object>>>, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < sets; i++) {
      int set = i;
      alike
          .computeIfAbsent(
              bySet.values().stream().map(rows -> rows.get(set)).toList(), k -> new ArrayList<>())
          .add(set);
    }
    return alike.values();
  }

  /**
   * Answers what the stages give in a set; asked anything else it throws {@link
   * UnknownStageException}.
   */
  StageRunner runner(int set) {
    return sql -> {
      List<List<List<@Nullable Object>>> own = bySet.get(sql);
      List<List<@Nullable Object>> rows = own == null ? inAll.get(sql) : own.get(set);
      if (rows == null) {
        throw new UnknownStageException();
      }
      return rows;
    };
  }
}
