package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import io.flowproof.query.spl.CommandPart.SortKey;
import io.flowproof.query.spl.Expression.Arithmetic;
import io.flowproof.query.spl.Expression.Logical;
import io.flowproof.query.spl.SearchValue.Literal;
import io.flowproof.query.spl.SearchValue.Literal.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Random trees of every node, from a seed. */
final class RandomSearch {
  private static final Span HERE = Span.at(0);
  private static final List<String> NAMES =
      List.of(
          "src_ip",
          "All_Traffic.dest",
          "a b",
          "X.*",
          "100",
          "by",
          "d",
          "it's",
          "q\"t",
          "é",
          "a-b",
          "b\\s",
          "in",
          "not",
          "AND",
          "-n",
          "eval");
  private static final List<String> TEXTS =
      List.of(
          "a",
          "",
          "x y",
          "10.0.0.0/8",
          "*",
          "a\"b",
          "a\\",
          "\\\\",
          "[x]",
          "a|b",
          "`",
          "it's",
          "(",
          "$t$",
          "\uD83D\uDD25",
          "=",
          "AND");

  private final Random random;

  RandomSearch(Random random) {
    this.random = random;
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  <T> List<T> some(int least, Supplier<T> supplier) {
    return Stream.generate(supplier).limit(least + random.nextInt(3)).toList();
  }

  Spl.Search search(int depth) {
    return new Spl.Search(some(1, () -> command(depth)), HERE);
  }

  Spl.FieldName name() {
    return new Spl.FieldName(pick(NAMES), HERE);
  }

  List<Spl.Option> options(String... names) {
    List<Spl.Option> options = new ArrayList<>();
    for (String name : names) {
      if (random.nextBoolean()) {
        options.add(new Spl.Option(name, pick(TEXTS), HERE, HERE));
      }
    }
    return options;
  }

  Integer number() {
    return random.nextBoolean() ? null : random.nextInt(100);
  }

  private SortKey key() {
    return new SortKey(
        pick(List.of(SortKey.Direction.values())),
        pick(List.of(SortKey.Kind.values())),
        name(),
        HERE);
  }

  private Command command(int depth) {
    return switch (random.nextInt(26)) {
      case 0 -> new Command.Where(expression(depth + 1), HERE);
      case 1 ->
          new Command.Eval(
              some(1, () -> new CommandPart.Assignment(name(), expression(depth), HERE)), HERE);
      case 2 ->
          new Command.Stats(
              some(1, () -> aggregation(depth)), some(0, this::name), options("allnum"), HERE);
      case 3 ->
          new Command.Eventstats(
              some(1, () -> aggregation(depth)), some(0, this::name), options("allnum"), HERE);
      case 4 ->
          new Command.Fields(
              pick(List.of(Command.Fields.Selection.values())), some(1, this::name), HERE);
      case 5 -> new Command.Table(some(1, this::name), HERE);
      case 6 ->
          new Command.Rename(some(1, () -> new CommandPart.Renaming(name(), name(), HERE)), HERE);
      case 7 -> new Command.Sort(number(), some(1, this::key), random.nextBoolean(), HERE);
      case 8 -> new Command.Head(number(), null, options("keeplast"), HERE);
      case 9 -> new Command.Head(null, expression(depth), List.of(), HERE);
      case 10 ->
          new Command.Dedup(
              number(),
              some(1, this::name),
              options("keepempty", "consecutive"),
              some(0, this::key),
              HERE);
      case 11 ->
          new Command.Bin(
              name(), random.nextBoolean() ? name() : null, options("span", "bins"), HERE);
      case 12 -> new Command.Fillnull(some(0, this::name), options("value"), HERE);
      case 13 -> new Command.Iplocation(name(), options("prefix"), HERE);
      case 14 ->
          new Command.Top(
              pick(List.of(Command.Top.Order.values())),
              number(),
              some(1, this::name),
              some(0, this::name),
              options("countfield"),
              HERE);
      case 15 ->
          pick(
              List.of(
                  new Command.Tail(number(), HERE),
                  new Command.Reverse(HERE),
                  new Command.Makeresults(options("count"), HERE)));
      case 16 ->
          pick(
              List.of(
                  new Command.Macro(
                      new Spl.MacroCall("m(1, \"|\")", HERE), pick(List.of("", "x=1 y")), HERE),
                  new Command.Other("cluster", "field=x \"it's (?<y>\\d+|[a])\"", HERE, HERE)));
      case 17, 18, 19, 20 -> new RandomCombination(random, this).command(depth);
      case 21 ->
          new Command.Words(
              "rex",
              List.of(
                  new CommandPart.Word(
                      new Spl.FieldName("it's (?<y>\\d+|[a])", HERE), true, null, HERE)),
              options("field"),
              HERE,
              HERE);
      case 22 ->
          new Command.Aggregate(
              Command.Aggregate.Kind.STREAMSTATS,
              List.of(aggregation(depth)),
              some(0, this::name),
              options("current", "reset_after"),
              HERE);
      case 24 ->
          new Command.Chart(
              pick(List.of(Command.Chart.Kind.values())),
              some(1, () -> charted(depth)),
              random.nextBoolean() ? name() : null,
              List.of(new Spl.FieldName("x", HERE)),
              random.nextBoolean()
                  ? new CommandPart.SeriesFilter("max", "in", "top5", HERE, HERE)
                  : null,
              options("limit", "sep"),
              HERE);
      case 23 ->
          new Command.Foreach(
              some(1, this::name), options("mode"), "eval a='<<FIELD>>'", HERE, HERE);
      default -> new Command.Search(term(depth + 2, depth), HERE);
    };
  }

  private CommandPart.Charted charted(int depth) {
    return random.nextBoolean()
        ? aggregation(depth)
        : new CommandPart.ChartedEval(
            expression(depth), random.nextBoolean() ? name() : null, HERE);
  }

  CommandPart.Aggregation aggregation(int depth) {
    CommandPart.Aggregated argument =
        switch (random.nextInt(3)) {
          case 0 -> null;
          case 1 -> new CommandPart.AggregatedField(name(), HERE);
          default -> new CommandPart.AggregatedEval(expression(depth), HERE);
        };
    return new CommandPart.Aggregation(
        pick(List.of("count", "sum", "perc95")),
        HERE,
        argument,
        random.nextBoolean() ? name() : null,
        HERE);
  }

  private Literal literal() {
    Form form = pick(List.of(Form.values()));
    String text = pick(TEXTS);
    if (form == Form.BARE && (text.isEmpty() || text.contains(" ") || text.equals("AND"))) {
      text = "b*";
    }
    return new Literal(text, form, HERE);
  }

  private SearchValue value(int depth) {
    return switch (random.nextInt(8)) {
      case 0 -> depth > 0 ? new SearchValue.Subsearch(search(depth - 1), HERE) : literal();
      case 1 -> new SearchValue.Macro(new Spl.MacroCall("m", HERE), HERE);
      default -> literal();
    };
  }

  SearchTerm term(int size, int depth) {
    if (size > 0 && random.nextInt(3) > 0) {
      return switch (random.nextInt(3)) {
        case 0 -> new SearchTerm.And(some(2, () -> term(size - 1, depth)), HERE);
        case 1 -> new SearchTerm.Or(some(2, () -> term(size - 1, depth)), HERE);
        default -> new SearchTerm.Not(term(size - 1, depth), HERE);
      };
    }
    return switch (random.nextInt(8)) {
      case 0 -> new SearchTerm.Everything(HERE);
      case 1 -> new SearchTerm.Macro(new Spl.MacroCall("m(a)", HERE), HERE);
      case 2 -> new SearchTerm.In(name(), some(1, () -> value(depth)), HERE);
      case 3 ->
          depth > 0
              ? new SearchTerm.Subsearch(search(depth - 1), HERE)
              : new SearchTerm.Everything(HERE);
      case 4 -> new SearchTerm.Keyword(literal(), HERE);
      default ->
          new SearchTerm.Comparison(name(), pick(List.of(Comparator.values())), value(depth), HERE);
    };
  }

  private Expression expression(int depth) {
    if (depth <= 0) {
      return switch (random.nextInt(6)) {
        case 0 -> new Expression.NumberLiteral(pick(List.of("1", "1.5", "1e3", "0x1F")), HERE);
        case 1 -> new Expression.StringLiteral(pick(TEXTS), HERE);
        case 2 -> new Expression.Token("t", HERE);
        case 3 -> new Expression.Macro(new Spl.MacroCall("m", HERE), HERE);
        default -> new Expression.Field(pick(NAMES), HERE);
      };
    }
    return switch (random.nextInt(9)) {
      case 0 ->
          new Expression.Call(
              pick(List.of("if", "in", "like", "f")),
              HERE,
              some(1, () -> expression(depth - 1)),
              HERE);
      case 1 -> new Expression.Negative(expression(depth - 1), HERE);
      case 2 -> new Expression.Not(expression(depth - 1), HERE);
      case 3 ->
          new Expression.Comparison(
              pick(List.of(Comparator.values())),
              expression(depth - 1),
              expression(depth - 1),
              HERE);
      case 4 -> new Expression.Like(expression(depth - 1), expression(depth - 1), HERE);
      case 5 ->
          new Expression.In(expression(depth - 1), some(1, () -> expression(depth - 1)), HERE);
      case 6 ->
          new Logical(
              pick(List.of(Logical.Junction.values())), some(2, () -> expression(depth - 1)), HERE);
      case 7 -> new Expression.Subsearch(search(0), HERE);
      default ->
          new Arithmetic(
              pick(List.of(Arithmetic.Operator.values())),
              expression(depth - 1),
              expression(depth - 1),
              HERE);
    };
  }
}
