package io.flowproof.core.source;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a text, and where. The message says what is wrong and the value
 * seen; the hint says what would be right.
 *
 * @param code what kind of problem
 * @param span where
 * @param message one sentence without a full stop, such as {@code Unknown column 'srcadr'}
 * @param hint what would be right, such as {@code did you mean 'srcaddr'?}, or null
 */
public record Diagnostic(ErrorCode code, Span span, String message, @Nullable String hint) {

  /** A diagnostic without a hint. */
  public Diagnostic(ErrorCode code, Span span, String message) {
    this(code, span, message, null);
  }

  /** Message and hint in one line, the hint in parentheses. */
  public String text() {
    return hint == null ? message : message + " (" + hint + ")";
  }

  /**
   * As a person sees it: {@code name:line:column: CODE: text}, then the line of the source and
   * carets under the span (to the end of the line at most, one caret at least). Tabs of the source
   * line are kept in the caret line, so that the carets stand right in any terminal.
   */
  public String render(SourceText source) {
    SourceText.Position position = source.position(span.start());
    String line = source.lineAt(span.start());
    int lineStart = source.text().lastIndexOf('\n', span.start() - 1) + 1;
    int from = Math.min(span.start() - lineStart, line.length());
    int to = Math.max(Math.min(span.end() - lineStart, line.length()), from);
    StringBuilder carets = new StringBuilder();
    line.substring(0, from).codePoints().forEach(c -> carets.append(c == '\t' ? '\t' : ' '));
    carets.repeat('^', Math.max(1, line.codePointCount(from, to)));
    return "%s:%d:%d: %s: %s%n  %s%n  %s"
        .formatted(source.name(), position.line(), position.column(), code, text(), line, carets)
        .replace(System.lineSeparator(), "\n");
  }
}
