package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.algebra.PlanSize;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlType;
import io.flowproof.query.lower.LoweringContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the lowering of one query shares: where problems go, and the makers of plans. */
final class Binder {
  private static final int MOST_NODES = 20_000;
  private static final int MOST_CALLS = 100;
  private static final int MOST_STEPS = 20_000;

  private final LoweringContext context;
  private final Values values;
  private final Set<String> unresolved = new LinkedHashSet<>();
  private final Set<Kql> used = Collections.newSetFromMap(new IdentityHashMap<>());
  private final SavedFunctions saved = new SavedFunctions();
  private final PlanSize sizes = new PlanSize();
  private int calls;

  Binder(LoweringContext context) {
    this.context = context;
    this.values = new Values(context.scalars());
  }

  LoweringContext context() {
    return context;
  }

  Values values() {
    return values;
  }

  /** The saved function whose body is being lowered. */
  SavedFunctions saved() {
    return saved;
  }

  /** Reports a problem and gives the exception to throw. */
  UnboundException problem(ErrorCode code, Span span, String message, @Nullable String hint) {
    context.diagnostics().error(code, saved.shown(span), saved.message(span, message), hint);
    return new UnboundException();
  }

  /** Reports a problem without a hint. */
  UnboundException problem(ErrorCode code, Span span, String message) {
    return problem(code, span, message, null);
  }

  /** Reports a table, or a function that should give one, that is nowhere. */
  UnboundException unresolved(ErrorCode code, Name name, String message, @Nullable String hint) {
    unresolved.add(name.text());
    return problem(code, name.span(), message, hint);
  }

  /**
   * Does work that may need tables that are nowhere.
   *
   * @param missing takes the names of such tables; then the work's problems are forgotten
   * @return null when some table was missing
   */
  <T> @Nullable T fuzzily(Supplier<T> work, Consumer<Set<String>> missing) {
    Set<String> outside = new LinkedHashSet<>(unresolved);
    int problems = context.diagnostics().count();
    unresolved.clear();
    T done = null;
    try {
      done = work.get();
    } catch (UnboundException e) {
      // Reported; the names tell whether it is forgiven.
    }
    Set<String> found = new LinkedHashSet<>(unresolved);
    unresolved.clear();
    unresolved.addAll(outside);
    if (found.isEmpty()) {
      if (done == null) {
        throw new UnboundException();
      }
      return done;
    }
    context.diagnostics().keepFirst(problems);
    missing.accept(found);
    return null;
  }

  /** Reports what is right in Kusto and cannot be done here. */
  UnboundException unsupported(Span span, String what) {
    return problem(ErrorCode.UNSUPPORTED, span, what + " is not supported");
  }

  /** A place in the query as {@code line:column}, for messages of a running query. */
  String place(Span span) {
    var position = context.diagnostics().source().position(span.start());
    return position.line() + ":" + position.column();
  }

  /** A type with its article. */
  static String a(KqlType type) {
    return (type == KqlType.INT ? "an " : "a ") + type.keyword();
  }

  /** Reports a column that is not there. */
  UnboundException unknownColumn(Name name, Rows rows) {
    if (rows.excuses(name.text())) {
      return new UnboundException();
    }
    Collection<String> names = rows.relation().names();
    return problem(
        ErrorCode.UNKNOWN_COLUMN,
        name.span(),
        "Unknown column '" + name.text() + "'",
        Suggestion.didYouMean(name.text(), names));
  }

  /** Does all of the work even when some of it fails, then fails if some did. */
  <T> List<T> all(List<Supplier<T>> work) {
    List<T> done = new ArrayList<>();
    for (Supplier<T> each : work) {
      try {
        done.add(each.get());
      } catch (UnboundException e) {
        // Reported; the size below tells.
      }
    }
    if (done.size() < work.size()) {
      throw new UnboundException();
    }
    return done;
  }

  /** Refuses a value whose text would be long beyond use: lets within lets can double each time. */
  Scalar bounded(Scalar scalar, Span span) {
    if (scalar.rex().nodeCount() > MOST_NODES || sizes.inside(scalar.rex()) > MOST_STEPS) {
      throw problem(ErrorCode.TOO_LARGE, span, "The expression becomes too large");
    }
    context().places().note(scalar.rex(), span);
    return scalar;
  }

  /** Refuses rows whose plan would be long beyond use: a union with itself doubles each time. */
  Rows bounded(Rows rows, Span span) {
    if (sizes.of(rows.relation().plan()) > MOST_STEPS) {
      throw problem(ErrorCode.TOO_LARGE, span, "The query becomes too large");
    }
    context().places().note(rows.relation().plan(), span);
    return rows;
  }

  /** True for the value or function of a let that nothing has used so far. */
  boolean isUnused(Kql let) {
    return !used.contains(let);
  }

  /** Counts the uses of lets that are lowered anew each time. */
  void enter(Kql let, Span span) {
    used.add(let);
    if (++calls > MOST_CALLS) {
      throw problem(
          ErrorCode.TOO_LARGE,
          span,
          "Tables and functions of lets are used more than " + MOST_CALLS + " times");
    }
  }
}
