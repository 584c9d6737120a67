package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlOperator.Anchor;
import io.flowproof.query.kql.KqlOperator.Capture;
import io.flowproof.query.kql.KqlOperator.PatternPart;
import io.flowproof.query.kql.KqlOperator.Skip;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of {@code parse} as an RE2 expression.
 *
 * @param regex matches the text from its beginning
 * @param columns what each capture fills
 */
record ParsePattern(String regex, List<Column> columns) {

  /** The group of the expression that holds a capture. */
  record Column(Capture capture, KqlType type, int group) {}

  /** How strictly a pattern is taken. */
  enum Kind {
    /** Anchors are texts, captures must be of their types. */
    SIMPLE,
    /** Anchors are texts, a capture of a wrong type is null. */
    RELAXED,
    /** Anchors are regular expressions. */
    REGEX
  }

  static ParsePattern of(List<PatternPart> parts, Kind kind, String flags) {
    StringBuilder regex = new StringBuilder();
    List<Column> columns = new ArrayList<>();
    int groups = 0;
    String letters = kind == Kind.REGEX ? flags : "s";
    regex.append(letters.isEmpty() ? "" : "(?" + letters + ")").append('^');
    for (int i = 0; i < parts.size(); i++) {
      boolean last = i == parts.size() - 1;
      boolean skipped = !last && parts.get(i + 1) instanceof Skip;
      switch (parts.get(i)) {
        case Skip skip -> regex.append(last ? "" : ".*?");
        case Anchor anchor -> {
          regex.append(kind == Kind.REGEX ? anchor.text() : quoted(anchor.text()));
          groups += kind == Kind.REGEX ? groups(anchor.text()) : 0;
        }
        case Capture capture -> {
          KqlType type = capture.type() == null ? KqlType.STRING : capture.type();
          columns.add(new Column(capture, type, ++groups));
          regex.append('(').append(inside(type, kind, last, skipped)).append(')');
          regex.append(last && !isWhole(type) ? "$" : "");
        }
      }
    }
    return new ParsePattern(regex.toString(), List.copyOf(columns));
  }

  private static boolean isWhole(KqlType type) {
    return type == KqlType.INT || type == KqlType.LONG;
  }

  private static String inside(KqlType type, Kind kind, boolean last, boolean skipped) {
    if (kind == Kind.RELAXED && !skipped) {
      return last ? ".*" : ".*?";
    }
    String optional = kind == Kind.RELAXED ? "|" : "";
    return switch (type) {
      case INT, LONG -> "[+-]?[0-9]+" + optional;
      case REAL, DECIMAL ->
          skipped ? "[+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?" + optional : ".*?";
      case STRING -> kind == Kind.REGEX || last ? ".*" : ".*?";
      case BOOL, DATETIME, DYNAMIC, GUID, TIMESPAN -> last ? ".*" : ".*?";
    };
  }

  /** How many groups an expression has of its own. */
  private static int groups(String regex) {
    int groups = 0;
    boolean inClass = false;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        inClass = true;
      } else if (c == ']') {
        inClass = false;
      } else if (c == '(' && !inClass) {
        boolean plain = !regex.startsWith("?", i + 1);
        boolean named = regex.startsWith("?P<", i + 1);
        groups += plain || named ? 1 : 0;
      }
    }
    return groups;
  }

  private static String quoted(String text) {
    return text.replaceAll("([\\\\.\\[\\]{}()*+?^$|\\-/])", "\\\\$1");
  }
}
