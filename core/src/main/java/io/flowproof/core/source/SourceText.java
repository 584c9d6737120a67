package io.flowproof.core.source;

/**
 * A text with a name that messages can show: a query, a rule file, a format string.
 *
 * @param name what a person knows the text by: a path, or {@code <kql>} for a command-line argument
 * @param text the text itself
 */
public record SourceText(String name, String text) {

  /** A place as people count it: line and column start at 1, the column counts code points. */
  public record Position(int line, int column) {}

  /** Line and column of the character at {@code index}; an index past the end is the end. */
  public Position position(int index) {
    int line = 1;
    int lineStart = 0;
    int end = Math.min(index, text.length());
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new Position(line, text.codePointCount(lineStart, end) + 1);
  }

  /** The whole line that holds {@code index}, without its line break. */
  public String lineAt(int index) {
    int end = Math.min(index, text.length());
    int from = text.lastIndexOf('\n', end - 1) + 1;
    int to = text.indexOf('\n', end);
    String line = text.substring(from, to < 0 ? text.length() : to);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /** The characters that {@code span} covers. */
  public String slice(Span span) {
    return text.substring(
        Math.min(span.start(), text.length()), Math.min(span.end(), text.length()));
  }
}
