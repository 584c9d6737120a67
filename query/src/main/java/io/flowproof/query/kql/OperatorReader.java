package io.flowproof.query.kql;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.SourceText;
import io.flowproof.core.source.Span;
import io.flowproof.query.kql.KqlOperator.SortKey;
import io.flowproof.query.kql.grammar.KqlGrammar;
import io.flowproof.query.kql.grammar.KqlGrammarBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;

/** Turns the parser's contexts of tabular operators into records. */
final class OperatorReader extends KqlGrammarBaseVisitor<KqlOperator> {
  private final SourceText source;
  private final Diagnostics diagnostics;
  private final ExpressionReader expressions;
  private final PartReader parts;
  private final Function<KqlGrammar.PipelineContext, Kql.Pipeline> pipelines;

  OperatorReader(
      SourceText source,
      Diagnostics diagnostics,
      ExpressionReader expressions,
      Function<KqlGrammar.PipelineContext, Kql.Pipeline> pipelines) {
    this.source = source;
    this.diagnostics = diagnostics;
    this.expressions = expressions;
    this.parts = new PartReader(diagnostics, expressions);
    this.pipelines = pipelines;
  }

  Kql.Pipeline pipeline(KqlGrammar.PipelineContext context) {
    List<KqlOperator> operators = new ArrayList<>();
    KqlGrammar.SourceContext first = context.source();
    operators.add(
        first.expression() == null
            ? visit(first.getChild(0))
            : new KqlOperator.Read(span(first), expressions.expression(first.expression())));
    context.operator().forEach(operator -> operators.add(visit(operator)));
    return new Kql.Pipeline(span(context), operators);
  }

  private Kql.Pipeline subpipeline(KqlGrammar.SubpipelineContext context) {
    return new Kql.Pipeline(span(context), context.operator().stream().map(this::visit).toList());
  }

  List<Kql.ColumnType> columns(List<KqlGrammar.ColumnTypeContext> contexts) {
    return parts.columns(contexts);
  }

  private KqlExpression value(KqlGrammar.ExpressionContext context) {
    return expressions.expression(context);
  }

  private @Nullable KqlExpression optional(KqlGrammar.@Nullable ExpressionContext context) {
    return context == null ? null : expressions.expression(context);
  }

  private static Span span(ParserRuleContext context) {
    return ExpressionReader.span(context);
  }

  @Override
  public KqlOperator visitWhere(KqlGrammar.WhereContext context) {
    return new KqlOperator.Where(span(context), value(context.expression()));
  }

  @Override
  public KqlOperator visitExtend(KqlGrammar.ExtendContext context) {
    return new KqlOperator.Extend(span(context), parts.named(context.namedExpressions()));
  }

  @Override
  public KqlOperator visitProject(KqlGrammar.ProjectContext context) {
    return new KqlOperator.Project(span(context), parts.named(context.namedExpressions()));
  }

  @Override
  public KqlOperator visitProjectAway(KqlGrammar.ProjectAwayContext context) {
    return new KqlOperator.ProjectAway(span(context), parts.patterns(context.wildcardNames()));
  }

  @Override
  public KqlOperator visitProjectKeep(KqlGrammar.ProjectKeepContext context) {
    return new KqlOperator.ProjectKeep(span(context), parts.patterns(context.wildcardNames()));
  }

  @Override
  public KqlOperator visitProjectRename(KqlGrammar.ProjectRenameContext context) {
    return new KqlOperator.ProjectRename(span(context), parts.named(context.namedExpressions()));
  }

  @Override
  public KqlOperator visitProjectReorder(KqlGrammar.ProjectReorderContext context) {
    return new KqlOperator.ProjectReorder(
        span(context), context.reorderedName().stream().map(parts::reordered).toList());
  }

  @Override
  public KqlOperator visitSummarize(KqlGrammar.SummarizeContext context) {
    boolean first = context.BY() == null || context.namedExpressions().size() > 1;
    return new KqlOperator.Summarize(
        span(context),
        parts.hints(context.hint()),
        first ? parts.named(context.namedExpressions(0)) : List.of(),
        context.BY() == null ? List.of() : parts.named(context.namedExpressions(first ? 1 : 0)));
  }

  @Override
  public KqlOperator visitSort(KqlGrammar.SortContext context) {
    List<SortKey> keys = context.sortKey().stream().map(parts::sortKey).toList();
    return new KqlOperator.Sort(span(context), parts.hints(context.hint()), keys);
  }

