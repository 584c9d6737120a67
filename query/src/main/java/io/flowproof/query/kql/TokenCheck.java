package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.grammar.KqlTokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Splits a text into tokens and finds what is wrong before any grammar is asked: unclosed strings,
 * foreign characters, unbalanced brackets, and nesting that would be too deep for the parser.
 */
final class TokenCheck {
  private static final int MOST_NESTED = 500;
  private static final int MOST_STAGES = 300;
  private static final int MOST_CHAINED = 500;

  private static final Set<Integer> CHAINING =
      Set.of(
          KqlTokens.PLUS,
          KqlTokens.MINUS,
          KqlTokens.STAR,
          KqlTokens.SLASH,
          KqlTokens.PERCENT,
          KqlTokens.STRING_OPERATOR,
          KqlTokens.LESS,
          KqlTokens.LESS_EQUAL,
          KqlTokens.GREATER,
          KqlTokens.GREATER_EQUAL,
          KqlTokens.DOT,
          KqlTokens.LEFT_BRACKET);
  private static final Set<Integer> UNCHAINING =
      Set.of(KqlTokens.COMMA, KqlTokens.AND, KqlTokens.OR, KqlTokens.PIPE, KqlTokens.SEMICOLON);

  private final SourceText source;
  private final Diagnostics diagnostics;

  private TokenCheck(SourceText source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
  }

  /**
   * The tokens of the text, the last one the end of the text.
   *
   * @throws io.flowproof.core.source.InvalidQueryException when the tokens cannot be parsed
   */
  static List<Token> tokens(SourceText source, Diagnostics diagnostics) {
    KqlTokens lexer = new KqlTokens(CharStreams.fromString(source.text()));
    lexer.removeErrorListeners();
    List<Token> tokens = new ArrayList<>();
    do {
      tokens.add(lexer.nextToken());
    } while (tokens.getLast().getType() != Token.EOF);
    new TokenCheck(source, diagnostics).check(tokens);
    return tokens;
  }

  static boolean isOpening(int type) {
    return type == KqlTokens.LEFT_PARENTHESIS
        || type == KqlTokens.LEFT_BRACKET
        || type == KqlTokens.LEFT_BRACE;
  }

  static boolean isClosing(int type) {
    return type == KqlTokens.RIGHT_PARENTHESIS
        || type == KqlTokens.RIGHT_BRACKET
        || type == KqlTokens.RIGHT_BRACE;
  }

  /** How many operators stand in one chain after a token of this type. */
  static int chained(int type, int before) {
    return CHAINING.contains(type) ? before + 1 : UNCHAINING.contains(type) ? 0 : before;
  }

  static Span span(Token token) {
    return new Span(
        token.getStartIndex(), Math.max(token.getStartIndex(), token.getStopIndex() + 1));
  }

  private void check(List<Token> tokens) {
    refuseWhatIsNoQuery(tokens);
    boolean readable = hasNoBlockComment(tokens);
    for (Token token : tokens) {
      readable &= isReadable(token);
    }
    if (!readable) {
      diagnostics.throwIfAny();
    }
    checkBrackets(tokens);
    checkSizes(tokens);
  }

  private void refuseWhatIsNoQuery(List<Token> tokens) {
    Token first = tokens.getFirst();
    if (tokens.stream().allMatch(token -> isEmpty(token.getType()))) {
      diagnostics.error(ErrorCode.SYNTAX, span(first), "The query is empty");
    } else if (first.getType() == KqlTokens.DOT) {
      Span command = span(first).to(span(tokens.get(1)));
      diagnostics.error(
          ErrorCode.FORBIDDEN,
          command,
          "'" + source.slice(command) + "' is a management command",
          "only queries run here");
    }
    diagnostics.throwIfAny();
  }

