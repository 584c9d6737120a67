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
import io.flowproof.query.lower.StageRunner;
import io.flowproof.query.lower.kql.KqlLowering;
import io.flowproof.query.lower.spl.SplLowering;
import io.flowproof.query.spl.Spl;
import io.flowproof.query.spl.SplParser;
import io.flowproof.query.splunk.ExpandedSearch;
import io.flowproof.query.splunk.MacroExpander;
import io.flowproof.query.splunk.SplEnvironment;
import io.flowproof.query.sql.EngineSql;
import io.flowproof.query.sql.NotOnEngineException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Text of a query in, a {@link CompiledQuery} out: parse, lower, and report every problem at once.
 *
 * <p>A text is parsed once ({@link #parse}) and may be lowered many times, for each tick of a
 * schedule anew. Both run on a thread with a deep stack, so that a hostile text meets a limit and
 * not a stack overflow.
 */
public final class QueryCompiler {
  /** Reading that many a second time takes longer than planning a longer query. */
  private static final long MANY_RECORDS = 1_000_000;

  private final Catalog catalog;
  private final SplEnvironment splunk;
  private final @Nullable StageRunner stages;
  private final EngineSql sql;
  private final boolean manyRecords;

  /** Compiles against the tables of {@code catalog}. */
  public QueryCompiler(Catalog catalog) {
    this(catalog, SplEnvironment.PLAIN);
  }

  /** Compiles against tables, and searches with what stands around them in Splunk. */
  public QueryCompiler(Catalog catalog, SplEnvironment splunk) {
    this(catalog, splunk, null, EngineSql.DUCKDB, false);
  }

  private QueryCompiler(
      Catalog catalog,
      SplEnvironment splunk,
      @Nullable StageRunner stages,
      EngineSql sql,
      boolean manyRecords) {
    this.catalog = catalog;
    this.splunk = splunk;
    this.stages = stages;
    this.sql = sql;
    this.manyRecords = manyRecords;
  }

  /**
   * The same for about so many flow records: over many, the embedded engine is faster with some
   * queries in two steps (see {@link io.flowproof.query.algebra.ThresholdsFirst}).
   */
  public QueryCompiler forRecords(long records) {
    return new QueryCompiler(catalog, splunk, stages, sql, records >= MANY_RECORDS);
  }

  /**
   * The same for another engine. Compiling then refuses what that engine has no form of, as {@code
   * UNSUPPORTED} at its place.
   */
  public QueryCompiler forEngine(EngineSql engine) {
    return new QueryCompiler(catalog, splunk, stages, engine, manyRecords);
  }

  /** The SQL that queries are compiled to. */
  public EngineSql engine() {
    return sql;
  }

  /**
   * The same where stages run ({@link io.flowproof.query.lower.Stages}): subsearches, and the names
   * of columns that depend on data. Compiling then throws what the runner throws.
   */
  public QueryCompiler running(StageRunner runner) {
    return new QueryCompiler(catalog, splunk, runner, sql, manyRecords);
  }

  /** The same where nothing runs, and what depends on data is left open. */
  public QueryCompiler withoutRunning() {
    return new QueryCompiler(catalog, splunk, null, sql, manyRecords);
  }

  /** A query that has been parsed and not yet bound to tables and a clock. */
  public static final class ParsedQuery {
    private final ExpandedSearch text;
    private final Language language;
    private final BiFunction<LoweringContext, SplEnvironment, Lowered> lowering;

    private ParsedQuery(
        ExpandedSearch text,
        Language language,
        BiFunction<LoweringContext, SplEnvironment, Lowered> lowering) {
      this.text = text;
      this.language = language;
      this.lowering = lowering;
    }

    /** The text it came from, as it was written. */
    public SourceText source() {
      return text.written();
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
    return onDeepStack(
        source,
        () ->
            switch (language) {
              case KQL -> {
                Kql.Query query = kql(source);
                yield new ParsedQuery(
                    ExpandedSearch.unchanged(source),
                    language,
                    (context, around) -> KqlLowering.lower(query, context));
              }
              case SPL -> parseSearch(source);
            });
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

  private ParsedQuery parseSearch(SourceText source) {
    Diagnostics problems = new Diagnostics(source);
    ExpandedSearch text = MacroExpander.expand(source, splunk.macros(), splunk.tokens(), problems);
    List<Diagnostic> open = problems.list();
    try {
      Spl.Search search = search(text);
      ParsedQuery query =
          new ParsedQuery(
              text, Language.SPL, (context, around) -> SplLowering.lower(search, context, around));
      if (open.isEmpty()) {
        return query;
      }
      withoutRunning().lower(query, QueryTime.at(Instant.EPOCH));
    } catch (InvalidQueryException e) {
      e.diagnostics().stream()
          .filter(problem -> open.stream().noneMatch(o -> o.span().overlaps(problem.span())))
          .forEach(problems::add);
    }
    problems.throwIfAny();
    throw new IllegalStateException("What is wrong with a search is a problem");
  }

  private static Spl.Search search(ExpandedSearch text) {
    try {
      return SplParser.parse(text.text());
    } catch (InvalidQueryException e) {
      throw text.locate(e);
    }
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
    Diagnostics diagnostics = new Diagnostics(query.text.text());
    LoweringContext context = new LoweringContext(catalog, time, diagnostics, stages, sql);
    try {
      Lowered lowered = query.lowering.apply(context, splunk);
      diagnostics.throwIfAny();
      boolean inSteps = manyRecords && sql == EngineSql.DUCKDB;
      CompiledQuery compiled =
          new CompiledQuery(query.language(), context, lowered, query.text, sql, inSteps);
      if (sql != EngineSql.DUCKDB) {
        compiled.checkSql();
      }
      return compiled;
    } catch (NotOnEngineException e) {
      throw query.text.locate(
          new InvalidQueryException(query.text.text(), List.of(notOnEngine(e, context))));
    } catch (InvalidQueryException e) {
      throw query.text.locate(e);
    }
  }

  private Diagnostic notOnEngine(NotOnEngineException problem, LoweringContext context) {
    return new Diagnostic(
        ErrorCode.UNSUPPORTED,
        context.places().of(problem.template()).orElse(Span.at(0)),
        "%s has no form of this: %s".formatted(sql.title(), problem.getMessage()),
        "the embedded engine has it: read the lake without --engine");
  }

  private static <T> T onDeepStack(SourceText source, Callable<T> work) {
    try {
      return DeepThread.call(work);
    } catch (StackOverflowError e) {
      throw new InvalidQueryException(
          source,
          List.of(
              new Diagnostic(ErrorCode.TOO_LARGE, Span.at(0), "The query is nested too deeply")));
    }
  }
}
