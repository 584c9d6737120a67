package io.flowproof.query.lower.kql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a JSON array of scalars, such as the parser makes of {@code dynamic([…])}. */
final class JsonArray {
  private final String json;
  private int at;

  private JsonArray(String json) {
    this.json = json;
  }

  /**
   * The elements: {@link String}, {@link Long}, {@link Double} or {@link Boolean}; nulls are left
   * out. Empty when the text is no array of scalars.
   */
  static Optional<List<Object>> elements(String json) {
    JsonArray reader = new JsonArray(json);
    return json.startsWith("[") ? reader.read() : Optional.empty();
  }

  private Optional<List<Object>> read() {
    List<Object> elements = new ArrayList<>();
    at = 1;
    while (json.charAt(at) != ']') {
      if (json.charAt(at) == ',') {
        at++;
      }
      char first = json.charAt(at);
      if (first == '[' || first == '{') {
        return Optional.empty();
      }
      if (first == '"') {
        elements.add(string());
      } else {
        word().ifPresent(elements::add);
      }
    }
    return Optional.of(elements);
  }

  private String string() {
    StringBuilder text = new StringBuilder();
    for (at++; json.charAt(at) != '"'; at++) {
      char c = json.charAt(at);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char letter = json.charAt(++at);
      if (letter == 'u') {
        text.append((char) Integer.parseInt(json, at + 1, at + 5, 16));
        at += 4;
      } else {
        int escape = "nrt".indexOf(letter);
        text.append(escape < 0 ? letter : "\n\r\t".charAt(escape));
      }
    }
    at++;
    return text.toString();
  }

  private Optional<Object> word() {
    int from = at;
    while (json.charAt(at) != ',' && json.charAt(at) != ']') {
      at++;
    }
    String word = json.substring(from, at);
    return switch (word) {
      case "null" -> Optional.empty();
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default ->
          Optional.of(
              word.matches("-?\\d{1,18}") ? (Object) Long.valueOf(word) : Double.valueOf(word));
    };
  }
}
