package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.core.source.Suggestion;
import io.flowproof.query.kql.grammar.KqlTokens;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Mistakes that people make because another language does it so, or because a sign was forgotten:
 * each has a message that says what to write instead.
 */
final class Slips {
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(?:-[\\p{L}_]+)*");

  /** Words of other query languages that stand where an operator does. */
  private static final Map<String, String> FOREIGN_OPERATORS =
      Map.ofEntries(
          Map.entry("select", "project"),
          Map.entry("fields", "project"),
          Map.entry("table", "project"),
          Map.entry("eval", "extend"),
          Map.entry("stats", "summarize"),
          Map.entry("group", "summarize … by"),
          Map.entry("having", "where"),
          Map.entry("head", "take"),
          Map.entry("dedup", "distinct"),
          Map.entry("rename", "project-rename"),
          Map.entry("iplocation", "extend … = geo_info_from_ip_address()"),
          Map.entry("rex", "extract() or parse"));

  private static final List<String> OPERATORS =
      List.of(
          "where",
          "extend",
          "project",
          "project-away",
          "project-keep",
          "project-rename",
          "project-reorder",
          "summarize",
          "sort",
          "order",
          "top",
          "take",
          "limit",
          "count",
          "distinct",
          "print",
          "range",
          "datatable",
          "union",
          "join",
          "lookup",
          "parse",
          "parse-where",
          "parse-kv",
          "mv-expand",
          "mv-apply",
          "make-series",
          "serialize",
          "render",
          "evaluate",
          "invoke",
          "as",
          "partition",
          "externaldata",
          "sample",
          "sample-distinct",
          "getschema",
          "search",
          "find",
          "filter",
          "consume",
          "reduce",
          "scan",
          "fork",
          "facet",
          "top-nested",
          "top-hitters");

  private static final Set<String> UPPER_CASE_WORDS =
      Set.of(
          "and",
          "or",
          "in",
          "has",
          "contains",
          "startswith",
          "endswith",
          "between",
          "by",
          "asc",
          "desc",
          "on");

  private final SourceText source;
  private final Diagnostics diagnostics;
  private final List<Token> tokens;
  private final int at;
  private final Token found;

  Slips(SourceText source, Diagnostics diagnostics, List<Token> tokens, int at) {
    this.source = source;
    this.diagnostics = diagnostics;
    this.tokens = tokens;
    this.at = at;
    this.found = tokens.get(at);
  }

  /** Reports the slip at the token, or returns false when it looks like none. */
  boolean report() {
    return wrongOperator()
        || negatedWord()
        || comparisonOfSql()
        || upperCase()
        || single()
        || missingPipe()
        || missingSemicolon()
        || reservedName()
        || nothingAfterSign();
  }

  private boolean wrongOperator() {
    Token first = tokens.get(firstOfStatement());
    if ("select".equalsIgnoreCase(first.getText())) {
      String hint = "write Table | where … | project …";
      return say(TokenCheck.span(first), "'" + first.getText() + "' is SQL", hint);
    }
    if (at == firstOfStatement() && isOperator(found.getType())) {
      String message = "Expected a table before '" + found.getText() + "'";
      return say(
          span(at), message, "a query begins with a table: Table | " + found.getText() + " …");
    }
    if (at == 0 || type(at - 1) != KqlTokens.PIPE) {
      return false;
    }
    if (found.getType() == Token.EOF || found.getType() == KqlTokens.PIPE) {
      return say(SyntaxMessages.after(tokens.get(at - 1)), "Expected an operator after '|'", null);
    }
    Matcher word =
        WORD.matcher(source.text()).region(found.getStartIndex(), source.text().length());
    if (!word.lookingAt() || isOperator(found.getType())) {
      return false;
    }
    String name = word.group();
    String here = FOREIGN_OPERATORS.get(name.toLowerCase(Locale.ROOT));
    diagnostics.error(
        ErrorCode.UNKNOWN_OPERATOR,
        new Span(word.start(), word.end()),
        "Unknown operator '" + name + "'",
        here != null ? "use " + here : Suggestion.didYouMean(name, OPERATORS));
    return true;
  }

  private boolean negatedWord() {
    for (int i = Math.max(0, at - 1); i <= at; i++) {
      if (!tokens.get(i).getText().equalsIgnoreCase("not") || i + 1 >= tokens.size()) {
        continue;
      }
      String next = tokens.get(i + 1).getText().toLowerCase(Locale.ROOT);
      boolean negates =
          Set.of(KqlTokens.IN, KqlTokens.STRING_OPERATOR, KqlTokens.BETWEEN).contains(type(i + 1))
              || UPPER_CASE_WORDS.contains(next);
      if (next.equals("like")) {
        return say(span(i).to(span(i + 1)), "'not like' is not an operator", LIKE_HINT);
      }
      if (negates) {
        String text = tokens.get(i).getText() + " " + tokens.get(i + 1).getText();
        return say(
            span(i).to(span(i + 1)), "'" + text + "' is not an operator", "use '!" + next + "'");
      }
    }
    return false;
  }

  private static final String LIKE_HINT = "use 'contains', 'startswith' or 'matches regex'";

