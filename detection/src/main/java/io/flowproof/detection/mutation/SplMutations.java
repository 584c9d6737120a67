package io.flowproof.detection.mutation;

import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.detection.proof.Robustness.Kind;
import io.flowproof.query.spl.Combination;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.Expression;
import io.flowproof.query.spl.SearchTerm;
import io.flowproof.query.spl.SearchValue;
import io.flowproof.query.spl.Spl;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be changed at a node of SPL's syntax tree. */
final class SplMutations {
  private static final Map<Comparator, Comparator> COMPARISONS =
      Map.of(
          Comparator.EQUAL, Comparator.NOT_EQUAL,
          Comparator.NOT_EQUAL, Comparator.EQUAL,
          Comparator.LESS, Comparator.LESS_OR_EQUAL,
          Comparator.LESS_OR_EQUAL, Comparator.LESS,
          Comparator.GREATER, Comparator.GREATER_OR_EQUAL,
          Comparator.GREATER_OR_EQUAL, Comparator.GREATER);
  private static final Map<String, String> AGGREGATES =
      Map.of(
          "sum",
          "max",
          "max",
          "min",
          "min",
          "max",
          "avg",
          "max",
          "mean",
          "max",
          "dc",
          "count",
          "distinct_count",
          "count",
          "earliest",
          "latest",
          "latest",
          "earliest");

  /** Where events come from and when: no condition of the rule's. */
  private static final Set<String> PLACES =
      Set.of("sourcetype", "index", "source", "eventtype", "tag", "earliest", "latest", "host");

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern SPAN = Pattern.compile("([-+]?)(\\d+)([a-zA-Z]+)(@.*)?");

  private final SourceText source;

  SplMutations(SourceText source) {
    this.source = source;
  }

  /** The edits of one node, which does not look above or below its parts. */
  List<Edit> of(Record node) {
    return switch (node) {
      case SearchTerm.Comparison comparison -> comparison(comparison);
      case SearchTerm.In in -> members(in);
      case SearchTerm.And and -> terms(and.terms(), rest -> new SearchTerm.And(rest, and.span()));
      case SearchTerm.Or or -> terms(or.terms(), rest -> new SearchTerm.Or(rest, or.span()));
      case Expression.Comparison comparison -> comparison(comparison);
      case Expression.In in -> members(in);
      case Expression.Logical logical -> conditions(logical);
      case CommandPart.Assignment assignment -> constant(assignment);
      case CommandPart.Aggregation aggregation -> aggregate(aggregation);
      case Spl.Option option -> window(option);
      case Expression.Call call -> relativeTime(call);
      case Spl.Search search -> commands(search);
      case Command.Stats stats ->
          keys(
              stats.by(),
              by -> new Command.Stats(stats.aggregations(), by, stats.options(), stats.span()));
      case Command.Eventstats stats ->
          keys(
              stats.by(),
              by ->
                  new Command.Eventstats(stats.aggregations(), by, stats.options(), stats.span()));
      case Command.Aggregate stats ->
          keys(
              stats.by(),
              by ->
                  new Command.Aggregate(
                      stats.kind(), stats.aggregations(), by, stats.options(), stats.span()));
      case Combination.Tstats tstats ->
          keys(
              tstats.by(),
              by ->
                  new Combination.Tstats(
                      tstats.aggregations(),
                      tstats.from(),
                      tstats.where(),
                      by,
                      tstats.options(),
                      tstats.span()));
      case Record _ -> List.of();
    };
  }

  private static boolean isPlace(SearchTerm term) {
    return term instanceof SearchTerm.Comparison comparison
        && PLACES.contains(comparison.field().name().toLowerCase(Locale.ROOT));
  }

  private static boolean isOrder(Comparator comparator) {
    return comparator != Comparator.EQUAL && comparator != Comparator.NOT_EQUAL;
  }

  private Comparator turned(Comparator comparator) {
    return java.util.Objects.requireNonNull(COMPARISONS.get(comparator));
  }

  private List<Edit> comparison(SearchTerm.Comparison term) {
    List<Edit> edits = new ArrayList<>();
    SearchValue value = term.value();
    if (isPlace(term)) {
      if (value instanceof SearchValue.Literal literal) {
        for (String other : spans(literal.text())) {
          edits.add(
              edit(
                  Kind.WINDOW, value.span(), other, with(term, term.comparator(), literal, other)));
        }
      }
      return edits;
    }
    Comparator other = turned(term.comparator());
    edits.add(
        edit(
            Kind.COMPARISON,
            term.span(),
            term.field().name() + other.text() + source.slice(value.span()),
            new SearchTerm.Comparison(term.field(), other, value, term.span())));
    if (value instanceof SearchValue.Literal literal) {
      Kind kind = isOrder(term.comparator()) ? Kind.THRESHOLD : Kind.SET;
      for (String number : numbers(literal.text())) {
        edits.add(edit(kind, value.span(), number, with(term, term.comparator(), literal, number)));
      }
    }
    return edits;
  }

