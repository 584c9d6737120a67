package io.flowproof.query.lower.kql;

import io.flowproof.core.source.Span;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.Kql;
import io.flowproof.query.kql.Kql.NamedExpression;
import io.flowproof.query.kql.KqlExpression;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlExpression.Name;
import io.flowproof.query.kql.KqlOperator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operators of a subquery that runs once for each part of some rows, rewritten to run once over
 * all of them: what groups, groups by the part as well; what orders or counts, does so within it.
 */
final class Partitioned {
  /** The hidden column that says to which part a row belongs. */
  static final String ROW = WindowCalls.HIDDEN + "row";

  private static final String NUMBER = WindowCalls.HIDDEN + "number";

  private final Binder binder;
  private boolean keepsColumns = true;

  private Partitioned(Binder binder) {
    this.binder = binder;
  }

  /**
   * A rewritten subquery.
   *
   * @param operators what to run
   * @param keepsColumns true when all of the columns that went in come out
   * @param total the place of the first operator that makes one row of all, even of none; or -1
   * @param whole that operator as it was written, or null
   */
  record Body(
      List<KqlOperator> operators,
      boolean keepsColumns,
      int total,
      KqlOperator.@Nullable Summarize whole) {}

  static Body of(Binder binder, Kql.Pipeline pipeline) {
    Partitioned partitioned = new Partitioned(binder);
    List<KqlOperator> operators = new ArrayList<>();
    int total = -1;
    KqlOperator.Summarize whole = null;
    for (KqlOperator operator : pipeline.operators()) {
      if (whole == null) {
        whole = total(operator);
        total = whole == null ? -1 : operators.size();
      }
      operators.addAll(partitioned.rewritten(operator));
    }
    return new Body(operators, partitioned.keepsColumns, total, whole);
  }

  private List<KqlOperator> rewritten(KqlOperator operator) {
    return switch (operator) {
      case KqlOperator.Where same -> List.of(same);
      case KqlOperator.Extend same -> List.of(same);
      case KqlOperator.Parse same -> List.of(same);
      case KqlOperator.ParseKv same -> List.of(same);
      case KqlOperator.MvExpand same -> List.of(same);
      case KqlOperator.ProjectReorder same -> List.of(same);
      case KqlOperator.Serialize same -> List.of(same);
      case KqlOperator.ProjectRename rename -> loses(rename);
      case KqlOperator.ProjectAway away -> loses(away);
      case KqlOperator.Project project ->
          loses(new KqlOperator.Project(project.span(), with(project.span(), project.columns())));
      case KqlOperator.ProjectKeep keep -> loses(kept(keep));
      case KqlOperator.Summarize summarize ->
          loses(
              new KqlOperator.Summarize(
                  summarize.span(),
                  summarize.hints(),
                  summarize.aggregates(),
                  with(summarize.span(), summarize.by())));
      case KqlOperator.MakeSeries series -> loses(series(series));
      case KqlOperator.Count count -> loses(counted(count, List.of(column(count.span()))));
      case KqlOperator.Distinct distinct -> loses(distinct(distinct));
      case KqlOperator.Sort sort -> List.of(sorted(sort.span(), sort.hints(), sort.keys()));
      case KqlOperator.Top top -> {
        List<KqlOperator> all = new ArrayList<>();
        all.add(sorted(top.span(), top.hints(), List.of(top.key())));
        all.addAll(first(top.span(), top.rows()));
        yield all;
      }
      case KqlOperator.Take take -> first(take.span(), take.rows());
      case KqlOperator.Broken broken -> throw new UnboundException(); // It is reported.
      case KqlOperator other ->
          throw binder.unsupported(
              other.span(), "The operator '" + KqlWords.of(other) + "' in a subquery");
    };
  }

  private List<KqlOperator> loses(KqlOperator operator) {
    keepsColumns = false;
    return List.of(operator);
  }

  private static Name row(Span span) {
    return new Name(span, ROW);
  }

  private static NamedExpression column(Span span) {
    return new NamedExpression(span, List.of(), row(span));
  }

  private static List<NamedExpression> with(Span span, List<NamedExpression> columns) {
    List<NamedExpression> all = new ArrayList<>(List.of(column(span)));
    all.addAll(columns);
    return all;
  }

  private static KqlOperator kept(KqlOperator.ProjectKeep keep) {
    List<Kql.NamePattern> all = new ArrayList<>(keep.columns());
    all.add(new Kql.NamePattern(keep.span(), List.of(ROW)));
    return new KqlOperator.ProjectKeep(keep.span(), all);
  }

  private static KqlOperator series(KqlOperator.MakeSeries series) {
    return new KqlOperator.MakeSeries(
        series.span(),
        series.hints(),
        series.values(),
        series.axis(),
        series.from(),
        series.to(),
        series.step(),
        series.inRange(),
        with(series.span(), series.by()));
  }

  private static KqlOperator.@Nullable Summarize total(KqlOperator operator) {
    return switch (operator) {
      case KqlOperator.Summarize summarize when summarize.by().isEmpty() -> summarize;
      case KqlOperator.Count count -> counted(count, List.of());
      case KqlOperator other -> null;
    };
  }

  private static KqlOperator.Summarize counted(KqlOperator.Count count, List<NamedExpression> by) {
    Span span = count.span();
    Name name = count.name() == null ? new Name(span, "Count") : count.name();
    Call rows = new Call(span, new Name(span, "count"), List.of());
    return new KqlOperator.Summarize(
        span, List.of(), List.of(new NamedExpression(span, List.of(name), rows)), by);
  }

  private static KqlOperator distinct(KqlOperator.Distinct distinct) {
    List<KqlExpression> all = new ArrayList<>(distinct.columns());
    boolean star = all.stream().anyMatch(KqlExpression.Star.class::isInstance);
    if (!star) {
      all.add(row(distinct.span()));
    }
    return new KqlOperator.Distinct(distinct.span(), distinct.hints(), all);
  }

  private static KqlOperator sorted(
      Span span, List<Kql.Option> hints, List<KqlOperator.SortKey> keys) {
    List<KqlOperator.SortKey> all = new ArrayList<>();
    all.add(new KqlOperator.SortKey(span, row(span), true, true));
    all.addAll(keys);
    return new KqlOperator.Sort(span, hints, all);
  }

  /** The first rows of each part, as they are numbered in it. */
  private static List<KqlOperator> first(Span span, KqlExpression rows) {
    Name number = new Name(span, NUMBER);
    Call numbered = new Call(span, new Name(span, WindowFunction.ROW_NUMBER.word()), List.of());
    KqlExpression few =
        new KqlExpression.Binary(span, BinaryOperator.LESS_EQUAL, span, number, rows);
    return List.of(
        new KqlOperator.Serialize(
            span, List.of(new NamedExpression(span, List.of(number), numbered))),
        new KqlOperator.Where(span, few),
        new KqlOperator.ProjectAway(span, List.of(new Kql.NamePattern(span, List.of(NUMBER)))));
  }
}
