package io.flowproof.query.function.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of key and value in a text, as {@code parse-kv} reads them: the first of a key counts,
 * white space around both is dropped (Kusto documentation, "parse-kv operator").
 */
final class KeyValues {
  private final String text;
  private final @Nullable String pairDelimiter;
  private final @Nullable String keyDelimiter;
  private final boolean greedy;
  private final List<String> quotes;
  private final String escapes;
  private final ObjectNode found = Json.bag();
  private int at;

  private KeyValues(String text, List<JsonNode> properties) {
    this.text = text;
    this.pairDelimiter = last(properties, "pair_delimiter");
    this.keyDelimiter = last(properties, "kv_delimiter");
    this.greedy = "true".equals(last(properties, "greedy"));
    this.quotes = all(properties, "quote");
    this.escapes = String.join("", all(properties, "escape"));
  }

  /**
   * The pairs of a text as a bag.
   *
   * @param properties an array of pairs of name and value, as JSON
   */
  static JsonNode read(String text, String properties) {
    List<JsonNode> list = Json.elements(Json.read(properties));
    String regex = last(list, "regex");
    if (regex != null) {
      return byRegex(text, regex);
    }
    KeyValues reader = new KeyValues(text, list);
    if (reader.pairDelimiter == null && reader.keyDelimiter == null) {
      reader.readWords();
    } else {
      reader.readPairs();
    }
    return reader.found;
  }

  private static List<String> all(List<JsonNode> properties, String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode property : properties) {
      if (property.get(0).textValue().equals(name)) {
        values.add(property.get(1).textValue());
      }
    }
    return values;
  }

  private static @Nullable String last(List<JsonNode> properties, String name) {
    List<String> values = all(properties, name);
    return values.isEmpty() ? null : values.getLast();
  }

  private static JsonNode byRegex(String text, String regex) {
    ObjectNode found = Json.bag();
    Pattern pattern = Patterns.of(regex);
    Matcher matcher = pattern.matcher(text);
    while (pattern.groupCount() >= 2 && matcher.find()) {
      String key = matcher.group(1);
      String value = matcher.group(2);
      if (key != null && !found.has(key.strip())) {
        found.put(key.strip(), value == null ? "" : value.strip());
      }
    }
    return found;
  }

  private void readPairs() {
    while (at < text.length()) {
      int before = at;
      String key = part(keyDelimiter, pairDelimiter, false);
      if (keyDelimiter != null && text.startsWith(keyDelimiter, at)) {
        at += keyDelimiter.length();
        put(key, part(pairDelimiter, null, greedy));
      }
      if (pairDelimiter != null && text.startsWith(pairDelimiter, at)) {
        at += pairDelimiter.length();
      } else if (at == before) {
        at++;
      }
    }
  }

  /** What stands up to a delimiter, or in quotes. */
  private String part(@Nullable String end, @Nullable String otherEnd, boolean toLastPair) {
    int start = at;
    while (start < text.length()
        && Character.isWhitespace(text.charAt(start))
        && !isAt(end, start)) {
      start++;
    }
    String quote = quoteAt(start);
    if (quote != null) {
      at = start + 1;
      String inside = quoted(quote.charAt(quote.length() - 1));
      while (at < text.length() && !isAt(end, at) && !isAt(otherEnd, at)) {
        at++;
      }
      return inside;
    }
    at = start;
    while (at < text.length()
        && !isAt(otherEnd, at)
        && !(isAt(end, at) && !(toLastPair && !pairFollows()))) {
      at++;
    }
    return text.substring(Math.min(start, at), at).strip();
  }

  /** With greedy values a delimiter ends one only where another pair follows. */
  private boolean pairFollows() {
    if (pairDelimiter == null || keyDelimiter == null) {
      return true;
    }
    int next = at + pairDelimiter.length();
    int key = text.indexOf(keyDelimiter, next);
    int pair = text.indexOf(pairDelimiter, next);
    return key >= 0 && (pair < 0 || key < pair);
  }

  private boolean isAt(@Nullable String delimiter, int place) {
    return delimiter != null && text.startsWith(delimiter, place);
  }

  private @Nullable String quoteAt(int place) {
    for (String quote : quotes) {
      if (place < text.length() && text.charAt(place) == quote.charAt(0)) {
        return quote;
      }
    }
    return null;
  }

  private String quoted(char end) {
    StringBuilder inside = new StringBuilder();
    while (at < text.length() && text.charAt(at) != end) {
      if (escapes.indexOf(text.charAt(at)) >= 0 && at + 1 < text.length()) {
        at++;
      }
      inside.append(text.charAt(at++));
    }
    at = Math.min(at + 1, text.length());
    return inside.toString();
  }

  /** Without delimiters: a word's value is the word after it; other letters part them. */
  private void readWords() {
    List<String> words = new ArrayList<>();
    while (at < text.length()) {
      String quote = quoteAt(at);
      if (quote != null) {
        at++;
        words.add(quoted(quote.charAt(quote.length() - 1)));
      } else if (isWord(text.charAt(at))) {
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
          at++;
        }
        words.add(text.substring(start, at));
      } else {
        at++;
      }
    }
    for (int i = 0; i + 1 < words.size(); i++) {
      put(words.get(i), words.get(i + 1));
    }
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private void put(String key, String value) {
    if (!found.has(key)) {
      found.put(key, value);
    }
  }
}
