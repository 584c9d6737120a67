package io.flowproof.detection.pack;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A YAML text as a tree, with the place of every key and value by JSON Pointer. One document, no
 * aliases, no key twice: what a person would read otherwise than a parser is an error.
 */
final class YamlDocument {
  private static final YAMLFactory FACTORY = new YAMLFactory();
  private static final int DEEPEST = 32;

  private final SourceText source;
  private final Diagnostics diagnostics;
  private final Map<String, Span> keys = new HashMap<>();
  private final Map<String, Span> values = new HashMap<>();
  private final boolean bmpOnly;
  private JsonNode root = MissingNode.getInstance();

  private YamlDocument(Diagnostics diagnostics) {
    this.source = diagnostics.source();
    this.diagnostics = diagnostics;
    this.bmpOnly = source.text().codePoints().allMatch(Character::isBmpCodePoint);
  }

  /** Reads the text; what is wrong with it goes to {@code diagnostics}. */
  static YamlDocument read(Diagnostics diagnostics) {
    YamlDocument document = new YamlDocument(diagnostics);
    try (YAMLParser parser = FACTORY.createParser(document.source.text())) {
      if (parser.nextToken() == null) {
        diagnostics.error(ErrorCode.SYNTAX, Span.at(0), "The file is empty");
        return document;
      }
      document.root = document.value(parser, "", 0);
      if (parser.nextToken() != null) {
        diagnostics.error(
            ErrorCode.SYNTAX, document.span(parser), "The file holds a second document");
      }
    } catch (Malformed e) {
      // Already among the diagnostics.
    } catch (IOException e) {
      document.syntaxError(e);
    }
    return document;
  }

  SourceText source() {
    return source;
  }

  /** The tree; missing when the text could not be read. */
  JsonNode root() {
    return root;
  }

  /** The place of a value; that of the nearest value around it when the pointer leads nowhere. */
  Span value(String pointer) {
    return values.getOrDefault(nearest(values, pointer), Span.at(0));
  }

  /** The place of the key that holds a value; the value's own place in a list. */
  Span key(String pointer) {
    Span key = keys.get(pointer);
    return key == null ? value(pointer) : key;
  }

  private static String nearest(Map<String, Span> places, String pointer) {
    String at = pointer;
    while (!places.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return at;
  }

  /** The pointer of a member. */
  static String member(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private JsonNode value(YAMLParser parser, String pointer, int depth) throws IOException {
    Span span = span(parser);
    values.put(pointer, span);
    if (depth > DEEPEST) {
      throw malformed(ErrorCode.TOO_LARGE, span, "Nested deeper than " + DEEPEST);
    }
    if (parser.isCurrentAlias()) {
      throw malformed(ErrorCode.UNSUPPORTED, span, "Aliases are not read; write the value out");
    }
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser, pointer, depth);
      case START_ARRAY -> array(parser, pointer, depth);
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      default -> throw malformed(ErrorCode.SYNTAX, span, "Unexpected " + token);
    };
  }

  private ObjectNode object(YAMLParser parser, String pointer, int depth) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String member = member(pointer, name);
      Span key = span(parser);
      if (object.has(name)) {
        diagnostics.error(
            ErrorCode.INVALID_RULE,
            key,
            "Key '%s' is there twice".formatted(name),
            "first in line %d".formatted(source.position(key(member).start()).line()));
      }
      keys.put(member, key);
      parser.nextToken();
      object.set(name, value(parser, member, depth + 1));
    }
    return object;
  }

  private ArrayNode array(YAMLParser parser, String pointer, int depth) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser, pointer + "/" + array.size(), depth + 1));
    }
    return array;
  }

  private Span span(YAMLParser parser) {
    int start = index(parser.currentTokenLocation());
    return new Span(start, Math.max(start, index(parser.currentLocation())));
  }

  /** SnakeYAML counts code points, spans count UTF-16 code units. */
  private int index(JsonLocation location) {
    return index((int) Math.max(0, location.getCharOffset()));
  }

  private int index(int codePoints) {
    if (bmpOnly) {
      return Math.min(codePoints, source.text().length());
    }
    int most = source.text().codePointCount(0, source.text().length());
    return source.text().offsetByCodePoints(0, Math.min(codePoints, most));
  }

  private void syntaxError(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
        diagnostics.error(
            ErrorCode.SYNTAX,
            Span.at(index(marked.getProblemMark().getIndex())),
            "Not YAML: " + marked.getProblem());
        return;
      }
    }
    diagnostics.error(ErrorCode.SYNTAX, Span.at(0), "Not YAML: " + e.getMessage());
  }

  private Malformed malformed(ErrorCode code, Span span, String message) {
    diagnostics.error(code, span, message);
    return new Malformed();
  }

  /** Leaves the tree after a problem that was reported. */
  private static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
