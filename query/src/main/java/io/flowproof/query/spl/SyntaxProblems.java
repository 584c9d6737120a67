package io.flowproof.query.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.spl.grammar.SplSyntax;
import io.flowproof.query.spl.grammar.SplTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Says in SPL's words what the grammar missed, and stops there: what follows the first problem of a
 * command is seldom a problem of its own.
 */
final class SyntaxProblems extends BaseErrorListener {
  private static final int MOST_EXPECTED = 4;

  /** Slips from other languages, by the word in the place of an operator. */
  private static final Map<String, String> WORD_HINTS =
      Map.of(
          "in", "IN takes a list in parentheses: field IN (\"a\", \"b\")",
          "contains", "write like(field, \"%text%\")",
          "has", "write like(field, \"%text%\")",
          "startswith", "write like(field, \"text%\")",
          "endswith", "write like(field, \"%text\")",
          "matches", "write match(field, \"regex\")",
          "between", "write field>=low AND field<=high",
          "is", "write isnull(field) or isnotnull(field)");

  private final Body body;

  SyntaxProblems(Body body) {
    this.body = body;
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      @Nullable Object offendingSymbol,
      int line,
      int charPositionInLine,
      String message,
      @Nullable RecognitionException cause) {
    if (!(recognizer instanceof Parser parser) || !(offendingSymbol instanceof Token found)) {
      throw new IllegalStateException(message);
    }
    Token before = parser.getTokenStream().LT(-1);
    if (found.getType() == SplTokens.UNEXPECTED || cause == null) {
      // The stream may stand before or after the token that was found.
      before = before(parser, found);
    }
    String expected = expected(parser);
    String text = found.getType() == Token.EOF ? "" : body.source(found);
    StringBuilder problem = new StringBuilder();
    if (expected.isEmpty()) {
      problem.append(
          found.getType() == Token.EOF
              ? "The command ends too early"
              : "Unexpected '" + text + "'");
    } else {
      problem.append("Expected ").append(expected);
    }
    problem.append(" after '").append(before == null ? body.command() : body.source(before));
    problem.append('\'');
    if (!expected.isEmpty() && !text.isEmpty()) {
      problem.append(", found '").append(text).append('\'');
    }
    body.problems().error(ErrorCode.SYNTAX, place(found), problem.toString(), hint(found, before));
    throw new ParseCancellationException();
  }

  private static @Nullable Token before(Parser parser, Token found) {
    int index = found.getTokenIndex();
    return index > 0 ? parser.getTokenStream().get(index - 1) : null;
  }

  private Span place(Token found) {
    if (found.getType() != Token.EOF) {
      return body.span(found);
    }
    int end = body.text().stripTrailing().length();
    return Span.at(body.offset() + end);
  }

  private static String expected(Parser parser) {
    IntervalSet types = parser.getExpectedTokens();
    if (types.contains(SplTokens.NUMBER) && types.contains(SplTokens.IDENTIFIER)) {
      return "a field, a value or a function";
    }
    if (types.contains(SplTokens.DIRECTIVE) && types.contains(SplTokens.SUBSEARCH)) {
      return isValue(parser) ? "a value" : "a search term";
    }
    if (types.size() == 1 && types.contains(Token.EOF)) {
      return "";
    }
    List<String> words = new ArrayList<>();
    for (int type : types.toList()) {
      String word = word(type, parser);
      if (word == null) {
        return "";
      }
      if (!word.isEmpty() && !words.contains(word)) {
        words.add(word);
      }
    }
    return words.size() > MOST_EXPECTED ? "" : String.join(" or ", words);
  }

  private static boolean isValue(Parser parser) {
    int rule = parser.getContext().getRuleIndex();
    return rule == SplSyntax.RULE_searchValue
        || rule == SplSyntax.RULE_searchComparison
        || rule == SplSyntax.RULE_searchMembership;
  }

  /** What to call a token; empty when it need not be said, null when it says too little. */
  private static @Nullable String word(int type, Parser parser) {
    return switch (type) {
      case Token.EOF -> "the end of the command";
      case SplTokens.WORD, SplTokens.STRING, SplTokens.QUOTED_FIELD, SplTokens.IDENTIFIER ->
          nameWord(parser);
      case SplTokens.DYNAMIC, SplTokens.TOKEN -> "";
      case SplTokens.EQ -> "'='";
      case SplTokens.LPAREN -> isOption(parser) ? "" : "'('";
      case SplTokens.RPAREN -> "')'";
      case SplTokens.COMMA -> "','";
      case SplTokens.AS -> "AS";
      case SplTokens.BY -> "BY";
      case SplTokens.PLUS, SplTokens.MINUS, SplTokens.SORTBY, SplTokens.EVAL_OPEN, SplTokens.OVER ->
          "";
      default -> null;
    };
  }

  private static boolean isOption(Parser parser) {
    int rule = parser.getContext().getRuleIndex();
    return rule == SplSyntax.RULE_option || rule == SplSyntax.RULE_optionValue;
  }

  private static String nameWord(Parser parser) {
    return switch (parser.getContext().getRuleIndex()) {
      case SplSyntax.RULE_statsBody, SplSyntax.RULE_aggregations, SplSyntax.RULE_aggregation ->
          "a function such as count or sum(bytes)";
      case SplSyntax.RULE_option, SplSyntax.RULE_optionValue -> "a value";
      default -> "a field";
    };
  }

  private @Nullable String hint(Token found, @Nullable Token before) {
    if (found.getType() == SplTokens.STAR
        || (before != null && before.getType() == SplTokens.STAR)) {
      return "where and eval take no wildcards: write like(field, \"text%\")";
    }
    if (found.getType() == Token.EOF) {
      return null;
    }
    int start = found.getStartIndex();
    String rest = body.text().substring(start);
    if (before != null && rest.startsWith("~")) {
      return "match a regular expression with match(field, \"regex\")";
    }
    if (before != null && before.getType() == SplTokens.LT && rest.startsWith(">")) {
      return "write !=";
    }
    if (rest.startsWith("!in")) {
      return "write NOT field IN (\"a\", \"b\")";
    }
    if (rest.startsWith("!")) {
      return "write NOT";
    }
    if (rest.startsWith("&")) {
      return "write AND";
    }
    if (found.getType() == SplTokens.NOT) {
      return "NOT stands before the whole comparison: NOT field LIKE \"text%\"";
    }
    if (found.getType() == SplTokens.EQEQ && body.command().equals("eval")) {
      return "eval assigns with a single '='";
    }
    if (found.getType() == SplTokens.IDENTIFIER && before != null) {
      if (before.getType() == SplTokens.NUMBER && before.getStopIndex() + 1 == start) {
        return "put a field that starts with a digit in single quotes, a text in double quotes";
      }
      return WORD_HINTS.get(found.getText().toLowerCase(Locale.ROOT));
    }
    return null;
  }
}