  private static SearchTerm.Comparison with(
      SearchTerm.Comparison term, Comparator comparator, SearchValue.Literal literal, String text) {
    return new SearchTerm.Comparison(
        term.field(),
        comparator,
        new SearchValue.Literal(text, literal.form(), literal.span()),
        term.span());
  }

  private List<Edit> members(SearchTerm.In in) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < in.values().size() && in.values().size() > 1; i++) {
      List<SearchValue> rest = new ArrayList<>(in.values());
      SearchValue dropped = rest.remove(i);
      edits.add(
          edit(Kind.SET, dropped.span(), "(gone)", new SearchTerm.In(in.field(), rest, in.span())));
    }
    return edits;
  }

  private List<Edit> members(Expression.In in) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < in.candidates().size() && in.candidates().size() > 1; i++) {
      List<Expression> rest = new ArrayList<>(in.candidates());
      Expression dropped = rest.remove(i);
      edits.add(
          edit(Kind.SET, dropped.span(), "(gone)", new Expression.In(in.value(), rest, in.span())));
    }
    return edits;
  }

  private List<Edit> terms(List<SearchTerm> terms, Function<List<SearchTerm>, Record> joined) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      SearchTerm term = terms.get(i);
      if (isPlace(term)) {
        continue;
      }
      List<SearchTerm> rest = new ArrayList<>(terms);
      rest.remove(i);
      edits.add(
          edit(
              Kind.DROPPED_CONDITION,
              term.span(),
              "(gone)",
              rest.size() == 1 ? (Record) rest.getFirst() : joined.apply(rest)));
      if (!(term instanceof SearchTerm.Comparison comparison
          && !isOrder(comparison.comparator()))) {
        List<SearchTerm> other = new ArrayList<>(terms);
        other.set(
            i,
            term instanceof SearchTerm.Not not
                ? not.term()
                : new SearchTerm.Not(term, term.span()));
        edits.add(
            edit(Kind.NEGATED_CONDITION, term.span(), negated(term.span()), joined.apply(other)));
      }
    }
    return edits;
  }

  private List<Edit> comparison(Expression.Comparison comparison) {
    List<Edit> edits = new ArrayList<>();
    Comparator other = turned(comparison.comparator());
    edits.add(
        edit(
            Kind.COMPARISON,
            comparison.span(),
            source.slice(comparison.left().span())
                + " "
                + other.text()
                + " "
                + source.slice(comparison.right().span()),
            new Expression.Comparison(
                other, comparison.left(), comparison.right(), comparison.span())));
    Kind kind = isOrder(comparison.comparator()) ? Kind.THRESHOLD : Kind.SET;
    if (comparison.right() instanceof Expression.NumberLiteral number) {
      for (String text : numbers(number.text())) {
        edits.add(
            edit(
                kind,
                number.span(),
                text,
                new Expression.Comparison(
                    comparison.comparator(),
                    comparison.left(),
                    new Expression.NumberLiteral(text, number.span()),
                    comparison.span())));
      }
    }
    return edits;
  }

  private List<Edit> conditions(Expression.Logical logical) {
    List<Edit> edits = new ArrayList<>();
    List<Expression> operands = logical.operands();
    for (int i = 0; i < operands.size(); i++) {
      Expression operand = operands.get(i);
      List<Expression> rest = new ArrayList<>(operands);
      rest.remove(i);
      edits.add(
          edit(
              Kind.DROPPED_CONDITION,
              operand.span(),
              "(gone)",
              rest.size() == 1
                  ? (Record) rest.getFirst()
                  : new Expression.Logical(logical.junction(), rest, logical.span())));
      if (isNegatable(operand)) {
        List<Expression> other = new ArrayList<>(operands);
        other.set(i, not(operand));
        edits.add(
            edit(
                Kind.NEGATED_CONDITION,
                operand.span(),
                negated(operand.span()),
                new Expression.Logical(logical.junction(), other, logical.span())));
      }
    }
    return edits;
  }

  private static boolean isNegatable(Expression condition) {
    return !(condition instanceof Expression.Comparison comparison
        && !isOrder(comparison.comparator()));
  }

  private static Expression not(Expression condition) {
    return condition instanceof Expression.Not not
        ? not.operand()
        : new Expression.Not(condition, condition.span());
  }

  private String negated(Span span) {
    String text = source.slice(span).strip();
    return text.regionMatches(true, 0, "NOT ", 0, 4) ? text.substring(4).strip() : "NOT " + text;
  }

  /** {@code eval threshold=25}. */
  private List<Edit> constant(CommandPart.Assignment assignment) {
    List<Edit> edits = new ArrayList<>();
    if (assignment.value() instanceof Expression.NumberLiteral number) {
      for (String text : numbers(number.text())) {
        edits.add(
            edit(
                Kind.THRESHOLD,
                number.span(),
                text,
                new CommandPart.Assignment(
                    assignment.target(),
                    new Expression.NumberLiteral(text, number.span()),
                    assignment.span())));
      }
    }
    return edits;
  }

  private List<Edit> aggregate(CommandPart.Aggregation aggregation) {
    String function = aggregation.function().toLowerCase(Locale.ROOT);
    if (function.equals("count") && aggregation.argument() instanceof CommandPart.AggregatedEval) {
      return List.of(
          edit(
              Kind.AGGREGATE,
              aggregation.span(),
              "count",
              new CommandPart.Aggregation(
                  "count",
                  aggregation.functionSpan(),
                  null,
                  aggregation.as(),
                  aggregation.span())));
    }
    String other = AGGREGATES.get(function);
    if (other == null || aggregation.argument() == null) {
      return List.of();
    }
    return List.of(
        edit(
            Kind.AGGREGATE,
            aggregation.span(),
            other + source.slice(aggregation.span()).substring(function.length()),
            new CommandPart.Aggregation(
                other,
                aggregation.functionSpan(),
                aggregation.argument(),
                aggregation.as(),
                aggregation.span())));
  }

  private List<Edit> window(Spl.Option option) {
    List<Edit> edits = new ArrayList<>();
    switch (option.name()) {
      case "span", "time_window", "maxspan", "maxpause", "earliest", "latest" ->
          spans(option.value())
              .forEach(
                  other ->
                      edits.add(
                          edit(
                              Kind.WINDOW,
                              option.valueSpan(),
                              other,
                              new Spl.Option(
                                  option.name(), other, option.valueSpan(), option.span()))));
      case "type" -> {
        Map<String, String> kinds = Map.of("inner", "left", "left", "inner", "outer", "inner");
        String other = kinds.get(option.value().toLowerCase(Locale.ROOT));
        if (other != null) {
          edits.add(
              edit(
                  Kind.JOIN_KIND,
                  option.span(),
                  "type=" + other,
                  new Spl.Option(option.name(), other, option.valueSpan(), option.span())));
        }
      }
      default -> {}
    }
    return edits;
  }

  private List<Edit> relativeTime(Expression.Call call) {
    List<Edit> edits = new ArrayList<>();
    if (call.function().equalsIgnoreCase("relative_time")
        && call.arguments().size() == 2
        && call.arguments().get(1) instanceof Expression.StringLiteral span) {
      for (String other : spans(span.value())) {
        edits.add(
            edit(
                Kind.WINDOW,
                span.span(),
                '"' + other + '"',
                new Expression.Call(
                    call.function(),
                    call.functionSpan(),
                    List.of(
                        call.arguments().getFirst(),
                        new Expression.StringLiteral(other, span.span())),
                    call.span())));
      }
    }
    return edits;
  }

  /** A where with one condition goes as a whole. */
  private List<Edit> commands(Spl.Search search) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 1; i < search.commands().size(); i++) {
      List<Command> rest = new ArrayList<>(search.commands());
      Span span = null;
      switch (search.commands().get(i)) {
        case Command.Where where
            when !(where.condition() instanceof Expression.Logical logical
                && logical.junction() == Expression.Logical.Junction.AND) ->
            span = where.condition().span();
        case Command.Search term when !(term.term() instanceof SearchTerm.And) ->
            span = term.term().span();
        case Command _ -> {}
      }
      if (span != null) {
        rest.remove(i);
        edits.add(
            edit(Kind.DROPPED_CONDITION, span, "(gone)", new Spl.Search(rest, search.span())));
      }
      if (search.commands().get(i) instanceof Command.Where where
          && !(where.condition() instanceof Expression.Logical)
          && isNegatable(where.condition())) {
        List<Command> other = new ArrayList<>(search.commands());
        other.set(i, new Command.Where(not(where.condition()), where.span()));
        edits.add(
            edit(
                Kind.NEGATED_CONDITION,
                where.condition().span(),
                negated(where.condition().span()),
                new Spl.Search(other, search.span())));
      }
    }
    return edits;
  }

  private List<Edit> keys(List<Spl.FieldName> by, Function<List<Spl.FieldName>, Record> with) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < by.size() && by.size() > 1; i++) {
      List<Spl.FieldName> rest = new ArrayList<>(by);
      Spl.FieldName dropped = rest.remove(i);
      edits.add(edit(Kind.GROUP_KEY, dropped.span(), "(gone)", with.apply(rest)));
    }
    return edits;
  }

  private static List<String> numbers(String text) {
    return NUMBER.matcher(text).matches()
        ? Numbers.beside(new BigDecimal(text)).stream().map(BigDecimal::toPlainString).toList()
        : List.of();
  }

  /** Twice and half of a span of time such as {@code -1h}. */
  private static List<String> spans(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      return List.of();
    }
    long amount = Long.parseLong(span.group(2));
    String end = span.group(4) == null ? "" : span.group(4);
    List<String> spans = new ArrayList<>();
    spans.add(span.group(1) + amount * 2 + span.group(3) + end);
    if (amount % 2 == 0) {
      spans.add(span.group(1) + amount / 2 + span.group(3) + end);
    } else {
      String smaller = Map.of("d", "h", "h", "m", "m", "s").get(span.group(3));
      if (smaller != null) {
        long parts = smaller.equals("h") ? 24 : 60;
        spans.add(span.group(1) + amount * parts / 2 + smaller + end);
      }
    }
    return spans;
  }

  private Edit edit(Kind kind, Span span, String after, Record node) {
    return new Edit(kind, span, source.slice(span), after, node);
  }
}
