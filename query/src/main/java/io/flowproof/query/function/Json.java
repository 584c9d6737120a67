package io.flowproof.query.function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** JSON as a value of SPL: parsed, walked along a path, and as text again. */
final class Json {
  private static final int DEEPEST = 500;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
              .build());

  private Json() {}

  /** Texts as a JSON array. */
  static String array(List<String> texts) {
    ArrayNode array = MAPPER.createArrayNode();
    texts.forEach(array::add);
    return array.toString();
  }

  /** The value that a text is, empty when it is none. */
  static Optional<JsonNode> parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** A value as a field holds it: a text without quotes, anything else as JSON. */
  static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : number(node);
  }

  private static String number(JsonNode node) {
    return node.isDouble() ? SplNumber.text(node.doubleValue()) : node.toString();
  }

  /**
   * The values that a path such as {@code a.b{0}.c} or {@code a{}.b} leads to ("spath", Search
   * Reference); {@code {}} stands for all elements of an array.
   */
  static List<JsonNode> at(JsonNode root, String path) {
    List<JsonNode> found = List.of(root);
    for (String step : steps(path)) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : found) {
        if (step.equals("{}")) {
          if (node.isArray()) {
            node.forEach(next::add);
          }
        } else if (step.startsWith("{")) {
          int index = Integer.parseInt(step.substring(1, step.length() - 1));
          JsonNode element = node.isArray() ? node.get(index) : null;
          if (element != null) {
            next.add(element);
          }
        } else {
          JsonNode member = node.get(step);
          if (member != null) {
            next.add(member);
          }
        }
      }
      found = next;
    }
    return found;
  }

  /** The parts of a path: names, {@code {}} and {@code {n}}. */
  static List<String> steps(String path) {
    List<String> steps = new ArrayList<>();
    for (String part : path.split("\\.")) {
      int brace = part.indexOf('{');
      String name = brace < 0 ? part : part.substring(0, brace);
      if (!name.isEmpty()) {
        steps.add(name);
      }
      for (String index : brace < 0 ? new String[0] : part.substring(brace).split("(?<=})")) {
        steps.add(index.matches("\\{\\d{1,9}}") ? index : "{}");
      }
    }
    return steps;
  }

  /** The paths of all values that are no objects and no arrays, in their order, each once. */
  static Set<String> paths(JsonNode root) {
    Set<String> paths = new LinkedHashSet<>();
    collect(root, "", paths);
    return paths;
  }

  private static void collect(JsonNode node, String path, Set<String> paths) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, path + "{}", paths));
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  collect(
                      member.getValue(),
                      path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                      paths));
    } else if (!path.isEmpty()) {
      paths.add(path);
    }
  }
}
