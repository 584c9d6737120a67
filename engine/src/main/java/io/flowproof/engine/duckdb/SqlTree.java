package io.flowproof.engine.duckdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Walks the syntax tree that {@code json_serialize_sql} gives of a statement. What is not known to
 * be harmless is refused: kinds of nodes, table functions, tables. Of scalar functions, those are
 * refused that have effects, reach outside the tables or take memory apart.
 */
final class SqlTree {
  /** Nodes without a class: queries, what stands in FROM, and what modifies a query. */
  private static final Set<String> NODES =
      Set.of(
          "SELECT_NODE",
          "SET_OPERATION_NODE",
          "RECURSIVE_CTE_NODE",
          "CTE_NODE",
          "BASE_TABLE",
          "SUBQUERY",
          "JOIN",
          "TABLE_FUNCTION",
          "EXPRESSION_LIST",
          "EMPTY",
          "PIVOT",
          "ORDER_MODIFIER",
          "LIMIT_MODIFIER",
          "LIMIT_PERCENT_MODIFIER",
          "DISTINCT_MODIFIER",
          "ORDER_DEFAULT",
          "ASCENDING",
          "DESCENDING");

  private static final Set<String> TABLE_FUNCTIONS =
      Set.of("unnest", "range", "generate_series", "repeat", "json_each", "json_tree");

  private static final Pattern REACHING_FUNCTIONS =
      Pattern.compile(
          """
          (?x) read_.* | sniff_.* | glob | parquet_.* | pragma_.* | duckdb_.* | arrow_.* | test_.*
          | .*_?scan | getenv | current_setting | set_config | getvariable | query | query_table
          | enable_.* | disable_.* | checkpoint | force_checkpoint | truncate_.* | write_.*
          | json_execute_.* | json_serialize_plan | which_secret | .*external_resource.*
          | nextval | currval | setval | setseed | sleep_ms | pg_sleep | index_key
          | finalize | combine | to_aggregate_state | __internal.* | histogram_values
          | copy_.* | import_.* | export_.* | summary""");

  private static final int MOST_RELATIONS = 100;

  private final List<String> tables;
  private final Diagnostics diagnostics;
  private int relations;

  SqlTree(List<String> tables, Diagnostics diagnostics) {
    this.tables = tables;
    this.diagnostics = diagnostics;
  }

  void check(JsonNode query) {
    walk(query, Set.of());
    if (relations > MOST_RELATIONS) {
      diagnostics.error(
          ErrorCode.TOO_LARGE,
          new Span(0, diagnostics.source().text().length()),
          "The query reads %d tables and subqueries".formatted(relations),
          "at most %d".formatted(MOST_RELATIONS));
    }
  }

  /**
   * Checks a node and all below it.
   *
   * @param known the names, in lower case, that WITH gives at this place
   */
  private void walk(JsonNode node, Set<String> known) {
    if (node.isObject() && node.path("type").isTextual()) {
      if (node.has("class")) {
        checkExpression(node);
      } else if (!isType(node)) {
        checkNode(node, known);
      }
    }
    walkInside(node, known);
  }

