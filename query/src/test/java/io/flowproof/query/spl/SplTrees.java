package io.flowproof.query.spl;

import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Trees in tests: parsed with the round trip checked, compared without places, printed flat. */
final class SplTrees {
  private SplTrees() {}

  /** Parses {@code text}, and checks that printing and parsing again gives the same tree. */
  static Spl.Search parse(String text) {
    Spl.Search tree = SplParser.parse(new SourceText("<spl>", text));
    String printed = SplPrinter.print(tree);
    Spl.Search again;
    try {
      again = SplParser.parse(new SourceText("<printed>", printed));
    } catch (RuntimeException e) {
      throw new AssertionError("Cannot be parsed again: " + printed, e);
    }
    if (!withoutPlaces(again).equals(withoutPlaces(tree))) {
      throw new AssertionError(
          "Another tree after printing as: %s%n%s%n%s".formatted(printed, tree, again));
    }
    return tree;
  }

  /** The s-expression of the only command of {@code text}. */
  static String command(String text) {
    return sexp(parse(text).commands().getFirst());
  }

  /** The s-expression of an expression. */
  static String expression(String text) {
    return sexp(((Command.Where) parse("| where " + text).commands().getFirst()).condition());
  }

  /** The s-expression of the terms of a search. */
  static String search(String text) {
    return sexp(((Command.Search) parse(text).commands().getFirst()).term());
  }

  /** The tree with every place set to 0. */
  static Object withoutPlaces(Object node) {
    return switch (node) {
      case Span _ -> Span.at(0);
      case List<?> list -> list.stream().map(SplTrees::withoutPlaces).toList();
      case Record record -> copy(record);
      case null, default -> node;
    };
  }

  private static Object copy(Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = withoutPlaces(components[i].getAccessor().invoke(record));
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** A node as {@code (operator operand ...)}. */
  static String sexp(Object node) {
    return switch (node) {
      case null -> "_";
      case SearchTerm.Everything _ -> "everything";
      case SearchTerm.And t -> form("and", t.terms());
      case SearchTerm.Or t -> form("or", t.terms());
      case SearchTerm.Not t -> form("not", t.term());
      case SearchTerm.Keyword t -> sexp(t.value());
      case SearchTerm.Comparison t -> form(t.comparator().text(), t.field(), t.value());
      case SearchTerm.In t -> form("in", t.field(), t.values());
      case SearchTerm.Subsearch t -> form("subsearch", t.search());
      case SearchValue.Subsearch t -> form("subsearch", t.search());
      case SearchTerm.Macro t -> sexp(t.call());
      case SearchValue.Macro t -> sexp(t.call());
      case Expression.Macro t -> sexp(t.call());
      case Expression.Subsearch t -> form("subsearch", t.search());
      case SearchValue.Literal l ->
          switch (l.form()) {
            case BARE -> l.text();
            case QUOTED -> '"' + l.text() + '"';
            case CASE -> "(case " + l.text() + ")";
            case TERM -> "(term " + l.text() + ")";
          };
      case Expression.NumberLiteral e -> e.text();
      case Expression.StringLiteral e -> '"' + e.value() + '"';
      case Expression.Field e -> e.name();
      case Expression.Call e -> form(e.function() + "()", e.arguments());
      case Expression.Negative e -> form("neg", e.operand());
      case Expression.Not e -> form("not", e.operand());
      case Expression.Arithmetic e -> form(e.operator().text(), e.left(), e.right());
      case Expression.Comparison e -> form(e.comparator().text(), e.left(), e.right());
      case Expression.Like e -> form("like", e.value(), e.pattern());
      case Expression.In e -> form("in", e.value(), e.candidates());
      case Expression.Logical e ->
          form(e.junction().toString().toLowerCase(java.util.Locale.ROOT), e.operands());
      case Expression.Token e -> form("token", e.name());
      case Spl.FieldName f -> f.name();
      case Spl.Option o -> form("option", o.name(), o.value());
      case Spl.MacroCall m -> form("macro", m.text());
      case Spl.Search s -> form("pipe", s.commands());
      case CommandPart.AggregatedField f -> f.field().name();
      case Record record ->
          form(
              record.getClass().getSimpleName().toLowerCase(),
              Arrays.stream(record.getClass().getRecordComponents())
                  .filter(c -> c.getType() != Span.class)
                  .<Object>map(c -> value(c, record))
                  .toList());
      case List<?> list ->
          list.stream().map(SplTrees::sexp).collect(Collectors.joining(" ", "[", "]"));
      default -> node.toString();
    };
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      Object value = component.getAccessor().invoke(record);
      return value == null ? "_" : value;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String form(String head, Object... operands) {
    return form(head, Arrays.asList(operands));
  }

  private static String form(String head, List<?> operands) {
    return operands.isEmpty()
        ? "(" + head + ")"
        : operands.stream()
            .map(SplTrees::sexp)
            .collect(Collectors.joining(" ", "(" + head + " ", ")"));
  }
}
