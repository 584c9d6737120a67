package io.flowproof.query.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON functions of eval ("JSON functions", Search Reference), and spath. */
public final class JsonFunctions {
  /**
   * {@code (operation, arguments)}: a JSON function by its name without {@code json_}; the
   * arguments are a JSON array.
   */
  public static final EngineFunction JSON = EngineFunction.named("fp_spl_json", Types.TEXT);

  /** {@code (text, path)}: the values at a path as a JSON array of texts, or null. */
  public static final EngineFunction SPATH = EngineFunction.named("fp_spl_spath", Types.TEXT);

  /** {@code (text)}: the paths of all values in it as a JSON array of texts, or null. */
  public static final EngineFunction SPATH_PATHS =
      EngineFunction.named("fp_spl_spath_paths", Types.TEXT);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonFunctions() {}

  /** The bodies. */
  public static List<JavaFunction> java() {
    ColumnType text = ColumnType.TEXT;
    return List.of(
        new JavaFunction(
            JSON.getName(), List.of(text, text), text, a -> json(string(a, 0), string(a, 1))),
        new JavaFunction(
            SPATH.getName(), List.of(text, text), text, a -> spath(string(a, 0), string(a, 1))),
        new JavaFunction(
            SPATH_PATHS.getName(), List.of(text), text, a -> spathPaths(string(a, 0))));
  }

  private static String string(@Nullable Object[] arguments, int at) {
    return (String) Objects.requireNonNull(arguments[at]);
  }

  private static @Nullable String spath(String text, String path) {
    Optional<JsonNode> root = Json.parse(text);
    if (root.isEmpty()) {
      return null;
    }
    List<String> found =
        Json.at(root.get(), path).stream().filter(n -> !n.isNull()).map(Json::text).toList();
    return found.isEmpty() ? null : Json.array(found);
  }

  /** The paths that {@link #SPATH_PATHS} has found. */
  public static List<String> paths(String found) {
    List<String> paths = new ArrayList<>();
    Json.parse(found).ifPresent(array -> array.forEach(path -> paths.add(path.textValue())));
    return paths;
  }

  private static @Nullable String spathPaths(String text) {
    List<String> paths =
        Json.parse(text).map(root -> Json.paths(root).stream().toList()).orElse(List.of());
    return paths.isEmpty() ? null : Json.array(paths);
  }

  private static @Nullable String json(String operation, String argumentsText) {
    JsonNode arguments = Json.parse(argumentsText).orElseThrow();
    return switch (operation) {
      case "object" -> object(arguments);
      case "array", "mv_to_json_array" -> array(arguments, operation);
      default -> {
        Optional<JsonNode> first =
            arguments.get(0).isTextual()
                ? Json.parse(arguments.get(0).textValue())
                : Optional.of(arguments.get(0));
        yield first.map(root -> over(operation, root, arguments)).orElse(null);
      }
    };
  }

