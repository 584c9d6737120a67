package io.flowproof.detection.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Holds a YAML document against one of the schemas in {@code docs/schema}. */
final class SchemaCheck {
  private static final int SHOWN = 60;

  private final JsonSchema schema;

  /** Takes the schema of that file name, which ships beside this class. */
  SchemaCheck(String fileName) {
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .build();
    try (InputStream in = SchemaCheck.class.getResourceAsStream(fileName)) {
      if (in == null) {
        throw new IllegalStateException("Missing resource: " + fileName);
      }
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reports what does not follow the schema; true when nothing was found. */
  boolean passes(YamlDocument document, Diagnostics diagnostics) {
    var messages = schema.validate(document.root());
    messages.forEach(message -> report(message, document, diagnostics));
    return messages.isEmpty();
  }

  private void report(ValidationMessage message, YamlDocument document, Diagnostics diagnostics) {
    String pointer = message.getInstanceLocation().toString();
    JsonNode keyword = message.getSchemaNode();
    String last = pointer.substring(pointer.lastIndexOf('/') + 1);
    switch (message.getType()) {
      case "additionalProperties" -> unknownKey(message, document, diagnostics);
      case "required" ->
          diagnostics.error(
              ErrorCode.INVALID_RULE,
              document.key(pointer),
              "Missing key '%s'".formatted(message.getProperty()),
              description(sibling(message, "/properties/" + message.getProperty())));
      case "type" ->
          invalid(document, diagnostics, pointer, "must be " + words(keyword, "or", "a "));
      case "enum" -> {
        String value = document.root().at(pointer).asText();
        String nearest = Suggestion.didYouMean(value, texts(keyword));
        String allowed = "must be " + words(keyword, "or", "");
        invalid(
            document, diagnostics, pointer, nearest == null ? allowed : allowed + "; " + nearest);
      }
      case "pattern" ->
          invalid(
              document,
              diagnostics,
              pointer,
              "must be like " + String.join(" or ", texts(sibling(message, "/examples"))));
      case "minLength", "maxLength", "minItems", "maxItems", "minProperties" ->
          invalid(document, diagnostics, pointer, size(message.getType(), keyword.asText()));
      case "minimum" -> invalid(document, diagnostics, pointer, "must be at least " + keyword);
      case "maximum" -> invalid(document, diagnostics, pointer, "must be at most " + keyword);
      default ->
          diagnostics.error(
              ErrorCode.INVALID_RULE,
              document.key(pointer),
              "Invalid '%s': %s".formatted(last, message.getMessage()));
    }
  }

  private static String size(String keyword, String limit) {
    if (keyword.startsWith("min") && limit.equals("1")) {
      return "must not be empty";
    }
    return "must have at %s %s %s"
        .formatted(
            keyword.startsWith("min") ? "least" : "most",
            limit,
            keyword.endsWith("Length") ? "characters" : "entries");
  }

  private void unknownKey(
      ValidationMessage message, YamlDocument document, Diagnostics diagnostics) {
    List<String> known = new ArrayList<>();
    sibling(message, "/properties").fieldNames().forEachRemaining(known::add);
    String name = message.getProperty();
    String near = Suggestion.didYouMean(name, known);
    String pointer = message.getInstanceLocation().toString();
    diagnostics.error(
        ErrorCode.INVALID_RULE,
        document.key(YamlDocument.member(pointer, name)),
        "Unknown key '%s'".formatted(name),
        near == null ? "known are " + String.join(", ", known) : near);
  }

  private static void invalid(
      YamlDocument document, Diagnostics diagnostics, String pointer, String right) {
    Span span = document.value(pointer);
    diagnostics.error(
        ErrorCode.INVALID_RULE,
        span,
        "Invalid %s: %s".formatted(name(pointer), seen(document, span, pointer)),
        right);
  }

  /** The last name in a pointer: {@code 'technique'} of {@code /attack/0/technique}. */
  static String name(String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      String last = at.substring(at.lastIndexOf('/') + 1);
      if (!last.chars().allMatch(Character::isDigit)) {
        return "'" + last.replace("~1", "/").replace("~0", "~") + "'";
      }
    }
    return "file";
  }

  /** The value as it stands in the file, cut to one short line. */
  private static String seen(YamlDocument document, Span span, String pointer) {
    JsonNode node = document.root().at(pointer);
    if (node.isArray()) {
      return node.isEmpty() ? "an empty list" : "a list";
    }
    if (node.isObject()) {
      return node.isEmpty() ? "an empty map" : "a map";
    }
    if (node.isNull()) {
      return "nothing";
    }
    String line = document.source().slice(span).lines().findFirst().orElse("").strip();
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }

  /** What stands beside the keyword that failed, following a {@code $ref} to where it stands. */
  private JsonNode sibling(ValidationMessage message, String pointer) {
    String keyword = message.getSchemaLocation().getFragment().toString();
    return schema.getSchemaNode().at(keyword.substring(0, keyword.lastIndexOf('/')) + pointer);
  }

  private static @Nullable String description(JsonNode property) {
    return property.has("description") ? property.get("description").asText() : null;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(entry -> texts.add(entry.asText()));
    return texts;
  }

  /** {@code low, medium or high}. */
  private static String words(JsonNode node, String and, String article) {
    List<String> texts = node.isArray() ? texts(node) : List.of(node.asText());
    List<String> words = new ArrayList<>();
    for (String text : texts) {
      words.add(article + (article.isEmpty() ? text : plain(text)));
    }
    int last = words.size() - 1;
    return last == 0
        ? words.getFirst()
        : String.join(", ", words.subList(0, last)) + " " + and + " " + words.get(last);
  }

  private static String plain(String type) {
    return switch (type) {
      case "array" -> "list";
      case "object" -> "map";
      case "string" -> "text";
      case "integer" -> "whole number";
      default -> type;
    };
  }
}
