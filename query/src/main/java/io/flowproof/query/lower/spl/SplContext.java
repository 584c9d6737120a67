package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.lower.LoweringContext;
import io.flowproof.query.spl.Command;
import io.flowproof.query.splunk.SplEnvironment;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** What the lowering of one search shares: the tools, and ways to say what is wrong. */
final class SplContext {
  private final LoweringContext context;
  private final SplEnvironment splunk;
  private final SplScalars scalars;
  private final Set<String> said;
  private final Set<String> missingFields;
  private final List<Command.Fieldformat> formats;
  private final AtomicReference<@Nullable QueryTime> searched;
  private final @Nullable Fragment fragment;

  /**
   * A text that is lowered in the place of another one.
   *
   * @param text what was parsed
   * @param place where the search says so, for messages
   */
  private record Fragment(SourceText text, Span place) {}

  SplContext(LoweringContext context, SplEnvironment splunk) {
    this.context = context;
    this.splunk = splunk;
    this.scalars = new SplScalars(context.scalars());
    this.missingFields = new HashSet<>();
    this.said = new HashSet<>();
    this.formats = new ArrayList<>();
    this.searched = new AtomicReference<>();
    this.fragment = null;
  }

  private SplContext(SplContext outer, Fragment fragment) {
    this.context = outer.context;
    this.splunk = outer.splunk;
    this.said = outer.said;
    this.scalars = outer.scalars;
    this.missingFields = outer.missingFields;
    this.formats = outer.formats;
    this.searched = outer.searched;
    this.fragment = fragment;
  }

  /** For trees parsed from {@code text}: what is to be said of them is said of {@code place}. */
  SplContext of(SourceText text, Span place) {
    return new SplContext(this, new Fragment(text, where(place)));
  }

  /** The place in the search of a place in the text that is being lowered. */
  Span where(Span span) {
    return fragment == null ? span : fragment.place;
  }

  /** The time range of the search: the given one, or what its base search says. */
  QueryTime searched() {
    QueryTime said = searched.get();
    return said == null ? context.time() : said;
  }

  /** Remembers the time range that a base search says. */
  void searched(QueryTime time) {
    searched.set(time);
  }

  /** What fields are to look like when the search has ended. */
  List<Command.Fieldformat> formats() {
    return formats;
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

  /** Whether local times are those of UTC. */
  boolean isUtc() {
    return splunk.zone().normalized().equals(ZoneOffset.UTC);
  }

  /** The name of the search's time zone, as an argument of functions. */
  RexNode zone() {
    return sql().text(splunk.zone().getId());
  }

  /** Says something that the reader of the result must know. */
  void notice(Span span, String message) {
    context.notice(where(span), message);
  }

  /** Reports a problem; the value to go on with, so that further problems are found. */
  Value error(ErrorCode code, Span span, String message, @Nullable String hint) {
    context.diagnostics().error(code, where(span), message, hint);
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
    // Where columns depend on data that are not known, a field that is not there is no mistake.
    if (!context.stages().hasOpenColumns() && missingFields.add(name)) {
      String hint =
          name.startsWith("date_")
              ? "Splunk has it for events whose text holds a date; take it from _time, such as"
                  + " strftime(_time, \"%H\")"
              : Suggestion.didYouMean(name, known);
      context.notice(
          where(span),
          "No event has the field '" + name + "'" + (hint == null ? "" : " (" + hint + ")"));
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

  /** A place in the search as {@code line:column}, for messages of a running search. */
  String place(Span span) {
    var position = context.diagnostics().source().position(where(span).start());
    return position.line() + ":" + position.column();
  }

  /** The text of a place in the search. */
  String source(Span span) {
    return fragment == null
        ? context.diagnostics().source().slice(span)
        : fragment.text.slice(span);
  }
}
