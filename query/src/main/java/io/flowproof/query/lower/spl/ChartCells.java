package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.lower.spl.StatsFunction.Aggregate;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart;
import io.flowproof.query.spl.CommandPart.Aggregation;
import io.flowproof.query.spl.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a chart computes for each cell: aggregates, and columns made of them. An expression over
 * aggregations ({@code eval(sum(a)/count)}) and the rates of timechart ({@code per_hour(bytes)})
 * are made of aggregates that are not shown themselves.
 */
final class ChartCells {
  /** Seconds of the unit of a rate. */
  private static final Map<String, Integer> RATES =
      Map.of("per_second", 1, "per_minute", 60, "per_hour", 3_600, "per_day", 86_400);

  /** Functions that are 0 where there are no events. */
  private static final Set<String> COUNTS = Set.of("count", "c", "dc", "distinct_count", "estdc");

  private final StatsLowering stats;
  private final SplContext context;
  private final @Nullable TimeAxis axis;
  private final List<Column> columns = new ArrayList<>();
  private final List<Boolean> counts = new ArrayList<>();
  private int hidden;

  ChartCells(
      Command.Chart chart, StatsLowering stats, @Nullable TimeAxis axis, SplContext context) {
    this.stats = stats;
    this.axis = axis;
    this.context = context;
    for (CommandPart.Charted charted : chart.charted()) {
      switch (charted) {
        case Aggregation aggregation -> add(aggregation);
        case CommandPart.ChartedEval eval -> add(eval);
      }
    }
  }

  /**
   * A column of the chart.
   *
   * @param inputs names for the aggregates that it is made of, by their places
   * @param formula over these names
   */
  record Column(String name, Map<String, Integer> inputs, Expression formula, List<SplType> types) {
    /** Its value, where a series' aggregates begin at the column {@code at} of the row. */
    Value value(Row row, int at, SplContext context) {
      List<Field<SplType>> fields = new ArrayList<>();
      inputs.forEach((name, i) -> fields.add(new Field<>(name, types.get(i), at + i)));
      Relation<SplType> shown = row.relation();
      row.moveTo(shown.withFields(fields));
      Value value = new ExpressionLowering(context, row).assignable(formula);
      row.moveTo(row.relation().withFields(shown.fields()));
      return value;
    }
  }

  /** The aggregates of a cell, in their order. */
  List<Aggregate> aggregates() {
    return List.copyOf(stats.aggregates().values());
  }

  /** The columns, in their order. */
  List<Column> columns() {
    List<SplType> types = aggregates().stream().map(Aggregate::type).toList();
    return columns.stream()
        .map(column -> new Column(column.name, column.inputs, column.formula, types))
        .toList();
  }

  /** For each aggregate of each of some series: whether it is 0 where there are no events. */
  List<Boolean> emptyCells(int series) {
    List<Boolean> all = new ArrayList<>();
    for (int i = 0; i < series; i++) {
      all.addAll(counts);
    }
    return all;
  }

  private void add(Aggregation aggregation) {
    String function = aggregation.function().toLowerCase(Locale.ROOT);
    Integer unit = RATES.get(function);
    if (unit != null) {
      rate(aggregation, unit);
      return;
    }
    int before = stats.aggregates().size();
    stats.add(aggregation);
    List<String> names = List.copyOf(stats.aggregates().keySet());
    for (String name : names.subList(before, names.size())) {
      counts.add(COUNTS.contains(function));
      columns.add(
          new Column(
              name,
              Map.of(name, counts.size() - 1),
              new Expression.Field(name, aggregation.span()),
              List.of()));
    }
  }

  private void rate(Aggregation aggregation, int unit) {
    TimeAxis time = axis;
    if (time == null) {
      context.error(
          ErrorCode.ARGUMENT,
          aggregation.functionSpan(),
          "'" + aggregation.function() + "' needs the spans of timechart",
          null);
      return;
    }
    Expression sum =
        hidden(
            new Aggregation(
                "sum",
                aggregation.functionSpan(),
                aggregation.argument(),
                null,
                aggregation.span()));
    String share = String.valueOf(unit / time.span().seconds());
    Expression.NumberLiteral factor = new Expression.NumberLiteral(share, aggregation.span());
    String name =
        aggregation.as() == null ? context.source(aggregation.span()) : aggregation.as().name();
    addColumn(
        name,
        new Expression.Arithmetic(
            Expression.Arithmetic.Operator.MULTIPLY, sum, factor, aggregation.span()));
  }

  private void add(CommandPart.ChartedEval eval) {
    String name = eval.as() == null ? context.source(eval.span()) : eval.as().name();
    addColumn(name, new AggregatesOf(this::hidden).replaced(eval.expression()));
  }

  private void addColumn(String name, Expression formula) {
    Map<String, Integer> inputs = new java.util.LinkedHashMap<>();
    List<String> names = List.copyOf(stats.aggregates().keySet());
    for (String field : FieldsOf.expression(formula)) {
      if (names.contains(field)) {
        inputs.put(field, names.indexOf(field));
      }
    }
    columns.add(new Column(name, inputs, formula, List.of()));
  }

  /** The field that holds an aggregation which is not shown itself. */
  private Expression hidden(Aggregation aggregation) {
    String name = "\u0000" + hidden++;
    int before = stats.aggregates().size();
    stats.add(
        new Aggregation(
            aggregation.function(),
            aggregation.functionSpan(),
            aggregation.argument(),
            new io.flowproof.query.spl.Spl.FieldName(name, aggregation.span()),
            aggregation.span()));
    if (stats.aggregates().size() > before) {
      counts.add(COUNTS.contains(aggregation.function().toLowerCase(Locale.ROOT)));
    }
    return new Expression.Field(name, aggregation.span());
  }
}
