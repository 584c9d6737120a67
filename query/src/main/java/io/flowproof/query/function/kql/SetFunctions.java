package io.flowproof.query.function.kql;

import static io.flowproof.query.function.kql.JsonFunction.dynamic;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowproof.core.column.ColumnType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays as sets. The order of a result is not documented; here it is the order in which values
 * first come.
 */
final class SetFunctions {
  private SetFunctions() {}

  static List<JsonFunction> all() {
    return List.of(
        dynamic("distinct_elements", SetFunctions::elements),
        dynamic("set_union", SetFunctions::union),
        dynamic("set_intersect", SetFunctions::intersection),
        dynamic("set_difference", SetFunctions::difference),
        new JsonFunction("set_has_element", ColumnType.BOOLEAN, SetFunctions::contains),
        new JsonFunction("set_equals", ColumnType.BOOLEAN, SetFunctions::equal),
        new JsonFunction("jaccard_index", ColumnType.DOUBLE, SetFunctions::jaccard));
  }

  /** Arguments: most elements, values; of an array its elements. Nulls are left out. */
  private static JsonNode elements(Arguments a) {
    Map<String, JsonNode> set = new LinkedHashMap<>();
    for (int i = 1; i < a.count(); i++) {
      JsonNode value = a.node(i);
      for (JsonNode element : value.isArray() ? Json.elements(value) : List.of(value)) {
        if (!element.isNull() && set.size() < a.number(0, 0)) {
          set.putIfAbsent(Json.key(element), element);
        }
      }
    }
    return Json.array(set.values());
  }

  private static @Nullable Map<String, JsonNode> set(Arguments a, int index) {
    List<JsonNode> elements = a.array(index);
    if (elements == null) {
      return null;
    }
    Map<String, JsonNode> set = new LinkedHashMap<>();
    elements.forEach(element -> set.putIfAbsent(Json.key(element), element));
    return set;
  }

  private static @Nullable JsonNode union(Arguments a) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    boolean any = false;
    for (int i = 0; i < a.count(); i++) {
      Map<String, JsonNode> set = set(a, i);
      if (set != null) {
        any = true;
        set.forEach(all::putIfAbsent);
      }
    }
    return any ? Json.array(all.values()) : null;
  }

  private static @Nullable JsonNode intersection(Arguments a) {
    Map<String, JsonNode> common = set(a, 0);
    for (int i = 1; common != null && i < a.count(); i++) {
      Map<String, JsonNode> set = set(a, i);
      if (set == null) {
        return null;
      }
      common.keySet().retainAll(set.keySet());
    }
    return common == null ? null : Json.array(common.values());
  }

  private static @Nullable JsonNode difference(Arguments a) {
    Map<String, JsonNode> left = set(a, 0);
    for (int i = 1; left != null && i < a.count(); i++) {
      Map<String, JsonNode> set = set(a, i);
      if (set != null) {
        left.keySet().removeAll(set.keySet());
      }
    }
    return left == null ? null : Json.array(left.values());
  }

  private static @Nullable Object contains(Arguments a) {
    Map<String, JsonNode> set = set(a, 0);
    return set == null ? null : (Object) set.containsKey(Json.key(a.node(1)));
  }

  private static @Nullable Object equal(Arguments a) {
    Map<String, JsonNode> left = set(a, 0);
    Map<String, JsonNode> right = set(a, 1);
    return left == null || right == null ? null : (Object) left.keySet().equals(right.keySet());
  }

  private static @Nullable Object jaccard(Arguments a) {
    Map<String, JsonNode> left = set(a, 0);
    Map<String, JsonNode> right = set(a, 1);
    if (left == null || right == null) {
      return null;
    }
    long common = left.keySet().stream().filter(right::containsKey).count();
    double all = left.size() + right.size() - common;
    return all == 0 ? 0.0 : common / all;
  }
}
