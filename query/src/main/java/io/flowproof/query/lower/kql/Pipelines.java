package io.flowproof.query.lower.kql;

import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlOperator;
import java.util.List;
import java.util.Set;

/** Lowers the operators of a pipeline, each by a class of its own. */
final class Pipelines {
  private final Binder binder;

  Pipelines(Binder binder) {
    this.binder = binder;
  }

  /** The rows that a pipeline gives. */
  Rows lower(Kql.Pipeline pipeline, Environment names) {
    List<KqlOperator> operators = pipeline.operators();
    return after(source(operators.getFirst(), names), operators, 1, names);
  }

  /** The rows of an expression that stands for a table; what is wrong with it is reported. */
  Rows rows(KqlExpression table, Environment names) {
    var read = new KqlOperator.Read(table.span(), table);
    return lower(new Kql.Pipeline(table.span(), List.of(read)), names);
  }

  /** What the operators from a place on make of rows. */
  Rows after(Rows source, List<KqlOperator> operators, int from, Environment outside) {
    Rows rows = source;
    Environment names = outside;
    for (int i = from; i < operators.size(); i++) {
      switch (operators.get(i)) {
        case KqlOperator.As as -> names = names.with(as.name().text(), new Environment.Given(rows));
        case KqlOperator.Union union -> {
          String name = UnionLegs.source(operators.subList(0, i), 0);
          rows = unionOf(union, new UnionLegs.Leg(name, rows), names);
        }
        case KqlOperator.Join join -> {
          List<KqlOperator> following = operators.subList(i + 1, operators.size());
          rows = next(join, filteredLeft(join, following, rows, names), names);
        }
        case KqlOperator operator -> rows = next(operator, rows, names);
      }
    }
    return rows;
  }

  private Rows filteredLeft(
      KqlOperator.Join join, List<KqlOperator> following, Rows left, Environment names) {
    return JoinLowering.isInnerUnique(join)
        ? new FiltersAfterJoin(binder).applied(following, left, names)
        : left;
  }

  private Rows unionOf(KqlOperator.Union union, UnionLegs.Leg before, Environment names) {
    try {
      Rows all = new UnionLowering(binder, this).lower(union, before, names);
      return binder.bounded(all, union.span());
    } catch (UnboundException e) {
      return before.rows().opened();
    }
  }

  private Rows source(KqlOperator operator, Environment names) {
    try {
      return switch (operator) {
        case KqlOperator.Read read -> new ReadLowering(binder, this).lower(read, names);
        case KqlOperator.Print print -> new PrintLowering(binder).lower(print, names);
        case KqlOperator.Datatable table -> new DatatableLowering(binder).lower(table, names);
        case KqlOperator.ExternalData data -> new ExternalDataLowering(binder).lower(data, names);
        case KqlOperator.Range range -> new RangeLowering(binder).lower(range, names);
        case KqlOperator.Union union -> new UnionLowering(binder, this).lower(union, null, names);
        case KqlOperator.Broken broken -> throw new UnboundException();
        case KqlOperator other -> throw unsupported(other);
      };
    } catch (UnboundException e) {
      return nothing();
    }
  }

  /** Stands for rows that could not be made: any column may be there. */
  private Rows nothing() {
    var plan = binder.context().algebra().oneRow();
    return new Rows(new Relation<>(plan, List.of(), List.of(), List.of()), Set.of(), true);
  }

  private Rows next(KqlOperator operator, Rows rows, Environment names) {
    try {
      Rows next = binder.bounded(lower(operator, rows, names), operator.span());
      if (next.fields().isEmpty() && next.broken().isEmpty() && !next.open() && !rows.open()) {
        throw binder.unsupported(operator.span(), "A table without columns");
      }
      return next;
    } catch (UnboundException e) {
      return rows.opened();
    }
  }

  private Rows lower(KqlOperator operator, Rows rows, Environment names) {
    WindowCalls.Extracted extracted = WindowCalls.extract(binder, operator, rows, names);
    return extracted == null
        ? plain(operator, rows, names)
        : WindowCalls.shown(plain(extracted.operator(), extracted.rows(), names));
  }

  private Rows plain(KqlOperator operator, Rows rows, Environment names) {
    return switch (operator) {
      case KqlOperator.Where where -> new WhereLowering(binder).lower(where, rows, names);
      case KqlOperator.Extend extend -> new ExtendLowering(binder).lower(extend, rows, names);
      case KqlOperator.Project project -> new ProjectLowering(binder).lower(project, rows, names);
      case KqlOperator.ProjectAway away -> new ProjectAwayLowering(binder).lower(away, rows);
      case KqlOperator.ProjectKeep keep -> new ProjectKeepLowering(binder).lower(keep, rows);
      case KqlOperator.ProjectRename rename ->
          new ProjectRenameLowering(binder).lower(rename, rows);
      case KqlOperator.ProjectReorder order ->
          new ProjectReorderLowering(binder).lower(order, rows);
      case KqlOperator.Summarize summarize ->
          new SummarizeLowering(binder).lower(summarize, rows, names);
      case KqlOperator.Sort sort -> new SortLowering(binder).lower(sort, rows, names);
      case KqlOperator.Top top -> new TopLowering(binder).lower(top, rows, names);
      case KqlOperator.Take take -> new TakeLowering(binder).lower(take, rows, names);
      case KqlOperator.Count count -> new CountLowering(binder).lower(count, rows);
      case KqlOperator.Distinct distinct ->
          new DistinctLowering(binder).lower(distinct, rows, names);
      case KqlOperator.Join join -> new JoinLowering(binder).lower(join, rows, names);
      case KqlOperator.Lookup lookup -> new JoinLowering(binder).lower(lookup, rows, names);
      case KqlOperator.Invoke invoke -> new InvokeLowering(binder, this).lower(invoke, rows, names);
      case KqlOperator.GetSchema schema -> new GetSchemaLowering(binder).lower(rows);
      case KqlOperator.Sample sample -> new SampleLowering(binder).lower(sample, rows, names);
      case KqlOperator.SampleDistinct sample ->
          new SampleLowering(binder).lower(sample, rows, names);
      case KqlOperator.Render render -> {
        binder.context().chart(render.chart().text());
        yield rows;
      }
      case KqlOperator.Broken broken -> throw new UnboundException();
      case KqlOperator.MvExpand expand -> new ExpandLowering(binder).lower(expand, rows, names);
      case KqlOperator.MvApply apply -> new ApplyLowering(binder, this).lower(apply, rows, names);
      case KqlOperator.Partition partition ->
          new PartitionLowering(binder, this).lower(partition, rows, names);
      case KqlOperator.Parse parse -> new ParseLowering(binder).lower(parse, rows, names);
      case KqlOperator.ParseKv parse -> new ParseKvLowering(binder).lower(parse, rows, names);
      case KqlOperator.MakeSeries series ->
          new MakeSeriesLowering(binder).lower(series, rows, names);
      case KqlOperator.Serialize serialize ->
          new SerializeLowering(binder).lower(serialize, rows, names);
      case KqlOperator.Evaluate evaluate ->
          new EvaluateLowering(binder).lower(evaluate, rows, names);
      case KqlOperator other -> throw unsupported(other);
    };
  }

  private UnboundException unsupported(KqlOperator operator) {
    String word = KqlWords.of(operator);
    var span = operator.span();
    return binder.unsupported(
        new Span(span.start(), Math.min(span.end(), span.start() + word.length())),
        "The operator '" + word + "'");
  }
}