  private static @Nullable String over(String operation, JsonNode root, JsonNode arguments) {
    return switch (operation) {
      case "json" -> root.toString();
      case "extract" -> extract(root, arguments, false);
      case "extract_exact" -> extract(root, arguments, true);
      case "keys" -> keys(root);
      case "entries" -> entries(root);
      case "has_key_exact" -> String.valueOf(root.has(arguments.get(1).asText()));
      case "array_to_mv" -> elements(root);
      case "set" -> changed(root, arguments, Change.SET, false);
      case "set_exact" -> changed(root, arguments, Change.SET, true);
      case "append" -> changed(root, arguments, Change.APPEND, false);
      case "extend" -> changed(root, arguments, Change.EXTEND, false);
      case "delete" -> deleted(root, arguments);
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private enum Change {
    SET,
    APPEND,
    EXTEND
  }

  /** A value of an argument: a text that is an object or an array is taken as such. */
  private static JsonNode value(JsonNode argument) {
    if (!argument.isTextual()) {
      return argument;
    }
    String text = argument.textValue().strip();
    boolean nested = text.startsWith("{") || text.startsWith("[");
    return nested ? Json.parse(text).orElse(argument) : argument;
  }

  private static String object(JsonNode arguments) {
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      object.set(arguments.get(i).asText(), value(arguments.get(i + 1)));
    }
    return object.toString();
  }

  private static @Nullable String array(JsonNode arguments, String operation) {
    ArrayNode array = NODES.arrayNode();
    if (operation.equals("array")) {
      arguments.forEach(argument -> array.add(value(argument)));
      return array.toString();
    }
    boolean infer = arguments.size() > 1 && arguments.get(1).asBoolean();
    if (arguments.get(0).isNull()) {
      return null;
    }
    for (JsonNode element : arguments.get(0)) {
      Optional<JsonNode> parsed = infer ? Json.parse(element.asText()) : Optional.empty();
      array.add(parsed.orElse(element));
    }
    return array.toString();
  }

  private static @Nullable String extract(JsonNode root, JsonNode arguments, boolean exact) {
    if (arguments.size() == 1) {
      return root.toString();
    }
    List<@Nullable JsonNode> found = new ArrayList<>();
    for (int i = 1; i < arguments.size(); i++) {
      String path = arguments.get(i).asText();
      List<JsonNode> at =
          exact ? Optional.ofNullable(root.get(path)).stream().toList() : Json.at(root, path);
      boolean all = !exact && path.contains("{}");
      found.add(all && !at.isEmpty() ? NODES.arrayNode().addAll(at) : first(at));
    }
    if (found.size() == 1) {
      JsonNode only = found.getFirst();
      return only == null || only.isNull() ? null : Json.text(only);
    }
    ArrayNode array = NODES.arrayNode();
    found.forEach(node -> array.add(node == null ? NODES.nullNode() : node));
    return array.toString();
  }

  private static @Nullable JsonNode first(List<JsonNode> nodes) {
    return nodes.isEmpty() ? null : nodes.getFirst();
  }

  private static @Nullable String keys(JsonNode root) {
    if (!root.isObject()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    root.fieldNames().forEachRemaining(names::add);
    return Json.array(names);
  }

  private static @Nullable String entries(JsonNode root) {
    if (!root.isObject()) {
      return null;
    }
    ArrayNode array = NODES.arrayNode();
    root.properties()
        .forEach(
            entry -> {
              ObjectNode object = array.addObject();
              object.put("key", entry.getKey());
              object.set("value", entry.getValue());
            });
    return array.toString();
  }

  private static @Nullable String elements(JsonNode root) {
    if (!root.isArray() || root.isEmpty()) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    root.forEach(node -> texts.add(Json.text(node)));
    return Json.array(texts);
  }

  private static String changed(JsonNode root, JsonNode arguments, Change change, boolean exact) {
    JsonNode copy = root.deepCopy();
    for (int i = 1; i + 1 < arguments.size(); i += 2) {
      String path = arguments.get(i).asText();
      List<String> steps = exact ? List.of(path) : Json.steps(path);
      if (!steps.isEmpty()) {
        put(copy, steps, value(arguments.get(i + 1)), change);
      }
    }
    return copy.toString();
  }

  private static void put(JsonNode root, List<String> steps, JsonNode value, Change change) {
    JsonNode parent = root;
    for (String step : steps.subList(0, steps.size() - 1)) {
      JsonNode next = child(parent, step);
      if (next == null && parent instanceof ObjectNode object && !step.startsWith("{")) {
        next = object.putObject(step);
      }
      if (next == null) {
        return;
      }
      parent = next;
    }
    String last = steps.getLast();
    JsonNode old = child(parent, last);
    JsonNode placed = change == Change.SET ? value : grown(old, value, change);
    if (placed == null) {
      return;
    }
    if (parent instanceof ObjectNode object && !last.startsWith("{")) {
      object.set(last, placed);
    } else if (parent instanceof ArrayNode array && old != null) {
      array.set(Integer.parseInt(last.substring(1, last.length() - 1)), placed);
    }
  }

  private static @Nullable JsonNode child(JsonNode parent, String step) {
    return step.matches("\\{\\d+}")
        ? parent.get(Integer.parseInt(step.substring(1, step.length() - 1)))
        : parent.get(step);
  }

  private static @Nullable JsonNode grown(@Nullable JsonNode old, JsonNode value, Change change) {
    if (!(old instanceof ArrayNode array)) {
      return null;
    }
    return change == Change.EXTEND && value instanceof ArrayNode more
        ? array.addAll(more)
        : array.add(value);
  }

  private static String deleted(JsonNode root, JsonNode arguments) {
    JsonNode copy = root.deepCopy();
    for (int i = 1; i < arguments.size(); i++) {
      List<String> steps = Json.steps(arguments.get(i).asText());
      if (steps.isEmpty()) {
        continue;
      }
      JsonNode parent = copy;
      for (String step : steps.subList(0, steps.size() - 1)) {
        parent = parent == null ? null : child(parent, step);
      }
      String last = steps.getLast();
      if (parent instanceof ObjectNode object) {
        object.remove(last);
      } else if (parent instanceof ArrayNode array && last.matches("\\{\\d+}")) {
        array.remove(Integer.parseInt(last.substring(1, last.length() - 1)));
      }
    }
    return copy.toString();
  }
}
