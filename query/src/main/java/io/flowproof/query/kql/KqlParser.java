package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.grammar.KqlGrammar;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * Makes the syntax tree of a Kusto query. The whole query language parses; management commands
 * ({@code .show tables}) are refused by name. Names are not looked up here.
 */
public final class KqlParser {
  /** The longest text that is read, in UTF-16 code units. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final int MOST_ERRORS = 20;

  private KqlParser() {}

  /**
   * The tree of {@code source}.
   *
   * @throws InvalidQueryException with every problem found: after a broken stage reading goes on at
   *     the next pipe. Text longer than {@link #MAX_LENGTH}, brackets nested deeper than 500,
   *     chains of more than 500 operators and pipelines of more than 300 stages are {@code
   *     TOO_LARGE}
   */
  public static Kql.Query parse(SourceText source) {
    Diagnostics diagnostics = new Diagnostics(source);
    Kql.Query query = parse(source, diagnostics);
    diagnostics.throwIfAny();
    return query;
  }

  /**
   * The tree of {@code source} as far as it can be read: {@link KqlOperator.Broken} and {@link
   * KqlExpression.Broken} stand where it cannot, and what is wrong there goes to {@code
   * diagnostics}.
   *
   * @throws InvalidQueryException with every problem found when no tree can be made
   */
  public static Kql.Query parse(SourceText source, Diagnostics diagnostics) {
    if (source.text().length() > MAX_LENGTH) {
      diagnostics.error(
          ErrorCode.TOO_LARGE,
          Span.at(MAX_LENGTH),
          "The query has %,d characters".formatted(source.text().length()),
          "at most %,d are read".formatted(MAX_LENGTH));
      diagnostics.throwIfAny();
    }
    List<Token> tokens = TokenCheck.tokens(source, diagnostics);
    return DeepStack.needed(tokens)
        ? DeepStack.call(() -> tree(tokens, source, diagnostics))
        : tree(tokens, source, diagnostics);
  }

  private static Kql.Query tree(List<Token> tokens, SourceText source, Diagnostics diagnostics) {
    KqlGrammar.QueryContext context = parse(tokens, source, diagnostics);
    return new StatementReader(source, diagnostics).query(context);
  }

  /** Parses; what cannot be parsed is reported, replaced by one token, and the rest tried again. */
  private static KqlGrammar.QueryContext parse(
      List<Token> tokens, SourceText source, Diagnostics diagnostics) {
    List<Token> readable = tokens;
    SyntaxMessages messages = new SyntaxMessages(source, diagnostics);
    for (int errors = 0; errors < MOST_ERRORS; errors++) {
      KqlGrammar grammar = new KqlGrammar(new CommonTokenStream(new ListTokenSource(readable)));
      try {
        return query(grammar);
      } catch (ParseCancellationException e) {
        if (!(e.getCause() instanceof RecognitionException cause)) {
          throw e;
        }
        int at = readable.indexOf(cause.getOffendingToken());
        if (!BrokenStretch.touches(readable, at)) {
          messages.report(readable, at, cause);
        }
        Optional<List<Token>> shorter = BrokenStretch.replace(readable, at);
        if (shorter.isEmpty()) {
          break;
        }
        readable = shorter.get();
      }
    }
    diagnostics.throwIfAny();
    throw new IllegalStateException("A query was not parsed, and nothing was reported");
  }

  /** The fast prediction first; what it cannot decide is decided by the full one. */
  private static KqlGrammar.QueryContext query(KqlGrammar grammar) {
    grammar.removeErrorListeners();
    grammar.setErrorHandler(new BailErrorStrategy());
    grammar.getInterpreter().setPredictionMode(PredictionMode.SLL);
    try {
      return grammar.query();
    } catch (ParseCancellationException e) {
      grammar.reset();
      grammar.getInterpreter().setPredictionMode(PredictionMode.LL);
      return grammar.query();
    }
  }
}
