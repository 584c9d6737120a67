package io.flowproof.detection.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The keys of a schema as a Markdown table: one row a key, nested keys with their path. */
final class SchemaTable {
  private final JsonNode root;
  private final StringBuilder rows = new StringBuilder();

  private SchemaTable(JsonNode root) {
    this.root = root;
  }

  static String of(Path schema) {
    try {
      SchemaTable table = new SchemaTable(new ObjectMapper().readTree(schema.toFile()));
      table.rows.append("| key | required | meaning |\n|---|---|---|\n");
      table.object(table.root.has("items") ? table.root.get("items") : table.root, "");
      return table.rows.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void object(JsonNode schema, String path) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (var property : schema.path("properties").properties()) {
      JsonNode key = property.getValue();
      JsonNode type = resolve(key);
      String name = path + property.getKey();
      JsonNode items = resolve(type.path("items"));
      boolean list = type.path("type").toString().contains("array");
      rows.append(
          "| `%s%s` | %s | %s |\n"
              .formatted(
                  name,
                  list ? "[]" : "",
                  required.contains(property.getKey()) ? "yes" : "",
                  meaning(key, type, items)));
      object(list ? items : type, name + (list ? "[]." : "."));
    }
  }

  private static String meaning(JsonNode key, JsonNode type, JsonNode items) {
    List<String> parts = new ArrayList<>();
    parts.add(key.path("description").asText());
    for (JsonNode values : List.of(type.path("enum"), items.path("enum"))) {
      List<String> words = new ArrayList<>();
      values.forEach(value -> words.add("`" + value.asText() + "`"));
      if (!words.isEmpty()) {
        parts.add("one of " + String.join(", ", words));
      }
    }
    for (JsonNode examples : List.of(type.path("examples"), items.path("examples"))) {
      if (!examples.isMissingNode()) {
        parts.add("like `" + examples.get(0).asText() + "`");
      }
    }
    return String.join("; ", parts);
  }

  private JsonNode resolve(JsonNode schema) {
    return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
  }
}
