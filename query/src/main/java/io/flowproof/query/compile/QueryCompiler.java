package io.flowproof.query.compile;

import io.flowproof.core.source.Diagnostic;
import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.InvalidQueryException;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.Language;
import io.flowproof.query.QueryTime;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlParser;
import io.flowproof.query.lower.Lowered;
import io.flowproof.query.lower.LoweringContext;
import io.flowproof.query.lower.kql.KqlLowering;
import io.flowproof.query.lower.spl.SplLowering;
import io.flowproof.query.spl.Spl;
import io.flowproof.query.spl.SplParser;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Text of a query in, a {@link CompiledQuery} out: parse, lower, and report every problem at once.
 *
 * <p>A text is parsed once ({@link #parse}) and may be lowered many times, for each tick of a
 * schedule anew. Both run on a thread with a deep stack, so that a hostile text meets a limit and
 * not a stack overflow.
 */
public final class QueryCompiler {
  private static final long STACK = 512L << 20;

  private final Catalog catalog;

  /** Compiles against the tables of {@code catalog}. */
  public QueryCompiler(Catalog catalog) {
    this.catalog = catalog;
  }

  /** A query that has been parsed and not yet bound to tables and a clock. */
  public static final class ParsedQuery {
    private final SourceText source;
    private final Language language;
    private final Function<LoweringContext, Lowered> lowering;

    private ParsedQuery(
        SourceText source, Language language, Function<LoweringContext, Lowered> lowering) {
      this.source = source;
      this.language = language;
      this.lowering = lowering;
    }

    /** The text it came from. */
    public SourceText source() {
      return source;
    }

    /** What it is written in. */
    public Language language() {
      return language;
    }
  }

  /**
   * Parses.
   *
   * @throws InvalidQueryException with all problems of syntax
   */
  public ParsedQuery parse(SourceText source, Language language) {
    return onDeepStack(source, () -> new ParsedQuery(source, language, lowering(source, language)));
  }

  /** A text that cannot be read is bound as far as it can be, so that all problems are told. */
  private Kql.Query kql(SourceText source) {
    Diagnostics diagnostics = new Diagnostics(source);
    Kql.Query query = KqlParser.parse(source, diagnostics);
    if (diagnostics.isEmpty()) {
      return query;
    }
    List<Diagnostic> syntax = diagnostics.list();
    Diagnostics binding = new Diagnostics(source);
    try {
      KqlLowering.lower(query, new LoweringContext(catalog, QueryTime.at(Instant.EPOCH), binding));
    } catch (InvalidQueryException e) {
      // Its problems are in the list.
    }
    for (Diagnostic problem : binding.list()) {
      if (syntax.stream().noneMatch(other -> other.span().overlaps(problem.span()))) {
        diagnostics.add(problem);
      }
    }
    diagnostics.throwIfAny();
    return query;
  }

  private Function<LoweringContext, Lowered> lowering(SourceText source, Language language) {
    return switch (language) {
      case KQL -> {
        Kql.Query query = kql(source);
        yield context -> KqlLowering.lower(query, context);
      }
      case SPL -> {
        Spl.Search search = SplParser.parse(source);
        yield context -> SplLowering.lower(search, context);
      }
    };
  }

  /**
   * Binds names and types and makes the plan.
   *
   * @throws InvalidQueryException with all problems of names, types and support
   */
  public CompiledQuery compile(ParsedQuery query, QueryTime time) {
    return onDeepStack(query.source(), () -> lower(query, time));
  }

  /** {@link #parse} and {@link #compile} in one. */
  public CompiledQuery compile(SourceText source, Language language, QueryTime time) {
    return compile(parse(source, language), time);
  }

  private CompiledQuery lower(ParsedQuery query, QueryTime time) {
    Diagnostics diagnostics = new Diagnostics(query.source());
    LoweringContext context = new LoweringContext(catalog, time, diagnostics);
    Lowered lowered = query.lowering.apply(context);
    diagnostics.throwIfAny();
    return new CompiledQuery(query.language(), context, lowered);
  }

  private static <T> T onDeepStack(SourceText source, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, "query compiler", STACK);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StackOverflowError) {
        throw new InvalidQueryException(
            source,
            List.of(
                new Diagnostic(ErrorCode.TOO_LARGE, Span.at(0), "The query is nested too deeply")));
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while compiling", e);
    }
  }
}
