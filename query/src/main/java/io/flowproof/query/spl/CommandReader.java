package io.flowproof.query.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.spl.Body.Mode;
import io.flowproof.query.spl.CommandSplitter.Piece;
import io.flowproof.query.spl.Spl.FieldName;
import io.flowproof.query.spl.Spl.Option;
import io.flowproof.query.spl.grammar.SplSyntax;
import io.flowproof.query.spl.grammar.SplSyntax.ArgumentContext;
import io.flowproof.query.spl.grammar.SplSyntax.ArgumentsBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.AssignmentContext;
import io.flowproof.query.spl.grammar.SplSyntax.BinArgumentContext;
import io.flowproof.query.spl.grammar.SplSyntax.BinBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.DedupArgumentContext;
import io.flowproof.query.spl.grammar.SplSyntax.DedupBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.EvalBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.FieldsBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.HeadBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.RenameBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.StatsBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.TableBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.TargetContext;
import io.flowproof.query.spl.grammar.SplSyntax.TopBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.WhereBodyContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads the body of one command as the command's record. */
final class CommandReader {
  private static final Pattern QUOTED_CONDITION =
      Pattern.compile("reset_(?:before|after)\\s*=\\s*(\"\\(\")(.*?)\"\\)\"");

  private final Body body;
  private final Span span;
  private final ArgumentReader arguments;

  /** {@code span} is where the whole command stands. */
  CommandReader(Body body, Span span) {
    this.body = body;
    this.span = span;
    this.arguments = new ArgumentReader(body);
  }

  /**
   * Reads the command.
   *
   * @throws ParseCancellationException when it is wrong, which is then reported
   */
  Command read(Span nameSpan, Piece piece) {
    return switch (body.command()) {
      case "search" -> search();
      case "where" -> where();
      case "eval" -> eval();
      case "stats", "eventstats" -> stats();
      case "fields" -> fields();
      case "table" -> new Command.Table(table(), span);
      case "rename" -> rename();
      case "sort" -> new SortReader(body, arguments).sort(span);
      case "head" -> head();
      case "tail" -> new Command.Tail(limit(plain()), span);
      case "reverse" -> reverse();
      case "dedup" -> dedup();
      case "bin", "bucket", "discretize" -> bin();
      case "fillnull" -> fillnull();
      case "iplocation" -> iplocation();
      case "makeresults" -> makeresults();
      case "streamstats" -> aggregate(Command.Aggregate.Kind.STREAMSTATS);
      case "trendline" -> aggregate(Command.Aggregate.Kind.TRENDLINE);
      case "convert" -> aggregate(Command.Aggregate.Kind.CONVERT);
      case "geostats" -> aggregate(Command.Aggregate.Kind.GEOSTATS);
      case "fieldformat" -> fieldformat();
      case "chart" -> charts().chart(Command.Chart.Kind.CHART);
      case "timechart" -> charts().chart(Command.Chart.Kind.TIMECHART);
      case "foreach" -> charts().foreach();
      case "top" -> top(Command.Top.Order.TOP);
      case "rare" -> top(Command.Top.Order.RARE);
      default -> {
        Command combination = new CombinationReader(body, span).read();
        yield combination != null
            ? combination
            : WordCommands.has(body.command()) ? charts().words(nameSpan) : other(nameSpan, piece);
      }
    };
  }

  private ChartReader charts() {
    return new ChartReader(body, arguments, span);
  }

  private <C extends ParserRuleContext> C parse(Mode mode, Function<SplSyntax, C> rule) {
    C context = body.parse(mode, rule);
    if (context == null) {
      throw new ParseCancellationException();
    }
    return context;
  }

  private Command search() {
    SearchBodyContext context = parse(Mode.SEARCH, SplSyntax::searchBody);
    return new Command.Search(new TermReader(body).read(context), span);
  }

  private Command where() {
    WhereBodyContext context = parse(Mode.EXPRESSION, SplSyntax::whereBody);
    return new Command.Where(new ExpressionReader(body).read(context.expression()), span);
  }

  private Command eval() {
    EvalBodyContext context = parse(Mode.EXPRESSION, SplSyntax::evalBody);
    return new Command.Eval(context.assignment().stream().map(this::assignment).toList(), span);
  }

  private CommandPart.Assignment assignment(AssignmentContext context) {
    Expression value = new ExpressionReader(body).read(context.expression());
    return new CommandPart.Assignment(target(context.target()), value, body.span(context));
  }

  private FieldName target(TargetContext context) {
    Span place = body.span(context);
    if (context.TOKEN() != null) {
      body.problems()
          .error(
              ErrorCode.UNSUPPORTED,
              place,
              "A field whose name is a token is not supported: '"
                  + body.problems().source().slice(place)
                  + "'");
      throw new ParseCancellationException();
    }
    if (context.STRING() != null) {
      return new FieldName(body.unquoted(context.STRING().getSymbol()), place);
    }
    if (context.QUOTED_FIELD() != null) {
      return new FieldName(body.unquoted(context.QUOTED_FIELD().getSymbol()), place);
    }
    return new FieldName(
        context.children.stream()
            .map(part -> body.source(((TerminalNode) part).getSymbol()))
            .collect(Collectors.joining()),
        place);
  }

