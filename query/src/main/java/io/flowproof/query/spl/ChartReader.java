package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import io.flowproof.query.spl.grammar.SplSyntax;
import io.flowproof.query.spl.grammar.SplSyntax.ChartBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.ChartedContext;
import io.flowproof.query.spl.grammar.SplSyntax.ForeachBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.OptionContext;
import io.flowproof.query.spl.grammar.SplSyntax.SeriesFilterContext;
import io.flowproof.query.spl.grammar.SplSyntax.SplitContext;
import io.flowproof.query.spl.grammar.SplSyntax.WordsBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.WordsContext;
import io.flowproof.query.spl.grammar.SplTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Reads chart and timechart, foreach, and the commands of words and options. */
final class ChartReader {
  private static final String[] CHART_OPTIONS = {
    "aligntime",
    "bins",
    "cont",
    "dedup_splitvals",
    "end",
    "fixedrange",
    "format",
    "limit",
    "minspan",
    "nullstr",
    "otherstr",
    "partial",
    "sep",
    "span",
    "start",
    "useother",
    "usenull"
  };

  private final Body body;
  private final ArgumentReader arguments;
  private final Span span;

  ChartReader(Body body, ArgumentReader arguments, Span span) {
    this.body = body;
    this.arguments = arguments;
    this.span = span;
  }

  private <C extends ParserRuleContext> C parse(Function<SplSyntax, C> rule) {
    C context = body.parse(Body.Mode.ARGUMENTS, rule);
    if (context == null) {
      throw new ParseCancellationException();
    }
    return context;
  }

  Command chart(Command.Chart.Kind kind) {
    ChartBodyContext context = parse(SplSyntax::chartBody);
    List<OptionContext> given = new ArrayList<>(context.option());
    List<FieldName> by = new ArrayList<>();
    for (SplitContext split : context.split()) {
      if (split.option() != null) {
        given.add(split.option());
      } else {
        by.add(arguments.name(split.name()));
      }
    }
    return new Command.Chart(
        kind,
        context.charted().stream().map(this::charted).toList(),
        context.OVER() == null ? null : arguments.name(context.name()),
        by,
        context.seriesFilter() == null ? null : series(context.seriesFilter()),
        arguments.options(given, CHART_OPTIONS),
        span);
  }

  private CommandPart.Charted charted(ChartedContext context) {
    return context.aggregation() != null
        ? new AggregationReader(body, arguments).readAll(List.of(context.aggregation())).getFirst()
        : new CommandPart.ChartedEval(
            new ExpressionReader(body).read(context.expression()),
            context.name() == null ? null : arguments.name(context.name()),
            body.span(context));
  }

  private CommandPart.SeriesFilter series(SeriesFilterContext context) {
    boolean compares = context.optionValue() != null;
    Span value =
        compares ? body.span(context.optionValue()) : body.span(context.WORD(3).getSymbol());
    return new CommandPart.SeriesFilter(
        body.source(context.WORD(1).getSymbol()).toLowerCase(Locale.ROOT),
        compares
            ? (context.LT() != null ? "<" : ">")
            : body.source(context.WORD(2).getSymbol()).toLowerCase(Locale.ROOT),
        body.problems().source().slice(value),
        value,
        body.span(context));
  }

  Command foreach() {
    ForeachBodyContext context = parse(SplSyntax::foreachBody);
    Span brackets = body.span(context.SUBSEARCH().getSymbol());
    Span inside = new Span(brackets.start() + 1, brackets.end() - 1);
    return new Command.Foreach(
        context.name().stream().map(arguments::name).toList(),
        arguments.options(
            context.option(),
            "fieldstr",
            "matchstr",
            "matchseg1",
            "matchseg2",
            "matchseg3",
            "mode",
            "itemstr",
            "iterstr"),
        body.problems().source().slice(inside).strip(),
        inside,
        span);
  }

  Command words(Span nameSpan) {
    WordsBodyContext context = parse(SplSyntax::wordsBody);
    List<OptionContext> given = new ArrayList<>();
    List<CommandPart.Word> words = new ArrayList<>();
    for (WordsContext part : context.words()) {
      if (part.option() != null) {
        given.add(part.option());
      } else {
        words.add(
            new CommandPart.Word(
                arguments.name(part.name(0)),
                part.name(0).getStart().getType() == SplTokens.STRING,
                part.name().size() > 1 ? arguments.name(part.name(1)) : null,
                body.span(part)));
      }
    }
    List<Option> options =
        WordCommands.takesAnyOption(body.command())
            ? given.stream().map(arguments::option).toList()
            : arguments.options(given, WordCommands.options(body.command()));
    return new Command.Words(body.command(), words, options, nameSpan, span);
  }
}
