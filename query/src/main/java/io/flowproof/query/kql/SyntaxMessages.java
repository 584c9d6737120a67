package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.grammar.KqlGrammar;
import io.flowproof.query.kql.grammar.KqlTokens;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Says what a syntax error is in the language's own words. */
final class SyntaxMessages {
  private static final int MOST_EXPECTED = 4;

  /** After these comes a value. */
  private static final Set<Integer> BEFORE_EXPRESSION =
      Set.of(
          KqlTokens.WHERE,
          KqlTokens.FILTER,
          KqlTokens.EXTEND,
          KqlTokens.BY,
          KqlTokens.ON,
          KqlTokens.TAKE,
          KqlTokens.LIMIT,
          KqlTokens.TOP,
          KqlTokens.DISTINCT,
          KqlTokens.PRINT,
          KqlTokens.PROJECT_RENAME,
          KqlTokens.MV_EXPAND,
          KqlTokens.MV_APPLY,
          KqlTokens.PARSE,
          KqlTokens.PARSE_WHERE,
          KqlTokens.PARSE_KV,
          KqlTokens.INVOKE,
          KqlTokens.EVALUATE,
          KqlTokens.SAMPLE,
          KqlTokens.SAMPLE_DISTINCT,
          KqlTokens.UNION,
          KqlTokens.FROM,
          KqlTokens.TO,
          KqlTokens.STEP,
          KqlTokens.OF,
          KqlTokens.AND,
          KqlTokens.OR,
          KqlTokens.STRING_OPERATOR,
          KqlTokens.EQUAL,
          KqlTokens.NOT_EQUAL,
          KqlTokens.LESS,
          KqlTokens.LESS_EQUAL,
          KqlTokens.GREATER,
          KqlTokens.GREATER_EQUAL,
          KqlTokens.ASSIGN,
          KqlTokens.PLUS,
          KqlTokens.MINUS,
          KqlTokens.STAR,
          KqlTokens.SLASH,
          KqlTokens.PERCENT,
          KqlTokens.COMMA,
          KqlTokens.LEFT_PARENTHESIS,
          KqlTokens.LEFT_BRACKET,
          KqlTokens.DOT_DOT,
          KqlTokens.JOIN,
          KqlTokens.LOOKUP,
          KqlTokens.MAKE_SERIES);

  /** After these comes a name. */
  private static final Set<Integer> BEFORE_NAME =
      Set.of(
          KqlTokens.PROJECT_AWAY,
          KqlTokens.PROJECT_KEEP,
          KqlTokens.PROJECT_REORDER,
          KqlTokens.LET,
          KqlTokens.AS,
          KqlTokens.SET,
          KqlTokens.DOT,
          KqlTokens.RENDER);

  /** With these, or a name, a value begins. */
  private static final Set<Integer> EXPRESSION_START =
      Set.of(
          KqlTokens.STRING,
          KqlTokens.LONG,
          KqlTokens.REAL,
          KqlTokens.BOOL,
          KqlTokens.TIMESPAN,
          KqlTokens.TYPED_LITERAL,
          KqlTokens.LEFT_PARENTHESIS,
          KqlTokens.MINUS,
          KqlTokens.PLUS,
          KqlTokens.STAR);

  private final SourceText source;
  private final Diagnostics diagnostics;

  SyntaxMessages(SourceText source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
  }

  /** Reports the error that the parser met at the token of that index. */
  void report(List<Token> tokens, int at, RecognitionException cause) {
    if (new Slips(source, diagnostics, tokens, at).report()) {
      return;
    }
    Token found = tokens.get(at);
    @Nullable Token before = at == 0 ? null : tokens.get(at - 1);
    Span span = at == 0 || found.getType() != Token.EOF ? TokenCheck.span(found) : after(before);
    diagnostics.error(ErrorCode.SYNTAX, span, message(found, before, cause));
  }

  /** The place right after a token. */
  static Span after(@Nullable Token token) {
    return Span.at(token == null ? 0 : token.getStopIndex() + 1);
  }

  private static String message(Token found, @Nullable Token before, RecognitionException cause) {
    String place = before == null ? "" : " after '" + shown(before) + "'";
    if (before != null && !startsExpression(found.getType())) {
      if (BEFORE_EXPRESSION.contains(before.getType())) {
        return "Expected <expression>" + place;
      }
      if (BEFORE_NAME.contains(before.getType())) {
        return "Expected <name>" + place;
      }
    }
    String expected = expected(cause);
    if (!expected.isEmpty()) {
      return "Expected " + expected + place;
    }
    return found.getType() == Token.EOF
        ? "The query ends too early" + place
        : "Unexpected '" + shown(found) + "'" + place;
  }

  /** True when a value can begin with a token of this type. */
  static boolean startsExpression(int type) {
    return EXPRESSION_START.contains(type) || isName(type);
  }

  /** True when the token is a name, or a word that may be one. */
  static boolean isName(int type) {
    return type == KqlTokens.NAME || Holder.NAMES.contains(type);
  }

  /** True when a value must follow a token of this type. */
  static boolean needsExpression(int type) {
    return BEFORE_EXPRESSION.contains(type);
  }

  static String shown(Token token) {
    String text = token.getText();
    return text.length() <= 40 ? text : text.substring(0, 37) + "…";
  }

  private static String expected(RecognitionException cause) {
    @Nullable IntervalSet expected =
        cause instanceof InputMismatchException ? cause.getExpectedTokens() : null;
    if (expected == null) {
      return "";
    }
    Set<String> words = new TreeSet<>();
    for (int type : expected.toList()) {
      if (type == KqlTokens.BROKEN) {
        continue;
      }
      words.add(word(type, expected));
    }
    if (words.contains("<expression>")) {
      words.removeIf(word -> word.equals("<name>") || word.equals("'['"));
    }
    if (words.contains("<name>")) {
      words.remove("'['");
    }
    return words.size() > MOST_EXPECTED || words.contains("the end")
        ? ""
        : join(List.copyOf(words));
  }

  private static String word(int type, IntervalSet expected) {
    boolean value = expected.contains(KqlTokens.STRING) && expected.contains(KqlTokens.LONG);
    if (value && startsExpression(type)) {
      return "<expression>";
    }
    if (isName(type) && expected.contains(KqlTokens.NAME)) {
      return "<name>";
    }
    if (type == Token.EOF) {
      return "the end";
    }
    String literal = KqlTokens.VOCABULARY.getLiteralName(type);
    return literal != null ? literal : "<" + KqlTokens.VOCABULARY.getSymbolicName(type) + ">";
  }

  private static String join(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  /** Read from the grammar once, when the first error needs it. */
  private static final class Holder {
    private static final Set<Integer> NAMES = names();

    private static Set<Integer> names() {
      int start = KqlGrammar._ATN.ruleToStartState[KqlGrammar.RULE_name].stateNumber;
      return Set.copyOf(
          KqlGrammar._ATN.nextTokens(KqlGrammar._ATN.states.get(start)).toList().stream()
              .filter(type -> type != KqlTokens.LEFT_BRACKET)
              .toList());
    }
  }
}
