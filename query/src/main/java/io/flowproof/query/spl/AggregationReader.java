package io.flowproof.query.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.spl.CommandPart.Aggregated;
import io.flowproof.query.spl.CommandPart.AggregatedEval;
import io.flowproof.query.spl.CommandPart.AggregatedField;
import io.flowproof.query.spl.CommandPart.Aggregation;
import io.flowproof.query.spl.grammar.SplSyntax.AggregatedContext;
import io.flowproof.query.spl.grammar.SplSyntax.AggregationContext;
import io.flowproof.query.spl.grammar.SplSyntax.AggregationsContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/** Reads the aggregations of stats and eventstats. */
final class AggregationReader {
  /** Functions that take a field in parentheses ("Statistical and charting functions"). */
  private static final Set<String> WITH_FIELD =
      Set.of(
          "avg",
          "dc",
          "distinct_count",
          "earliest",
          "earliest_time",
          "estdc",
          "first",
          "last",
          "latest",
          "latest_time",
          "list",
          "max",
          "mean",
          "median",
          "min",
          "mode",
          "range",
          "rate",
          "stdev",
          "stdevp",
          "sum",
          "sumsq",
          "values",
          "var",
          "varp");

  private final Body body;
  private final ArgumentReader arguments;

  AggregationReader(Body body, ArgumentReader arguments) {
    this.body = body;
    this.arguments = arguments;
  }

  List<Aggregation> read(AggregationsContext context) {
    return readAll(context.aggregation());
  }

  List<Aggregation> readAll(List<AggregationContext> contexts) {
    return contexts.stream().map(this::read).toList();
  }

  private Aggregation read(AggregationContext context) {
    Span nameSpan = body.span(context.WORD().getSymbol());
    String name = body.source(context.WORD().getSymbol());
    if (context.LPAREN() == null) {
      checkNeedsNoField(name, nameSpan);
    }
    return new Aggregation(
        name,
        nameSpan,
        argument(name, context),
        context.name() == null ? null : arguments.name(context.name()),
        body.span(context));
  }

  private void checkNeedsNoField(String name, Span span) {
    String function = name.toLowerCase(Locale.ROOT);
    if (function.equals("count") || function.equals("c") || function.equals("sparkline")) {
      return;
    }
    if (WITH_FIELD.contains(function)) {
      body.problems()
          .error(
              ErrorCode.SYNTAX,
              span,
              "'" + name + "' needs its field in parentheses",
              "write " + name + "(field)");
    } else {
      body.problems()
          .error(
              ErrorCode.SYNTAX,
              span,
              "Expected a function such as count or sum(bytes), found '" + name + "'",
              function.equals("where") || function.equals("from")
                  ? "a condition stands in a command of its own: | where ..."
                  : null);
    }
    throw new ParseCancellationException();
  }

  private @Nullable Aggregated argument(String name, AggregationContext context) {
    List<AggregatedContext> parts = context.aggregated();
    if (name.equalsIgnoreCase("sparkline")) {
      return sparkline(parts, context);
    }
    if (parts.size() > 1 || parts.stream().anyMatch(part -> part.aggregated() != null)) {
      body.problems()
          .error(
              ErrorCode.UNSUPPORTED,
              body.span(context),
              "An aggregation of this form is not supported: '" + name + "(...)'");
      throw new ParseCancellationException();
    }
    if (parts.isEmpty()) {
      return null;
    }
    AggregatedContext part = parts.getFirst();
    return part.expression() != null
        ? new AggregatedEval(new ExpressionReader(body).read(part.expression()), body.span(part))
        : new AggregatedField(arguments.name(part.name()), body.span(part));
  }

  private Aggregated sparkline(List<AggregatedContext> parts, AggregationContext context) {
    Span span = body.span(context);
    if (parts.isEmpty()) {
      return new CommandPart.AggregatedSparkline(null, null, null, span);
    }
    AggregatedContext drawn = parts.getFirst();
    boolean isWrong =
        parts.size() > 2
            || parts.stream().anyMatch(part -> part.expression() != null)
            || (drawn.aggregated() != null && drawn.aggregated().name() == null)
            || (parts.size() == 2 && parts.get(1).aggregated() != null);
    if (isWrong) {
      throw arguments.missing(span, "'sparkline' takes one function of a field, and a span");
    }
    return new CommandPart.AggregatedSparkline(
        arguments.name(drawn.name()).name(),
        drawn.aggregated() == null ? null : arguments.name(drawn.aggregated().name()),
        parts.size() < 2 ? null : arguments.name(parts.get(1).name()),
        span);
  }
}
