package io.flowproof.query.lower.kql;

import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.SavedFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of saved functions, whose places are in texts of their own: a problem there is shown
 * where the query calls the function, and says where in the function it is.
 */
final class SavedFunctions {
  private @Nullable Span call;
  private @Nullable SavedFunction inside;

  /** Lowers the body of a function that is called at {@code span}; null for one of a let. */
  <T> T within(@Nullable SavedFunction function, Span span, Supplier<T> body) {
    if (function == null) {
      return body.get();
    }
    Span outerCall = call;
    SavedFunction outer = inside;
    call = outerCall == null ? span : outerCall;
    inside = function;
    try {
      return body.get();
    } finally {
      call = outerCall;
      inside = outer;
    }
  }

  /** Where in the query's own text a problem is shown. */
  Span shown(Span span) {
    return call == null ? span : call;
  }

  /** The message with its place in the function, if it is in one. */
  String message(Span span, String message) {
    if (inside == null) {
      return message;
    }
    SourceText source = inside.source();
    SourceText.Position position = source.position(span.start());
    return "In the function '%s' (%s:%d:%d): %s"
        .formatted(inside.name(), source.name(), position.line(), position.column(), message);
  }
}