  private boolean hasNoBlockComment(List<Token> tokens) {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token slash = tokens.get(i);
      if (slash.getType() == KqlTokens.SLASH
          && tokens.get(i + 1).getType() == KqlTokens.STAR
          && tokens.get(i + 1).getStartIndex() == slash.getStopIndex() + 1) {
        diagnostics.error(
            ErrorCode.SYNTAX,
            span(slash).to(span(tokens.get(i + 1))),
            "'/*' begins no comment in KQL",
            "write // before each line of it");
        return false;
      }
    }
    return true;
  }

  private static boolean isEmpty(int type) {
    return type == KqlTokens.SEMICOLON || type == Token.EOF;
  }

  /** Reports a token that no grammar can use; a sign of another language becomes ours. */
  private boolean isReadable(Token token) {
    switch (token.getType()) {
      case KqlTokens.UNCLOSED_STRING -> {
        error(token, "Unclosed string", unclosedHint(token.getText()));
        return false;
      }
      case KqlTokens.FOREIGN -> {
        error(token, "Unexpected character '" + token.getText() + "'", foreignHint(token));
        return false;
      }
      case KqlTokens.AND_SIGN -> {
        error(token, "'&&' is not an operator", "use 'and'");
        ((CommonToken) token).setType(KqlTokens.AND);
      }
      case KqlTokens.OR_SIGN -> {
        error(token, "'||' is not an operator", "use 'or'");
        ((CommonToken) token).setType(KqlTokens.OR);
      }
      default -> {}
    }
    return true;
  }

  private void error(Token token, String message, @Nullable String hint) {
    diagnostics.error(ErrorCode.SYNTAX, span(token), message, hint);
  }

  private static String unclosedHint(String text) {
    char quote = text.charAt(text.indexOf('"') < 0 ? text.indexOf('\'') : text.indexOf('"'));
    return "a string ends with " + quote + " on the same line";
  }

  private static @Nullable String foreignHint(Token token) {
    return switch (token.getText()) {
      case "!" -> "negate with not(…)";
      case "\u201c", "\u201d", "\u201e" -> "use the plain quote \"";
      case "\u2018", "\u2019", "`" -> "use the plain quote '";
      case "\u2013", "\u2014" -> "use the plain minus -";
      case "&" -> "use 'and'";
      case "\\" -> "a backslash stands in strings only";
      default -> null;
    };
  }

  private void checkBrackets(List<Token> tokens) {
    Deque<Token> open = new ArrayDeque<>();
    for (Token token : tokens) {
      if (isOpening(token.getType())) {
        open.push(token);
      } else if (isClosing(token.getType())) {
        if (open.isEmpty()) {
          error(token, "Unexpected '" + token.getText() + "'", "nothing is open here");
          break;
        }
        Token opening = open.pop();
        if (!closing(opening).equals(token.getText())) {
          error(
              token,
              "Unexpected '" + token.getText() + "'",
              "'" + opening.getText() + "' in line " + opening.getLine() + " is still open");
          open.clear();
          break;
        }
      }
    }
    open.descendingIterator()
        .forEachRemaining(
            token ->
                error(
                    token,
                    "Unclosed '" + token.getText() + "'",
                    "it ends with '" + closing(token) + "'"));
    diagnostics.throwIfAny();
  }

  private static String closing(Token opening) {
    return switch (opening.getType()) {
      case KqlTokens.LEFT_PARENTHESIS -> ")";
      case KqlTokens.LEFT_BRACKET -> "]";
      default -> "}";
    };
  }

  private void checkSizes(List<Token> tokens) {
    Deque<int[]> outer = new ArrayDeque<>();
    int[] counts = new int[2];
    for (Token token : tokens) {
      int type = token.getType();
      counts[1] = chained(type, counts[1]);
      counts[0] =
          type == KqlTokens.PIPE ? counts[0] + 1 : type == KqlTokens.SEMICOLON ? 0 : counts[0];
      if (isOpening(type)) {
        outer.push(counts);
        counts = new int[2];
      } else if (isClosing(type)) {
        counts = outer.pop();
      }
      tooLarge(token, outer.size() > MOST_NESTED, "Brackets are nested deeper than " + MOST_NESTED);
      tooLarge(
          token, counts[0] >= MOST_STAGES, "A pipeline has more than " + MOST_STAGES + " stages");
      tooLarge(
          token, counts[1] > MOST_CHAINED, "More than " + MOST_CHAINED + " operators in one chain");
    }
  }

  private void tooLarge(Token token, boolean isIt, String message) {
    if (isIt) {
      diagnostics.error(ErrorCode.TOO_LARGE, span(token), message);
      diagnostics.throwIfAny();
    }
  }
}
