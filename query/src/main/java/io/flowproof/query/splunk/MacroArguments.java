package io.flowproof.query.splunk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A macro call taken apart: {@code name(a, "b, c", key=value)}. Quotes around a whole argument are
 * taken off, and the backslash before a quote in it.
 *
 * @param values as they are written but for quotes
 * @param texts as they are written
 */
record MacroArguments(String name, List<String> values, List<String> texts) {

  static MacroArguments parse(String call) {
    int open = call.indexOf('(');
    if (open < 0 || !call.endsWith(")")) {
      return new MacroArguments(call, List.of(), List.of());
    }
    String inside = call.substring(open + 1, call.length() - 1);
    List<String> texts = inside.isBlank() ? List.of() : split(inside);
    return new MacroArguments(
        call.substring(0, open).strip(),
        texts.stream().map(MacroArguments::unquoted).toList(),
        texts);
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '(' || c == ')')) {
        depth += c == '(' ? 1 : -1;
      } else if (!quoted && c == ',' && depth <= 0) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }

  private static String unquoted(String text) {
    if (text.length() < 2 || text.charAt(0) != '"' || closing(text) != text.length() - 1) {
      return text;
    }
    return text.substring(1, text.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
  }

  /** Where the quote that opens the text is closed. */
  private static int closing(String text) {
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i;
      }
    }
    return -1;
  }

  /** The values by parameter: by name where every argument names one, else by place. */
  Map<String, String> forParameters(List<String> parameters) {
    Map<String, String> byName = new HashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      String key = equals < 0 ? "" : text.substring(0, equals).strip();
      if (parameters.contains(key)) {
        byName.put(key, unquoted(text.substring(equals + 1).strip()));
      }
    }
    if (byName.size() == parameters.size()) {
      return byName;
    }
    Map<String, String> byPlace = new HashMap<>();
    for (int i = 0; i < parameters.size() && i < values.size(); i++) {
      byPlace.put(parameters.get(i), values.get(i));
    }
    return byPlace;
  }
}
