package io.flowproof.core.source;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A text cannot be run: all problems that were found in it, in the order of the text. Thrown once,
 * at the outer edge of parsing or lowering.
 */
public final class InvalidQueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SourceText source;
  private final transient List<Diagnostic> diagnostics;

  /** {@code diagnostics} must not be empty. */
  public InvalidQueryException(SourceText source, List<Diagnostic> diagnostics) {
    super(
        diagnostics.stream()
            .map(diagnostic -> diagnostic.render(source))
            .collect(Collectors.joining("\n")));
    if (diagnostics.isEmpty()) {
      throw new IllegalArgumentException("An invalid query needs a diagnostic");
    }
    this.source = source;
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** The text that the spans point into. */
  public SourceText source() {
    return source;
  }

  /** What is wrong, at least one. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /**
   * True when every problem is of kind {@link ErrorCode.Kind#UNSUPPORTED}: valid, not supported.
   */
  public boolean unsupportedOnly() {
    return diagnostics.stream().allMatch(d -> d.code().kind() == ErrorCode.Kind.UNSUPPORTED);
  }
}
