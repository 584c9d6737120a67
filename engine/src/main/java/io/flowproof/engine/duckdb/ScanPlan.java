package io.flowproof.engine.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.engine.api.ScanFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query reads of tables of Parquet files, from DuckDB's own plan ({@code EXPLAIN}). */
final class ScanPlan {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCAN = "READ_PARQUET";
  private static final String FILTER = "FILTER";

  private final List<Scan> scans = new ArrayList<>();

  private ScanPlan() {}

  /**
   * One reading of a table.
   *
   * @param columns texts that name its columns
   * @param filters texts of what it filters itself by
   * @param above texts of what its rows are filtered by next, whose columns may have no prefix
   */
  private record Scan(List<String> columns, List<String> filters, List<String> above) {
    /** False only where it certainly reads another table. */
    boolean isOf(String prefix, List<String> others) {
      return names(prefix) || others.stream().noneMatch(this::names);
    }

    private boolean names(String prefix) {
      return columns.stream().anyMatch(text -> FilterText.names(text, prefix))
          || filters.stream().anyMatch(text -> FilterText.names(text, prefix));
    }
  }

  /** Reads what {@code EXPLAIN (FORMAT json)} says. */
  static ScanPlan of(String json) {
    ScanPlan plan = new ScanPlan();
    try {
      for (JsonNode root : JSON.readTree(json)) {
        plan.visit(root, List.of());
      }
    } catch (JsonProcessingException e) {
      plan.scans.add(new Scan(List.of(), List.of(), List.of()));
    }
    return plan;
  }

  private void visit(JsonNode node, List<String> above) {
    JsonNode about = node.path("extra_info");
    String name = node.path("name").asText().strip();
    if (name.equals(SCAN)) {
      scans.add(new Scan(texts(about.path("Projections")), texts(about.path("Filters")), above));
    }
    List<String> filter = name.equals(FILTER) ? texts(about.path("Expression")) : List.of();
    for (JsonNode child : node.path("children")) {
      visit(child, filter);
    }
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    for (JsonNode element : node) {
      texts.add(element.asText());
    }
    return texts;
  }

  /**
   * What must hold for the rows of a table whose columns are printed with that prefix; null where
   * the table is not read at all.
   *
   * @param others the prefixes of the other tables
   */
  @Nullable ScanFilter filter(String prefix, List<String> others) {
    List<ScanFilter> all = new ArrayList<>();
    for (Scan scan : scans) {
      if (scan.isOf(prefix, others)) {
        List<ScanFilter> parts = new ArrayList<>();
        scan.filters().forEach(text -> parts.add(FilterText.parse(text, prefix)));
        scan.above()
            .forEach(text -> parts.add(FilterText.parse(FilterText.without(text, prefix), "")));
        all.add(FilterText.all(parts));
      }
    }
    return all.isEmpty() ? null : FilterText.any(all);
  }
}