  private boolean comparisonOfSql() {
    for (int i = Math.max(0, at - 1); i <= at; i++) {
      String word = tokens.get(i).getText().toLowerCase(Locale.ROOT);
      if (word.equals("like") || word.equals("rlike") || word.equals("regexp")) {
        return say(span(i), "'" + tokens.get(i).getText() + "' is not an operator", LIKE_HINT);
      }
      if (word.equals("is") && i + 1 < tokens.size()) {
        boolean not = tokens.get(i + 1).getText().equalsIgnoreCase("not");
        return say(
            span(i).to(span(not ? Math.min(i + 2, tokens.size() - 1) : i + 1)),
            "'is' is not an operator",
            not ? "use isnotnull(…) or isnotempty(…)" : "use isnull(…) or isempty(…)");
      }
    }
    return false;
  }

  private boolean upperCase() {
    String word = found.getText();
    String lower = word.toLowerCase(Locale.ROOT);
    return found.getType() == KqlTokens.NAME
        && !word.equals(lower)
        && UPPER_CASE_WORDS.contains(lower)
        && say(span(at), "'" + word + "' is not an operator", "use '" + lower + "'");
  }

  /** A single sign that another one is meant by. */
  private boolean single() {
    int operator = operatorOfStage();
    boolean condition = operator == KqlTokens.WHERE || operator == KqlTokens.FILTER;
    if (found.getType() == KqlTokens.ASSIGN && condition) {
      return say(span(at), "'=' does not compare", "use '=='");
    }
    if (found.getType() == KqlTokens.ASSIGN && at > 0 && type(at - 1) == KqlTokens.EQUAL) {
      return say(span(at - 1).to(span(at)), "'===' is not an operator", "use '=='");
    }
    return found.getType() == KqlTokens.COMMA
        && condition
        && say(span(at), "Unexpected ',' in a condition", "join conditions with 'and'");
  }

  private boolean missingPipe() {
    return isOperator(found.getType())
        && at > 0
        && endsValue(type(at - 1))
        && say(span(at), "Expected '|' before '" + found.getText() + "'", null);
  }

  private boolean missingSemicolon() {
    if (at == 0 || !endsValue(type(at - 1))) {
      return false;
    }
    boolean let = found.getType() == KqlTokens.LET;
    boolean newLine = tokens.get(at - 1).getLine() < found.getLine();
    boolean afterLet = newLine && type(firstOfStatement()) == KqlTokens.LET;
    boolean starts = SyntaxMessages.isName(found.getType()) || isOperator(found.getType());
    return (let || (afterLet && starts))
        && say(
            SyntaxMessages.after(tokens.get(at - 1)),
            "Expected ';' after '" + SyntaxMessages.shown(tokens.get(at - 1)) + "'",
            "statements are separated by ';'");
  }

  private boolean reservedName() {
    int type = found.getType();
    boolean word = WORD.matcher(found.getText()).matches() && type != Token.EOF;
    return word
        && !SyntaxMessages.isName(type)
        && type != KqlTokens.BOOL
        && at > 0
        && SyntaxMessages.needsExpression(type(at - 1))
        && say(
            span(at),
            "Expected <expression> after '" + SyntaxMessages.shown(tokens.get(at - 1)) + "'",
            "a column of that name is written ['" + found.getText() + "']");
  }

  /** A sign that would go on, and what it goes on with is missing: the parser stops at the sign. */
  private boolean nothingAfterSign() {
    if (at == 0 || !endsValue(type(at - 1)) || found.getType() == Token.EOF) {
      return false;
    }
    Span place = SyntaxMessages.after(found);
    String after = " after '" + SyntaxMessages.shown(found) + "'";
    boolean list = found.getType() == KqlTokens.IN || found.getType() == KqlTokens.BETWEEN;
    if (list && type(at + 1) != KqlTokens.LEFT_PARENTHESIS) {
      return say(place, "Expected '('" + after, "the values stand in parentheses");
    }
    boolean infix =
        found.getType() != KqlTokens.LEFT_PARENTHESIS
            && found.getType() != KqlTokens.ASSIGN
            && SyntaxMessages.needsExpression(found.getType());
    return infix
        && !SyntaxMessages.startsExpression(type(at + 1))
        && say(place, "Expected <expression>" + after, null);
  }

  private boolean say(Span span, String message, @Nullable String hint) {
    diagnostics.error(ErrorCode.SYNTAX, span, message, hint);
    return true;
  }

  private int type(int index) {
    return tokens.get(index).getType();
  }

  private Span span(int index) {
    return TokenCheck.span(tokens.get(index));
  }

  private static boolean isOperator(int type) {
    return type >= KqlTokens.AS && type <= KqlTokens.NAMED_OPERATOR;
  }

  private static boolean endsValue(int type) {
    return TokenCheck.isClosing(type)
        || SyntaxMessages.isName(type)
        || Set.of(
                KqlTokens.STRING,
                KqlTokens.LONG,
                KqlTokens.REAL,
                KqlTokens.BOOL,
                KqlTokens.TIMESPAN,
                KqlTokens.TYPED_LITERAL,
                KqlTokens.ASC,
                KqlTokens.DESC)
            .contains(type);
  }

  /** The type of the token after the nearest pipe to the left, whatever brackets lie between. */
  private int operatorOfStage() {
    int depth = 0;
    for (int i = at - 1; i > 0; i--) {
      depth += TokenCheck.isClosing(type(i)) ? 1 : 0;
      if (type(i) == KqlTokens.PIPE && depth <= 0) {
        return type(i + 1);
      }
      depth -= TokenCheck.isOpening(type(i)) ? 1 : 0;
    }
    return Token.INVALID_TYPE;
  }

  private int firstOfStatement() {
    int i = at;
    while (i > 0 && type(i - 1) != KqlTokens.SEMICOLON) {
      i--;
    }
    return i;
  }
}
