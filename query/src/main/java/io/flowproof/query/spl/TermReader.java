package io.flowproof.query.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.spl.SearchValue.Literal;
import io.flowproof.query.spl.SearchValue.Literal.Form;
import io.flowproof.query.spl.grammar.SplSyntax.SearchAlternativesContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchBodyContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchComparisonContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchDirectiveContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchExpressionContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchFieldTermContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchGroupContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchMacroContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchMembershipContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchNegationContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchSubsearchContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchTermContext;
import io.flowproof.query.spl.grammar.SplSyntax.SearchValueContext;
import io.flowproof.query.spl.grammar.SplTokens;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Builds the terms of a search from the parse tree. */
final class TermReader {
  private final Body body;

  TermReader(Body body) {
    this.body = body;
  }

  SearchTerm read(SearchBodyContext context) {
    SearchExpressionContext expression = context.searchExpression();
    return expression == null ? new SearchTerm.Everything(body.span(context)) : read(expression, 0);
  }

  private SearchTerm read(SearchExpressionContext context, int depth) {
    List<SearchAlternativesContext> parts = context.searchAlternatives();
    int below = parts.size() > 1 ? depth + 1 : depth;
    List<SearchTerm> terms = parts.stream().map(part -> read(part, below)).toList();
    return terms.size() == 1 ? terms.getFirst() : new SearchTerm.And(terms, body.span(context));
  }

  private SearchTerm read(SearchAlternativesContext context, int depth) {
    List<SearchNegationContext> parts = context.searchNegation();
    int below = parts.size() > 1 ? depth + 1 : depth;
    List<SearchTerm> terms = parts.stream().map(part -> read(part, below)).toList();
    return terms.size() == 1 ? terms.getFirst() : new SearchTerm.Or(terms, body.span(context));
  }

  private SearchTerm read(SearchNegationContext context, int depth) {
    int negations = context.NOT().size();
    if (depth + negations > CommandSplitter.DEEPEST) {
      throw body.tooDeep(body.span(context));
    }
    SearchTerm term = read(context.searchTerm(), depth + negations);
    for (int i = negations - 1; i >= 0; i--) {
      Span from = body.span(context.NOT(i).getSymbol());
      term = new SearchTerm.Not(term, from.to(term.span()));
    }
    return term;
  }

  private SearchTerm read(SearchTermContext context, int depth) {
    return switch (context) {
      case SearchGroupContext group ->
          group.searchExpression() == null
              ? new SearchTerm.Everything(body.span(group))
              : read(group.searchExpression(), depth);
      case SearchFieldTermContext field -> read(field);
      case SearchDirectiveContext directive -> {
        Token token = directive.DIRECTIVE().getSymbol();
        yield new SearchTerm.Keyword(directive(token), body.span(token));
      }
      case SearchMacroContext macro ->
          new SearchTerm.Macro(body.macro(macro.MACRO().getSymbol()), body.span(macro));
      case SearchSubsearchContext subsearch ->
          new SearchTerm.Subsearch(
              body.subsearch(subsearch.SUBSEARCH().getSymbol()), body.span(subsearch));
      // The generated class is not sealed; the grammar has no further alternative.
      case SearchTermContext other -> throw new IllegalStateException(other.getText());
    };
  }

  private SearchTerm read(SearchFieldTermContext context) {
    Token word = context.searchField().getStart();
    Span span = body.span(context);
    if (context.searchComparison() != null) {
      return compare(name(word), context.searchComparison(), span);
    }
    if (context.searchMembership() != null) {
      SearchMembershipContext list = context.searchMembership();
      SearchTerm in =
          new SearchTerm.In(
              name(word), list.searchValue().stream().map(this::value).toList(), span);
      return list.IN_OPEN() != null ? in : new SearchTerm.Not(in, span);
    }
    Literal literal = literal(word);
    rejectForeignOperator(literal);
    return new SearchTerm.Keyword(literal, span);
  }

  private SearchTerm compare(Spl.FieldName field, SearchComparisonContext context, Span span) {
    Token sign = context.getStart();
    SearchValue value = value(context.searchValue());
    if (value instanceof Literal literal
        && literal.form() == Form.BARE
        && literal.text().equals("~")) {
      body.problems()
          .error(
              ErrorCode.SYNTAX,
              body.span(sign).to(literal.span()),
              "SPL has no operator '" + sign.getText() + "~'",
              "match a regular expression with: | where match(field, \"regex\")");
    }
    Comparator comparator =
        switch (sign.getType()) {
          case SplTokens.NE -> Comparator.NOT_EQUAL;
          case SplTokens.LT -> Comparator.LESS;
          case SplTokens.LE -> Comparator.LESS_OR_EQUAL;
          case SplTokens.GT -> Comparator.GREATER;
          case SplTokens.GE -> Comparator.GREATER_OR_EQUAL;
          case SplTokens.EQEQ -> {
            body.problems()
                .error(
                    ErrorCode.SYNTAX,
                    body.span(sign),
                    "A search compares with '=', not '=='",
                    "'==' belongs to where and eval");
            yield Comparator.EQUAL;
          }
          default -> Comparator.EQUAL;
        };
    return new SearchTerm.Comparison(field, comparator, value, span);
  }

  private void rejectForeignOperator(Literal literal) {
    if (literal.form() != Form.BARE) {
      return;
    }
    switch (literal.text()) {
      case "!in" ->
          body.problems()
              .error(
                  ErrorCode.SYNTAX,
                  literal.span(),
                  "SPL has no operator '!in'",
                  "write NOT field IN (a, b)");
      case "&&" ->
          body.problems()
              .error(ErrorCode.SYNTAX, literal.span(), "SPL has no operator '&&'", "write AND");
      default -> {}
    }
  }

  private SearchValue value(SearchValueContext context) {
    Token token = context.getStart();
    return switch (token.getType()) {
      case SplTokens.MACRO -> new SearchValue.Macro(body.macro(token), body.span(token));
      case SplTokens.SUBSEARCH ->
          new SearchValue.Subsearch(body.subsearch(token), body.span(token));
      case SplTokens.DIRECTIVE -> directive(token);
      default -> literal(token);
    };
  }

  private Spl.FieldName name(Token token) {
    return new Spl.FieldName(literal(token).text(), body.span(token));
  }

  private Literal literal(Token token) {
    if (token.getType() == SplTokens.STRING) {
      return new Literal(body.unquoted(token), Form.QUOTED, body.span(token));
    }
    String text = Body.unescape(body.source(token), c -> "\\\"|[]()=,<>!`".indexOf(c) >= 0);
    return new Literal(text, Form.BARE, body.span(token));
  }

  private Literal directive(Token token) {
    String text = body.source(token);
    String inside = text.substring(5, text.length() - 1).strip();
    if (inside.length() >= 2 && inside.startsWith("\"") && inside.endsWith("\"")) {
      inside = Body.unescape(inside.substring(1, inside.length() - 1), c -> c == '"' || c == '\\');
    }
    return new Literal(inside, text.startsWith("CASE") ? Form.CASE : Form.TERM, body.span(token));
  }
}
