package io.flowproof.query.spl;

import io.flowproof.query.spl.SearchValue.Literal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prints the terms of a search. */
final class TermPrinter {
  private static final Pattern PLAIN_FIELD =
      Pattern.compile("[^ \\t\\r\\n\\f\\u00A0(),=<>\"\\[\\]`|!\\\\]+");
  private static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT");

  /** Words that begin another clause where the terms of a search are a clause themselves. */
  private static final Set<String> CLAUSES = Set.of("from", "where", "by", "groupby");

  private static final Pattern NEEDS_ESCAPE = Pattern.compile("[\\\\\"|\\[\\]()=,<>!`]");

  private TermPrinter() {}

  static String print(SearchTerm term) {
    return switch (term) {
      case SearchTerm.Everything _ -> "()";
      case SearchTerm.And and -> {
        StringBuilder text = new StringBuilder();
        for (SearchTerm part : and.terms()) {
          String next = operand(part);
          // With AND written out, "in (" and "CASE(" cannot arise by accident.
          text.append(text.isEmpty() ? "" : next.startsWith("(") ? " AND " : " ").append(next);
        }
        yield text.toString();
      }
      case SearchTerm.Or or ->
          or.terms().stream().map(TermPrinter::operand).collect(Collectors.joining(" OR "));
      case SearchTerm.Not not -> "NOT " + operand(not.term());
      case SearchTerm.Keyword keyword -> literal(keyword.value());
      case SearchTerm.Comparison c -> field(c.field()) + c.comparator().text() + value(c.value());
      case SearchTerm.In in ->
          field(in.field())
              + " IN ("
              + in.values().stream().map(TermPrinter::value).collect(Collectors.joining(", "))
              + ")";
      case SearchTerm.Subsearch subsearch -> "[" + SplPrinter.print(subsearch.search()) + "]";
      case SearchTerm.Macro macro -> SplPrinter.macro(macro.call());
    };
  }

  /** OR inside AND needs no parentheses in SPL; few readers know that, so they are there. */
  private static String operand(SearchTerm term) {
    return term instanceof SearchTerm.And || term instanceof SearchTerm.Or
        ? "(" + print(term) + ")"
        : print(term);
  }

  private static String field(Spl.FieldName field) {
    String name = field.name();
    return PLAIN_FIELD.matcher(name).matches()
            && !OPERATORS.contains(name)
            && !CLAUSES.contains(name.toLowerCase(Locale.ROOT))
        ? name
        : SplPrinter.quoted(name, '"');
  }

  private static String value(SearchValue value) {
    return switch (value) {
      case Literal literal -> literal(literal);
      case SearchValue.Subsearch subsearch -> "[" + SplPrinter.print(subsearch.search()) + "]";
      case SearchValue.Macro macro -> SplPrinter.macro(macro.call());
    };
  }

  private static String literal(Literal literal) {
    String text = literal.text();
    return switch (literal.form()) {
      case BARE -> NEEDS_ESCAPE.matcher(text).replaceAll("\\\\$0");
      case QUOTED -> SplPrinter.quoted(text, '"');
      case CASE, TERM -> literal.form() + "(" + inside(text) + ")";
    };
  }

  private static String inside(String text) {
    boolean plain =
        !text.isEmpty()
            && text.equals(text.strip())
            && text.chars().noneMatch(c -> "()\"[]|`\\$".indexOf(c) >= 0);
    return plain ? text : SplPrinter.quoted(text, '"');
  }
}
