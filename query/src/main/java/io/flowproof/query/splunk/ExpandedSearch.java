package io.flowproof.query.splunk;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.Notice;
import java.util.List;

/**
 * A search whose macros and tokens are replaced, and the way back: a place in what a macro became
 * is the macro's call in the text that the user wrote.
 *
 * @param written the user's text
 * @param text the text to parse
 * @param stretches where {@code text} differs, in order
 * @param notices what the user must know of the macros
 */
public record ExpandedSearch(
    SourceText written, SourceText text, List<Stretch> stretches, List<Notice> notices) {
  private static final int LONGEST_SHOWN = 160;

  /**
   * A call and what it became.
   *
   * @param call in the written text
   * @param became in the expanded text
   */
  public record Stretch(Span call, Span became) {}

  /** Copies the lists. */
  public ExpandedSearch {
    stretches = List.copyOf(stretches);
    notices = List.copyOf(notices);
  }

  /** A text in which nothing is replaced. */
  public static ExpandedSearch unchanged(SourceText text) {
    return new ExpandedSearch(text, text, List.of(), List.of());
  }

  /** The place in the written text. */
  public Span written(Span span) {
    if (stretches.isEmpty()) {
      return span;
    }
    int start = written(span.start(), true);
    return new Span(start, Math.max(start, written(span.end(), false)));
  }

  private int written(int place, boolean isStart) {
    int shift = 0;
    for (Stretch stretch : stretches) {
      boolean inside =
          isStart
              ? place >= stretch.became().start() && place < stretch.became().end()
              : place > stretch.became().start() && place <= stretch.became().end();
      if (inside) {
        return isStart ? stretch.call().start() : stretch.call().end();
      }
      if (place < stretch.became().end() || (!isStart && place == stretch.became().start())) {
        break;
      }
      shift = stretch.call().end() - stretch.became().end();
    }
    return place + shift;
  }

  /** The problem at its place in the written text; in a macro's text, the text is shown. */
  public Diagnostic locate(Diagnostic problem) {
    Span span = problem.span();
    for (Stretch stretch : stretches) {
      Span became = stretch.became();
      if (span.start() >= became.start()
          && span.end() <= became.end()
          && became.end() > became.start()) {
        return new Diagnostic(
            problem.code(),
            stretch.call(),
            problem.message()
                + ", in "
                + written.slice(stretch.call())
                + " = "
                + shown(became, span),
            problem.hint());
      }
    }
    return new Diagnostic(problem.code(), written(span), problem.message(), problem.hint());
  }

  /** The problems at their places in the written text. */
  public InvalidQueryException locate(InvalidQueryException problems) {
    return stretches.isEmpty()
        ? problems
        : new InvalidQueryException(
            written, problems.diagnostics().stream().map(this::locate).distinct().toList());
  }

  /** What a macro became, around the problem where it is long. */
  private String shown(Span became, Span problem) {
    String all = text.slice(became);
    if (all.length() <= LONGEST_SHOWN) {
      return oneLine(all);
    }
    int at = problem.start() - became.start();
    int from = Math.clamp(at - LONGEST_SHOWN / 2L, 0, all.length() - LONGEST_SHOWN);
    String part = all.substring(from, from + LONGEST_SHOWN);
    return (from > 0 ? "… " : "")
        + oneLine(part)
        + (from + LONGEST_SHOWN < all.length() ? " …" : "");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
