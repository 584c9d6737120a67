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
  /** How much of a line is shown, and how much of that before the span; a query may be one line. */
  private static final int SHOWN = 240;

  private static final int BEFORE = 100;

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
   * line are kept in the caret line, so that the carets stand right in any terminal. Of a line
   * longer than 240 characters the part around the span's start is shown, {@code …} at each cut.
   */
  public String render(SourceText source) {
    SourceText.Position position = source.position(span.start());
    String whole = source.lineAt(span.start());
    int lineStart = source.text().lastIndexOf('\n', span.start() - 1) + 1;
    int start = Math.min(span.start() - lineStart, whole.length());
    int end = Math.max(Math.min(span.end() - lineStart, whole.length()), start);
    int first = cut(whole, Math.clamp(start - BEFORE, 0, Math.max(0, whole.length() - SHOWN)));
    int last = cut(whole, Math.min(first + SHOWN, whole.length()));
    String before = (first > 0 ? "…" : "") + whole.substring(first, start);
    String marked = whole.substring(start, Math.min(end, last));
    String line =
        before
            + marked
            + whole.substring(start + marked.length(), last)
            + (last < whole.length() ? "…" : "");
    StringBuilder carets = new StringBuilder();
    before.codePoints().forEach(c -> carets.append(c == '\t' ? '\t' : ' '));
    carets.repeat('^', Math.max(1, marked.codePointCount(0, marked.length())));
    return "%s:%d:%d: %s: %s%n  %s%n  %s"
        .formatted(source.name(), position.line(), position.column(), code, text(), line, carets)
        .replace(System.lineSeparator(), "\n");
  }

  /** A place to cut at or just before {@code at}, not inside a character of two. */
  private static int cut(String line, int at) {
    return at > 0 && at < line.length() && Character.isLowSurrogate(line.charAt(at)) ? at - 1 : at;
  }
}