  private void walkInside(JsonNode node, Set<String> known) {
    Set<String> inside = node.has("cte_map") ? withNames(node, known) : known;
    boolean tableFunction = node.path("type").asText().equals("TABLE_FUNCTION");
    for (var field : node.properties()) {
      if (tableFunction && field.getKey().equals("function")) {
        // It was checked with its node; what it is called with was not.
        walkInside(field.getValue(), inside);
      } else if (!field.getKey().equals("cte_map")) {
        walk(field.getValue(), inside);
      }
    }
    for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
      walk(element, inside);
    }
  }

  /** Checks the WITH clause of a query, each part of which sees those before it. */
  private Set<String> withNames(JsonNode query, Set<String> known) {
    Set<String> names = new HashSet<>(known);
    for (JsonNode entry : query.path("cte_map").path("map")) {
      String name = entry.path("key").asText().toLowerCase(Locale.ROOT);
      JsonNode value = entry.path("value");
      if (value.path("query_node").path("type").asText().equals("RECURSIVE_CTE_NODE")) {
        names.add(name);
      }
      walk(value, Set.copyOf(names));
      names.add(name);
    }
    return names;
  }

  /** Parts of a data type have a "type" too, and are the only ones with type names for it. */
  private static boolean isType(JsonNode node) {
    return node.path("type").asText().endsWith("_TYPE_INFO");
  }

  private void checkNode(JsonNode node, Set<String> known) {
    String type = node.path("type").asText();
    switch (type) {
      case "BASE_TABLE" -> {
        relations++;
        checkTable(node, known);
      }
      case "TABLE_FUNCTION" -> {
        relations++;
        checkTableFunction(node);
      }
      case "SHOW_REF" -> refuse(node, "SHOW, DESCRIBE and SUMMARIZE are not SELECT statements");
      default -> {
        relations += type.equals("SUBQUERY") ? 1 : 0;
        if (!NODES.contains(type)) {
          refuse(node, type.replace('_', ' ') + " is not part of a SELECT statement");
        }
      }
    }
  }

  private void checkTable(JsonNode node, Set<String> known) {
    String name = node.path("table_name").asText();
    boolean qualified =
        !node.path("catalog_name").asText().isEmpty()
            || !node.path("schema_name").asText().isEmpty();
    boolean there =
        tables.stream().anyMatch(name::equalsIgnoreCase)
            || known.contains(name.toLowerCase(Locale.ROOT));
    if (qualified || !there) {
      String near = Suggestion.didYouMean(name, tables);
      diagnostics.error(
          ErrorCode.UNKNOWN_TABLE,
          span(node),
          qualified
              ? "Tables have no schema here: '%s'".formatted(name)
              : "Unknown table '%s'".formatted(name),
          near != null
              ? near
              : tables.isEmpty()
                  ? "there are no tables without --logs, and files cannot be read"
                  : "the tables are %s; files cannot be read".formatted(String.join(", ", tables)));
    }
  }

  private void checkTableFunction(JsonNode node) {
    JsonNode function = node.path("function");
    String name = function.path("function_name").asText().toLowerCase(Locale.ROOT);
    if (!TABLE_FUNCTIONS.contains(name) || isQualified(function)) {
      diagnostics.error(
          ErrorCode.FORBIDDEN,
          span(node),
          "The table function '%s' may not be used".formatted(name),
          "allowed are " + String.join(", ", TABLE_FUNCTIONS.stream().sorted().toList()));
    }
  }

  private void checkExpression(JsonNode node) {
    String name = node.path("function_name").asText("").toLowerCase(Locale.ROOT);
    if (REACHING_FUNCTIONS.matcher(name).matches() || node.path("export_state").asBoolean()) {
      refuse(node, "The function '%s' may not be used".formatted(name));
    } else if (isQualified(node)) {
      refuse(node, "Functions have no schema here: '%s'".formatted(name));
    } else if (node.path("class").asText().equals("PARAMETER")) {
      refuse(node, "There are no parameters here");
    }
  }

  private static boolean isQualified(JsonNode function) {
    return function.path("qualified_name").path("path").size() > 1
        || !function.path("schema").asText("").isEmpty()
        || !function.path("catalog").asText("").isEmpty();
  }

  private void refuse(JsonNode node, String message) {
    diagnostics.error(
        ErrorCode.FORBIDDEN,
        span(node),
        message,
        "--sql takes one SELECT over the tables of the logs, without effects and without reaching further");
  }

  private Span span(JsonNode node) {
    String text = diagnostics.source().text();
    long at = node.path("query_location").asLong(-1);
    int start = at < 0 ? 0 : index(text, at);
    int end =
        at < 0
            ? text.length()
            : index(text, at + Math.max(1, node.path("query_location_length").asLong(1)));
    return new Span(start, Math.max(start, end));
  }

  /** The UTF-16 index of a place that DuckDB counts in bytes of UTF-8. */
  static int index(String text, long utf8Offset) {
    int index = 0;
    long bytes = 0;
    while (index < text.length() && bytes < utf8Offset) {
      int codePoint = text.codePointAt(index);
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      index += Character.charCount(codePoint);
    }
    return index;
  }
}
