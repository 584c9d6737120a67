package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.lower.LoweringContext;
import io.flowproof.query.splunk.SplEnvironment;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the lowering of one search shares: the tools, and ways to say what is wrong. */
final class SplContext {
  private final LoweringContext context;
  private final SplEnvironment splunk;
  private final SplScalars scalars;
  private final Set<String> missingFields = new HashSet<>();
  private final Set<String> said = new HashSet<>();

  SplContext(LoweringContext context, SplEnvironment splunk) {
    this.context = context;
    this.splunk = splunk;
    this.scalars = new SplScalars(context.scalars());
  }

  /** The tables, the clock, notices and limits. */
  LoweringContext shared() {
    return context;
  }

  /** What stands around the search in Splunk. */
  SplEnvironment splunk() {
    return splunk;
  }

  /** Makes plans. */
  Algebra algebra() {
    return context.algebra();
  }

  /** Splunk's conversions and comparisons. */
  SplScalars scalars() {
    return scalars;
  }

  /** SQL's expressions. */
  Scalars sql() {
    return context.scalars();
  }

  /** Reports a problem; the value to go on with, so that further problems are found. */
  Value error(ErrorCode code, Span span, String message, @Nullable String hint) {
    context.diagnostics().error(code, span, message, hint);
    return scalars.missing();
  }

  /** Reports what SPL has and this does not. */
  Value unsupported(Span span, String what) {
    return error(ErrorCode.UNSUPPORTED, span, what, null);
  }

  /**
   * Says, once for each name, that no event has a field: Splunk takes it as missing everywhere, and
   * in most cases the author meant another one.
   */
  void missingField(String name, Span span, Collection<String> known) {
    if (missingFields.add(name)) {
      String hint = Suggestion.didYouMean(name, known);
      context.notice(
          span, "No event has the field '" + name + "'" + (hint == null ? "" : " (" + hint + ")"));
    }
  }

  /** Says nothing of a field that is missing: what there is to say has been said. */
  void isKnownToMiss(String name) {
    missingFields.add(name);
  }

  /** True the first time that it is asked for a thing. */
  boolean isFirst(String thing) {
    return said.add(thing);
  }

  /** The text of a place in the search. */
  String source(Span span) {
    return context.diagnostics().source().slice(span);
  }
}
