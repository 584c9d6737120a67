package io.flowproof.detection.run;

import io.flowproof.engine.api.Rows;
import io.flowproof.query.OutputColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found in one window, while its evidence is added. */
final class WindowFindings {
  private final RuleRun rule;
  private final List<OutputColumn> columns;
  private final List<Integer> places;
  private final Map<Map<String, @Nullable String>, OpenFinding> byEntities = new LinkedHashMap<>();
  private final Map<List<@Nullable Object>, OpenFinding> byValues = new HashMap<>();

  /**
   * Enters them.
   *
   * @param columns the query's
   * @param places of the entities among them
   * @param found by entities, the first row of each
   */
  WindowFindings(
      RuleRun rule,
      Window window,
      List<OutputColumn> columns,
      List<Integer> places,
      Map<Map<String, @Nullable String>, Map<String, @Nullable Object>> found,
      EvidenceBasis basis) {
    this.rule = rule;
    this.columns = columns;
    this.places = places;
    for (var entry : found.entrySet()) {
      byEntities.put(
          entry.getKey(), rule.collector.found(window, entry.getKey(), entry.getValue(), basis));
    }
  }

  Map<Map<String, @Nullable String>, OpenFinding> byEntities() {
    return byEntities;
  }

  /**
   * The row's line of evidence to its finding.
   *
   * @param rows the entities' values come first
   * @param line where the columns of {@link io.flowproof.query.algebra.Lineage#COLUMNS} begin
   */
  void add(Rows rows, int line) {
    EvidenceLine evidence = RuleRun.line(rows, line);
    if (evidence == null) {
      return;
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      values.add(rows.value(i));
    }
    OpenFinding finding = byValues.get(values);
    if (finding == null) {
      finding = byEntities.get(rule.entities(columns, places, values));
      if (finding == null) {
        return;
      }
      byValues.put(values, finding);
    }
    finding.add(evidence);
  }

  /** The window ends: gives those that were found in it. */
  Collection<OpenFinding> leave() {
    byEntities.values().forEach(OpenFinding::leave);
    return byEntities.values();
  }
}
