package io.flowproof.query.function.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path such as {@code $.a['b'][0]}, as functions of bags and {@code extract_json()} take it.
 *
 * @param steps keys as String, places as Integer
 */
record JsonPath(List<Object> steps) {
  private static final Pattern STEP =
      Pattern.compile("\\.([\\w-]+)|\\[(\\d{1,9})]|\\['([^']*)']|\\[\"([^\"]*)\"]");

  /** The path of a text that begins with {@code $}, or null for any other text. */
  static @Nullable JsonPath of(String text) {
    if (!text.startsWith("$")) {
      return null;
    }
    List<Object> steps = new ArrayList<>();
    Matcher step = STEP.matcher(text);
    int at = 1;
    while (at < text.length()) {
      step.region(at, text.length());
      if (!step.lookingAt()) {
        return null;
      }
      steps.add(step(step));
      at = step.end();
    }
    return new JsonPath(steps);
  }

  private static Object step(Matcher step) {
    if (step.group(2) != null) {
      return Integer.valueOf(step.group(2));
    }
    return step.group(1) != null
        ? step.group(1)
        : step.group(3) != null ? step.group(3) : step.group(4);
  }

  JsonNode find(JsonNode value) {
    JsonNode found = value;
    for (Object step : steps) {
      found =
          switch (step) {
            case Integer place -> found.path(place);
            case Object key -> found.path((String) key);
          };
    }
    return found;
  }

  void remove(ObjectNode bag) {
    if (steps.isEmpty()) {
      bag.removeAll();
      return;
    }
    JsonNode parent = new JsonPath(steps.subList(0, steps.size() - 1)).find(bag);
    switch (steps.getLast()) {
      case Integer place when parent instanceof ArrayNode array -> array.remove(place);
      case String key when parent instanceof ObjectNode object -> object.remove(key);
      case Object none -> {}
    }
  }

  /** Sets a member; bags on the way are made where nothing is. */
  void set(ObjectNode bag, JsonNode value) {
    JsonNode parent = bag;
    for (int i = 0; i < steps.size(); i++) {
      boolean last = i == steps.size() - 1;
      if (!(steps.get(i) instanceof String key) || !(parent instanceof ObjectNode object)) {
        return;
      }
      if (last) {
        object.set(key, value);
        return;
      }
      JsonNode next = object.path(key);
      if (next instanceof MissingNode) {
        next = object.putObject(key);
      }
      parent = next;
    }
  }
}
