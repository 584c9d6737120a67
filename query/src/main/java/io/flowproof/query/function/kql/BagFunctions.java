package io.flowproof.query.function.kql;

import static io.flowproof.query.function.kql.JsonFunction.dynamic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowproof.core.column.ColumnType;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Functions of property bags. What is no bag gives null. */
final class BagFunctions {
  private BagFunctions() {}

  static List<JsonFunction> all() {
    return List.of(
        dynamic("bag_pack", BagFunctions::pack),
        dynamic("bag_keys", BagFunctions::keys),
        dynamic("bag_merge", BagFunctions::merge),
        dynamic("bag_remove_keys", BagFunctions::without),
        dynamic("bag_set_key", BagFunctions::with),
        dynamic("bag_zip", BagFunctions::zip),
        new JsonFunction("bag_has_key", ColumnType.BOOLEAN, BagFunctions::hasKey),
        new JsonFunction("gettype", ColumnType.TEXT, a -> type(a.node(0))),
        dynamic("treepath", BagFunctions::paths),
        dynamic("pack_filled", BagFunctions::packFilled));
  }

  private static JsonNode pack(Arguments a) {
    ObjectNode bag = Json.bag();
    for (int i = 0; i + 1 < a.count(); i += 2) {
      bag.set(a.text(i), a.node(i + 1));
    }
    return bag;
  }

  /** Keys and values; nulls and empty texts are left out. */
  private static JsonNode packFilled(Arguments a) {
    ObjectNode bag = Json.bag();
    for (int i = 0; i + 1 < a.count(); i += 2) {
      if (a.has(i + 1) && !a.text(i + 1).isEmpty()) {
        bag.set(a.text(i), a.node(i + 1));
      }
    }
    return bag;
  }

  private static @Nullable JsonNode keys(Arguments a) {
    JsonNode bag = a.node(0);
    if (!bag.isObject()) {
      return null;
    }
    ArrayNode keys = Json.array();
    bag.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static @Nullable JsonNode merge(Arguments a) {
    ObjectNode merged = Json.bag();
    boolean any = false;
    for (int i = 0; i < a.count(); i++) {
      JsonNode bag = a.node(i);
      if (bag.isObject()) {
        any = true;
        Iterator<Map.Entry<String, JsonNode>> entries = bag.fields();
        while (entries.hasNext()) {
          Map.Entry<String, JsonNode> entry = entries.next();
          if (!merged.has(entry.getKey())) {
            merged.set(entry.getKey(), entry.getValue());
          }
        }
      }
    }
    return any ? merged : null;
  }

  private static @Nullable JsonNode without(Arguments a) {
    if (!(a.node(0) instanceof ObjectNode bag)) {
      return null;
    }
    ObjectNode left = bag.deepCopy();
    for (String key : a.texts(1)) {
      JsonPath path = JsonPath.of(key);
      if (path == null) {
        left.remove(key);
      } else {
        path.remove(left);
      }
    }
    return left;
  }

  private static @Nullable JsonNode with(Arguments a) {
    if (!(a.node(0) instanceof ObjectNode bag)) {
      return null;
    }
    ObjectNode more = bag.deepCopy();
    JsonPath path = JsonPath.of(a.text(1));
    if (path == null) {
      more.set(a.text(1), a.node(2));
    } else {
      path.set(more, a.node(2));
    }
    return more;
  }

  private static @Nullable JsonNode zip(Arguments a) {
    List<JsonNode> keys = a.array(0);
    List<JsonNode> values = a.array(1);
    if (keys == null || values == null) {
      return null;
    }
    ObjectNode bag = Json.bag();
    for (int i = 0; i < keys.size(); i++) {
      bag.set(Json.text(keys.get(i)), i < values.size() ? values.get(i) : Json.ofNull());
    }
    return bag;
  }

  private static @Nullable Object hasKey(Arguments a) {
    JsonNode bag = a.node(0);
    if (!bag.isObject()) {
      return null;
    }
    JsonPath path = JsonPath.of(a.text(1));
    return path == null ? bag.has(a.text(1)) : !path.find(bag).isMissingNode();
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case OBJECT -> "dictionary";
      case BOOLEAN -> "bool";
      case STRING -> isGuid(value.textValue()) ? "guid" : "string";
      case NUMBER ->
          !value.isIntegralNumber() ? "double" : value.canConvertToInt() ? "int" : "long";
      case NULL, MISSING, BINARY, POJO -> "null";
    };
  }

  private static boolean isGuid(String text) {
    if (text.length() != 36) {
      return false;
    }
    try {
      return UUID.fromString(text).toString().equalsIgnoreCase(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static @Nullable JsonNode paths(Arguments a) {
    JsonNode value = a.node(0);
    if (!value.isContainerNode()) {
      return null;
    }
    ArrayNode paths = Json.array();
    addPaths(value, "", paths);
    return paths;
  }

  /** Of an array's elements only the first kind of bag is told, as if all were at place 0. */
  private static void addPaths(JsonNode value, String before, ArrayNode paths) {
    if (value.isObject()) {
      Iterator<Map.Entry<String, JsonNode>> entries = value.fields();
      while (entries.hasNext()) {
        Map.Entry<String, JsonNode> entry = entries.next();
        String path = before + "['" + entry.getKey() + "']";
        addOnce(path, paths);
        addPaths(entry.getValue(), path, paths);
      }
    } else if (value.isArray() && !value.isEmpty()) {
      String path = before + "[0]";
      addOnce(path, paths);
      value.forEach(element -> addPaths(element, path, paths));
    }
  }

  private static void addOnce(String path, ArrayNode paths) {
    for (JsonNode known : paths) {
      if (known.textValue().equals(path)) {
        return;
      }
    }
    paths.add(path);
  }
}
