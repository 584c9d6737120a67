package io.flowproof.core.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the problems of one text, so that all of them are reported at once. */
public final class Diagnostics {
  private static final int MOST = 50;

  private final SourceText source;
  private final List<Diagnostic> found = new ArrayList<>();

  /** Starts with no problem. */
  public Diagnostics(SourceText source) {
    this.source = source;
  }

  /** The text that is looked at. */
  public SourceText source() {
    return source;
  }

  /** Adds a problem; the same one twice, and any past the fiftieth, is left out. */
  public void add(Diagnostic diagnostic) {
    if (found.size() < MOST && !found.contains(diagnostic)) {
      found.add(diagnostic);
    }
  }

  /** Adds a problem without a hint. */
  public void error(ErrorCode code, Span span, String message) {
    add(new Diagnostic(code, span, message));
  }

  /** Adds a problem with what would be right. */
  public void error(ErrorCode code, Span span, String message, @Nullable String hint) {
    add(new Diagnostic(code, span, message, hint));
  }

  /** True when nothing was added. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** How many problems there are so far. */
  public int count() {
    return found.size();
  }

  /** The problems after the first {@code count} that were added. */
  public List<Diagnostic> since(int count) {
    return List.copyOf(found.subList(count, found.size()));
  }

  /** Takes back all problems but the first {@code count} that were added. */
  public void keepFirst(int count) {
    found.subList(count, found.size()).clear();
  }

  /** The problems so far, in the order of the text. */
  public List<Diagnostic> list() {
    return found.stream().sorted(Comparator.comparingInt(d -> d.span().start())).toList();
  }

  /**
   * Throws what was found, if anything was.
   *
   * @throws InvalidQueryException with all problems, in the order of the text
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidQueryException(source, list());
    }
  }
}
