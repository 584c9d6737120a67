package io.flowproof.query.splunk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * Tells, while a search is read from left to right, whether a place lies in a command {@code map},
 * whose {@code $field$} are no tokens.
 */
final class MapCommands {
  private static final Pattern MAP = Pattern.compile("\\s*map\\b", Pattern.CASE_INSENSITIVE);

  private final String text;
  private final Deque<Boolean> outer = new ArrayDeque<>();
  private boolean inside;

  MapCommands(String text) {
    this.text = text;
  }

  /** Looks at the character at {@code at}, which is not in quotes. */
  void pass(int at) {
    switch (text.charAt(at)) {
      case '|' ->
          inside =
              Boolean.TRUE.equals(outer.peek())
                  || MAP.matcher(text).region(at + 1, text.length()).lookingAt();
      case '[' -> outer.push(inside);
      case ']' -> inside = !outer.isEmpty() && outer.pop();
      default -> {}
    }
  }

  /** Whether what comes next is the command's. */
  boolean isInside() {
    return inside;
  }
}
