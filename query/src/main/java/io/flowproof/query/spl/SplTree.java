package io.flowproof.query.spl;

import io.flowproof.core.source.Span;
import io.flowproof.query.spl.SearchValue.Literal;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Trees as s-expressions, which show precedence at a glance. Terms and expressions have their
 * operators; every other node is written as the name and the parts of its record.
 */
public final class SplTree {
  private SplTree() {}

  /** A node as {@code (operator operand ...)}. */
  public static String print(Spl node) {
    return switch (node) {
      case SearchTerm term -> term(term);
      case SearchValue value -> value(value);
      case Expression expression -> expression(expression);
      case Spl.Search search -> form("pipe", search.commands());
      case Spl.FieldName field -> field.name();
      case Spl.Option option -> form("option", option.name(), option.value());
      case Spl.MacroCall macro -> form("macro", macro.text());
      case CommandPart.AggregatedField field -> field.field().name();
      case Command command -> parts((Record) command);
      case CommandPart part -> parts((Record) part);
      case CombinationPart part -> parts((Record) part);
    };
  }

  private static String term(SearchTerm term) {
    return switch (term) {
      case SearchTerm.Everything _ -> "everything";
      case SearchTerm.And t -> form("and", t.terms());
      case SearchTerm.Or t -> form("or", t.terms());
      case SearchTerm.Not t -> form("not", t.term());
      case SearchTerm.Keyword t -> value(t.value());
      case SearchTerm.Comparison t -> form(t.comparator().text(), t.field(), t.value());
      case SearchTerm.In t -> form("in", t.field(), t.values());
      case SearchTerm.Subsearch t -> form("subsearch", t.search());
      case SearchTerm.Macro t -> print(t.call());
    };
  }

  private static String value(SearchValue value) {
    return switch (value) {
      case Literal l ->
          switch (l.form()) {
            case BARE -> l.text();
            case QUOTED -> '"' + l.text() + '"';
            case CASE -> form("case", l.text());
            case TERM -> form("term", l.text());
          };
      case SearchValue.Subsearch v -> form("subsearch", v.search());
      case SearchValue.Macro v -> print(v.call());
    };
  }

  private static String expression(Expression expression) {
    return switch (expression) {
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
          form(e.junction().toString().toLowerCase(Locale.ROOT), e.operands());
      case Expression.Token e -> form("token", e.name());
      case Expression.Macro e -> print(e.call());
      case Expression.Subsearch e -> form("subsearch", e.search());
    };
  }

  private static String parts(Record record) {
    return form(
        record.getClass().getSimpleName().toLowerCase(Locale.ROOT),
        Arrays.stream(record.getClass().getRecordComponents())
            .filter(component -> component.getType() != Span.class)
            .<Object>map(component -> part(component, record))
            .toList());
  }

  private static Object part(RecordComponent component, Record record) {
    try {
      Object part = component.getAccessor().invoke(record);
      return part == null ? "_" : part;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String any(@Nullable Object part) {
    return switch (part) {
      case Spl node -> print(node);
      case List<?> list ->
          list.stream().map(SplTree::any).collect(Collectors.joining(" ", "[", "]"));
      case null -> "_";
      case Object other -> other.toString();
    };
  }

  private static String form(String head, Object... operands) {
    return form(head, Arrays.asList(operands));
  }

  private static String form(String head, List<?> operands) {
    return operands.isEmpty()
        ? "(" + head + ")"
        : operands.stream()
            .map(SplTree::any)
            .collect(Collectors.joining(" ", "(" + head + " ", ")"));
  }
}