  @Override
  public KqlOperator visitTop(KqlGrammar.TopContext context) {
    return new KqlOperator.Top(
        span(context),
        parts.hints(context.hint()),
        value(context.expression()),
        parts.sortKey(context.sortKey()));
  }

  @Override
  public KqlOperator visitTake(KqlGrammar.TakeContext context) {
    return new KqlOperator.Take(span(context), value(context.expression()));
  }

  @Override
  public KqlOperator visitCount(KqlGrammar.CountContext context) {
    return new KqlOperator.Count(span(context), parts.optionalName(context.name()));
  }

  @Override
  public KqlOperator visitDistinct(KqlGrammar.DistinctContext context) {
    return new KqlOperator.Distinct(
        span(context), parts.hints(context.hint()), expressions.expressions(context.expression()));
  }

  @Override
  public KqlOperator visitAs(KqlGrammar.AsContext context) {
    return new KqlOperator.As(
        span(context), parts.hints(context.hint()), expressions.name(context.name()));
  }

  @Override
  public KqlOperator visitConsume(KqlGrammar.ConsumeContext context) {
    return new KqlOperator.Consume(span(context), parts.options(context.option()));
  }

  @Override
  public KqlOperator visitGetSchema(KqlGrammar.GetSchemaContext context) {
    return new KqlOperator.GetSchema(span(context));
  }

  @Override
  public KqlOperator visitInvoke(KqlGrammar.InvokeContext context) {
    return new KqlOperator.Invoke(span(context), value(context.expression()));
  }

  @Override
  public KqlOperator visitJoin(KqlGrammar.JoinContext context) {
    boolean where = context.WHERE() != null;
    if (!where && context.ON() == null) {
      diagnostics.error(
          ErrorCode.SYNTAX,
          SyntaxMessages.after(context.getStop()),
          "Expected 'on' after the right side of 'join'");
    }
    return new KqlOperator.Join(
        span(context),
        parts.options(context.option()),
        joined(context.joined()),
        where ? List.of() : expressions.expressions(context.expression()),
        where ? value(context.expression(0)) : null);
  }

  @Override
  public KqlOperator visitLookup(KqlGrammar.LookupContext context) {
    return new KqlOperator.Lookup(
        span(context),
        parts.options(context.option()),
        joined(context.joined()),
        expressions.expressions(context.expression()));
  }

  private KqlExpression joined(KqlGrammar.JoinedContext context) {
    return context.expression() != null
        ? value(context.expression())
        : new KqlExpression.Tabular(
            span(context), new Kql.Pipeline(span(context), List.of(visit(context.getChild(0)))));
  }

  @Override
  public KqlOperator visitMakeSeries(KqlGrammar.MakeSeriesContext context) {
    KqlGrammar.SeriesRangeContext range = context.seriesRange();
    boolean inRange = range.RANGE() != null;
    if (inRange && !range.IN().getText().equals("in")) {
      diagnostics.error(ErrorCode.SYNTAX, TokenCheck.span(range.IN().getSymbol()), "Expected 'in'");
    }
    int steps = range.expression().size();
    boolean from = inRange || range.FROM() != null;
    boolean to = inRange || range.TO() != null;
    return new KqlOperator.MakeSeries(
        span(context),
        context.seriesOption().stream().map(parts::seriesOption).toList(),
        context.seriesValue().stream().map(parts::seriesValue).toList(),
        value(context.expression()),
        from ? value(range.expression(0)) : null,
        to ? value(range.expression(from ? 1 : 0)) : null,
        value(range.expression(steps - 1)),
        inRange,
        parts.named(context.namedExpressions()));
  }

  @Override
  public KqlOperator visitMvApply(KqlGrammar.MvApplyContext context) {
    return new KqlOperator.MvApply(
        span(context),
        parts.expandOptions(context.expandOption()),
        context.expansion().stream().map(parts::expansion).toList(),
        optional(context.expression()),
        subpipeline(context.subpipeline()));
  }

  @Override
  public KqlOperator visitMvExpand(KqlGrammar.MvExpandContext context) {
    return new KqlOperator.MvExpand(
        span(context),
        parts.expandOptions(context.expandOption()),
        context.expansion().stream().map(parts::expansion).toList(),
        limit(context));
  }

  /** The old spelling has a limit of its own. */
  private @Nullable KqlExpression limit(KqlGrammar.MvExpandContext context) {
    boolean legacy = context.MV_EXPAND().getText().equals("mvexpand");
    return context.expression() == null && legacy
        ? new KqlExpression.Literal(span(context), KqlType.LONG, 128L)
        : optional(context.expression());
  }

