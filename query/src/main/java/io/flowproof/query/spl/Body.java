package io.flowproof.query.spl;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.spl.CommandSplitter.Piece;
import io.flowproof.query.spl.grammar.SplSyntax;
import io.flowproof.query.spl.grammar.SplTokens;
import java.util.function.Function;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The body of one command: parses it with a start rule of the grammar, and leads tokens back to the
 * text of the whole search.
 *
 * @param text the body, masked
 * @param offset where the body starts in the source
 * @param command the command's name, for messages
 * @param searches reads searches in brackets
 */
record Body(String text, int offset, String command, PipelineReader searches) {

  /** How the characters of the body are read. */
  enum Mode {
    ARGUMENTS(SplTokens.DEFAULT_MODE),
    EXPRESSION(SplTokens.EXPRESSION),
    SEARCH(SplTokens.SEARCH);

    private final int lexerMode;

    Mode(int lexerMode) {
      this.lexerMode = lexerMode;
    }
  }

  /** The body of {@code piece} from the place {@code start} of the source on. */
  static Body of(Piece piece, int start, String command, PipelineReader searches) {
    return new Body(piece.text().substring(start - piece.start()), start, command, searches);
  }

  /** A part of the body, by places in its text. */
  Body part(int from, int to) {
    return new Body(text.substring(from, to), offset + from, command, searches);
  }

  /** The problems of the whole search. */
  Diagnostics problems() {
    return searches.problems();
  }

  /** Parses the body; null when it does not follow the rule, which is then reported. */
  <C extends ParserRuleContext> @Nullable C parse(Mode mode, Function<SplSyntax, C> rule) {
    SplTokens lexer = new SplTokens(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    if (mode != Mode.ARGUMENTS) {
      // Pushed, not set: an unbalanced ')' pops the mode of expressions.
      lexer.pushMode(mode.lexerMode);
    }
    SplSyntax parser = new SplSyntax(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.addErrorListener(new SyntaxProblems(this));
    try {
      return rule.apply(parser);
    } catch (ParseCancellationException reported) {
      return null;
    }
  }

  /** The place of a token in the source. */
  Span span(Token token) {
    return token.getType() == Token.EOF
        ? Span.at(offset + text.length())
        : new Span(offset + token.getStartIndex(), offset + token.getStopIndex() + 1);
  }

  /** The place of a rule in the source; an empty rule is the place where it would stand. */
  Span span(ParserRuleContext context) {
    Token start = context.getStart();
    Token stop = context.getStop();
    return stop == null || stop.getStopIndex() < start.getStartIndex()
        ? Span.at(offset + start.getStartIndex())
        : span(start).to(span(stop));
  }

  /** The text of a token as it stands in the source. */
  String source(Token token) {
    return problems().source().slice(span(token));
  }

  /** The text of a quoted token without quotes and escapes: {@code \\}, and the quote itself. */
  String unquoted(Token token) {
    String quoted = source(token);
    char quote = quoted.charAt(0);
    return unescape(quoted.substring(1, quoted.length() - 1), c -> c == quote || c == '\\');
  }

  /** Takes the backslash off before the characters that need one; it stays before others. */
  static String unescape(String text, Function<Character, Boolean> isEscapable) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && isEscapable.apply(text.charAt(i + 1))) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }

  /** The search in brackets that {@code token} stands for. */
  Spl.Search subsearch(Token token) {
    return searches.readSubsearch(span(token));
  }

  /** The macro call that {@code token} is. */
  Spl.MacroCall macro(Token token) {
    String call = source(token);
    return new Spl.MacroCall(call.substring(1, call.length() - 1).strip(), span(token));
  }

  /** Reports a tree that is too deep, and gives up on this command. */
  ParseCancellationException tooDeep(Span span) {
    problems()
        .error(
            ErrorCode.TOO_LARGE,
            span,
            "The search nests more than " + CommandSplitter.DEEPEST + " levels");
    return new ParseCancellationException();
  }
}