  private Command stats() {
    StatsBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::statsBody);
    List<Option> options =
        arguments.options(context.option(), "partitions", "allnum", "delim", "dedup_splitvals");
    List<CommandPart.Aggregation> aggregations =
        new AggregationReader(body, arguments).read(context.aggregations());
    List<FieldName> by = arguments.names(context.names());
    return body.command().equals("stats")
        ? new Command.Stats(aggregations, by, options, span)
        : new Command.Eventstats(aggregations, by, options, span);
  }

  /**
   * Conditions of streamstats may have their parentheses in quotes, as its page shows them: {@code
   * reset_after="("action==\"allowed\"")"}. The same text, as long, without these quotes.
   */
  private Body withPlainConditions() {
    String text = body.text();
    Matcher quoted = QUOTED_CONDITION.matcher(text);
    StringBuilder plain = new StringBuilder(text);
    while (quoted.find()) {
      String inside = quoted.group(2).replace("\\\"", " \"");
      plain.replace(quoted.start(2), quoted.end(2), inside);
      for (int quote : new int[] {quoted.start(1), quoted.end(2), quoted.end(2) + 2}) {
        plain.setCharAt(quote, ' ');
      }
      plain.setCharAt(quoted.start(1) + 2, ' ');
    }
    return new Body(plain.toString(), body.offset(), body.command(), body.searches());
  }

  private Command aggregate(Command.Aggregate.Kind kind) {
    StatsBodyContext context = withPlainConditions().parse(Mode.ARGUMENTS, SplSyntax::statsBody);
    if (context == null) {
      throw new ParseCancellationException();
    }
    String[] known =
        switch (kind) {
          case STREAMSTATS ->
              new String[] {
                "current",
                "window",
                "global",
                "allnum",
                "reset_on_change",
                "reset_before",
                "reset_after",
                "time_window"
              };
          case CONVERT -> new String[] {"timeformat"};
          case TRENDLINE -> new String[0];
          case GEOSTATS ->
              new String[] {
                "latfield",
                "longfield",
                "outputlatfield",
                "outputlongfield",
                "globallimit",
                "locallimit",
                "binspanlat",
                "binspanlong",
                "maxzoomlevel",
                "translatetoxy"
              };
        };
    return new Command.Aggregate(
        kind,
        new AggregationReader(body, arguments).read(context.aggregations()),
        arguments.names(context.names()),
        arguments.options(context.option(), known),
        span);
  }

  private Command fieldformat() {
    EvalBodyContext context = parse(Mode.EXPRESSION, SplSyntax::evalBody);
    if (context.assignment().size() > 1) {
      throw arguments.missing(
          body.span(context.assignment(1)), "'fieldformat' takes one assignment");
    }
    return new Command.Fieldformat(assignment(context.assignment(0)), span);
  }

  private Command fields() {
    FieldsBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::fieldsBody);
    return new Command.Fields(
        context.MINUS() == null ? Command.Fields.Selection.KEEP : Command.Fields.Selection.REMOVE,
        arguments.names(context.names()),
        span);
  }

  private List<FieldName> table() {
    TableBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::tableBody);
    return arguments.names(context.names());
  }

  private Command rename() {
    RenameBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::renameBody);
    return new Command.Rename(
        context.renaming().stream()
            .map(
                r ->
                    new CommandPart.Renaming(
                        arguments.name(r.name(0)), arguments.name(r.name(1)), body.span(r)))
            .toList(),
        span);
  }

  private Command head() {
    HeadBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::headBody);
    List<Option> options = arguments.options(context.option(), "limit", "null", "keeplast");
    Integer limit = limit(context.name().stream().map(arguments::name).toList());
    for (Option option : options) {
      if (option.name().equals("limit")) {
        limit = arguments.number(option.value(), option.valueSpan());
      }
    }
    return new Command.Head(
        limit,
        context.parenthesized() == null ? null : condition(context.parenthesized()),
        options.stream().filter(option -> !option.name().equals("limit")).toList(),
        span);
  }

  /** The expression in parentheses, which is read as where reads it. */
  private Expression condition(SplSyntax.ParenthesizedContext context) {
    Span place = body.span(context);
    Body inner = body.part(place.start() - body.offset(), place.end() - body.offset());
    WhereBodyContext expression = inner.parse(Mode.EXPRESSION, SplSyntax::whereBody);
    if (expression == null) {
      throw new ParseCancellationException();
    }
    return new ExpressionReader(inner).read(expression.expression());
  }

  private @Nullable Integer limit(List<FieldName> words) {
    if (words.size() > 1) {
      arguments.unexpected(words.get(1), "one number");
    }
    return words.isEmpty()
        ? null
        : arguments.number(words.getFirst().name(), words.getFirst().span());
  }

  private List<FieldName> plain() {
    ArgumentsBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::argumentsBody);
    arguments.options(optionsOf(context));
    return names(context);
  }

  private Command reverse() {
    plain().stream().findFirst().ifPresent(word -> arguments.unexpected(word, "nothing"));
    return new Command.Reverse(span);
  }

  private static List<SplSyntax.OptionContext> optionsOf(ArgumentsBodyContext context) {
    return context.argument().stream()
        .map(ArgumentContext::option)
        .filter(option -> option != null)
        .toList();
  }

  private List<FieldName> names(ArgumentsBodyContext context) {
    return context.argument().stream()
        .map(ArgumentContext::name)
        .filter(name -> name != null)
        .map(arguments::name)
        .toList();
  }

  private Command dedup() {
    DedupBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::dedupBody);
    List<SplSyntax.OptionContext> options = new ArrayList<>();
    List<FieldName> fields = new ArrayList<>();
    for (DedupArgumentContext argument : context.dedupArgument()) {
      if (argument.option() != null) {
        options.add(argument.option());
      } else {
        fields.add(arguments.name(argument.name()));
      }
    }
    options.addAll(context.option());
    Integer count = arguments.leadingNumber(fields);
    if (fields.isEmpty()) {
      throw arguments.missing(span, "Expected a field after 'dedup'");
    }
    return new Command.Dedup(
        count,
        fields,
        arguments.options(options, "keepevents", "keepempty", "consecutive"),
        context.sortKey().stream().map(new SortReader(body, arguments)::key).toList(),
        span);
  }

  private Command bin() {
    BinBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::binBody);
    List<SplSyntax.OptionContext> options = new ArrayList<>();
    FieldName field = null;
    FieldName as = null;
    for (BinArgumentContext argument : context.binArgument()) {
      if (argument.option() != null) {
        options.add(argument.option());
      } else if (argument.AS() != null) {
        as = arguments.name(argument.name());
      } else if (field != null) {
        arguments.unexpected(arguments.name(argument.name()), "one field");
      } else {
        field = arguments.name(argument.name());
      }
    }
    if (field == null) {
      throw arguments.missing(span, "Expected a field after '" + body.command() + "'");
    }
    return new Command.Bin(
        field,
        as,
        arguments.options(options, "span", "bins", "minspan", "start", "end", "aligntime"),
        span);
  }

  private Command fillnull() {
    ArgumentsBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::argumentsBody);
    return new Command.Fillnull(
        names(context), arguments.options(optionsOf(context), "value"), span);
  }

  private Command iplocation() {
    ArgumentsBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::argumentsBody);
    List<FieldName> fields = names(context);
    if (fields.isEmpty()) {
      throw arguments.missing(span, "Expected a field with an address after 'iplocation'");
    }
    if (fields.size() > 1) {
      arguments.unexpected(fields.get(1), "one field");
    }
    return new Command.Iplocation(
        fields.getFirst(),
        arguments.options(optionsOf(context), "prefix", "allfields", "lang"),
        span);
  }

  private Command makeresults() {
    ArgumentsBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::argumentsBody);
    names(context).stream()
        .findFirst()
        .ifPresent(word -> arguments.unexpected(word, "options such as count=5"));
    return new Command.Makeresults(
        arguments.options(
            optionsOf(context),
            "count",
            "annotate",
            "splunk_server",
            "splunk_server_group",
            "format",
            "data"),
        span);
  }

  private Command top(Command.Top.Order order) {
    TopBodyContext context = parse(Mode.ARGUMENTS, SplSyntax::topBody);
    List<SplSyntax.OptionContext> given = new ArrayList<>();
    List<FieldName> fields = new ArrayList<>();
    for (ArgumentContext argument : context.argument()) {
      if (argument.option() != null) {
        given.add(argument.option());
      } else {
        fields.add(arguments.name(argument.name()));
      }
    }
    given.addAll(context.option());
    Integer limit = arguments.leadingNumber(fields);
    List<Option> options = new ArrayList<>();
    for (Option option :
        arguments.options(
            given,
            "limit",
            "countfield",
            "percentfield",
            "showcount",
            "showperc",
            "useother",
            "otherstr")) {
      if (option.name().equals("limit")) {
        limit = arguments.number(option.value(), option.valueSpan());
      } else {
        options.add(option);
      }
    }
    if (fields.isEmpty()) {
      throw arguments.missing(span, "Expected a field after '" + body.command() + "'");
    }
    return new Command.Top(order, limit, fields, arguments.names(context.names()), options, span);
  }

  private Command other(Span nameSpan, Piece piece) {
    String text = piece.uncommented().substring(body.offset() - piece.start()).strip();
    return new Command.Other(body.command(), text, nameSpan, span);
  }
}