  @Override
  public KqlOperator visitParse(KqlGrammar.ParseContext context) {
    return new KqlOperator.Parse(
        span(context),
        context.PARSE_WHERE() != null,
        parts.options(context.option()),
        value(context.expression()),
        context.patternPart().stream().map(parts::patternPart).toList());
  }

  @Override
  public KqlOperator visitParseKv(KqlGrammar.ParseKvContext context) {
    return new KqlOperator.ParseKv(
        span(context),
        value(context.expression()),
        columns(context.schema().columnType()),
        parts.properties(context.properties()));
  }

  @Override
  public KqlOperator visitPartition(KqlGrammar.PartitionContext context) {
    boolean braces = context.pipeline() != null;
    return new KqlOperator.Partition(
        span(context),
        parts.options(context.option()),
        expressions.name(context.name()),
        braces,
        braces ? pipelines.apply(context.pipeline()) : subpipeline(context.subpipeline()));
  }

  @Override
  public KqlOperator visitRender(KqlGrammar.RenderContext context) {
    return new KqlOperator.Render(
        span(context),
        expressions.name(context.name()),
        parts.options(context.option()),
        parts.properties(context.properties()));
  }

  @Override
  public KqlOperator visitSample(KqlGrammar.SampleContext context) {
    return new KqlOperator.Sample(span(context), value(context.expression()));
  }

  @Override
  public KqlOperator visitSampleDistinct(KqlGrammar.SampleDistinctContext context) {
    return new KqlOperator.SampleDistinct(
        span(context),
        parts.hints(context.hint()),
        value(context.expression(0)),
        value(context.expression(1)));
  }

  @Override
  public KqlOperator visitSerialize(KqlGrammar.SerializeContext context) {
    return new KqlOperator.Serialize(span(context), parts.named(context.namedExpressions()));
  }

  @Override
  public KqlOperator visitPipedUnion(KqlGrammar.PipedUnionContext context) {
    return visit((ParseTree) context.union());
  }

  @Override
  public KqlOperator visitPipedEvaluate(KqlGrammar.PipedEvaluateContext context) {
    return visit((ParseTree) context.evaluate());
  }

  @Override
  public KqlOperator visitUnion(KqlGrammar.UnionContext context) {
    return new KqlOperator.Union(
        span(context),
        parts.options(context.option()),
        context.unionMember().stream().map(parts::unionMember).toList());
  }

  @Override
  public KqlOperator visitEvaluate(KqlGrammar.EvaluateContext context) {
    KqlGrammar.OutputSchemaContext schema = context.outputSchema();
    return new KqlOperator.Evaluate(
        span(context),
        parts.options(context.option()),
        value(context.expression()),
        schema != null && schema.STAR() != null,
        schema == null ? List.of() : columns(schema.columnType()));
  }

  @Override
  public KqlOperator visitPrint(KqlGrammar.PrintContext context) {
    return new KqlOperator.Print(span(context), parts.named(context.namedExpressions()));
  }

  @Override
  public KqlOperator visitRange(KqlGrammar.RangeContext context) {
    return new KqlOperator.Range(
        span(context),
        expressions.name(context.name()),
        value(context.expression(0)),
        value(context.expression(1)),
        value(context.expression(2)));
  }

  @Override
  public KqlOperator visitDatatable(KqlGrammar.DatatableContext context) {
    return new KqlOperator.Datatable(
        span(context),
        columns(context.schema().columnType()),
        expressions.expressions(context.expression()));
  }

  @Override
  public KqlOperator visitExternaldata(KqlGrammar.ExternaldataContext context) {
    return new KqlOperator.ExternalData(
        span(context),
        columns(context.schema().columnType()),
        expressions.expressions(context.expression()),
        parts.properties(context.properties()));
  }

  @Override
  public KqlOperator visitNamedSource(KqlGrammar.NamedSourceContext context) {
    return other(context);
  }

  @Override
  public KqlOperator visitNamedOperator(KqlGrammar.NamedOperatorContext context) {
    return other(context);
  }

  private KqlOperator other(ParserRuleContext context) {
    Token word = context.getStart();
    return new KqlOperator.OtherOperator(
        span(context), word.getText(), source.slice(span(context)));
  }

  /** Reported already. */
  @Override
  public KqlOperator visitBrokenOperator(KqlGrammar.BrokenOperatorContext context) {
    return new KqlOperator.Broken(span(context));
  }
}
