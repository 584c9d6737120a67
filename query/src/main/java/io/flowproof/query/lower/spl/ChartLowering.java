package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.lower.spl.StatsFunction.Aggregate;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.FieldName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code chart} and {@code timechart} ("chart", "timechart", Search Reference): a row for each
 * value of a field or each span of time, a column for each aggregation, or with a field to split by
 * for each of its values ({@link ChartSeries}).
 */
final class ChartLowering {
  private static final EngineFunction RANGE_START =
      new EngineFunction(
          "RANGE_START", Types.DOUBLE, "TRY_CAST(regexp_extract({0}, '^-?[0-9.]+') AS DOUBLE)");

  private final Command.Chart chart;
  private final String name;
  private final SplContext context;
  private final Algebra algebra;
  private final ChartOptions options;

  private ChartLowering(Command.Chart chart, String name, SplContext context) {
    this.chart = chart;
    this.name = name;
    this.context = context;
    this.algebra = context.algebra();
    this.options = new ChartOptions(chart.options(), context);
  }

  static Relation<SplType> lower(
      Command.Chart command, Relation<SplType> input, SplContext context) {
    String name = command.kind().name().toLowerCase(Locale.ROOT);
    return lower(command, input, name, context);
  }

  /** The same for a command of that name, which is a chart of a kind. */
  static Relation<SplType> lower(
      Command.Chart command, Relation<SplType> input, String name, SplContext context) {
    return new ChartLowering(command, name, context).lower(input);
  }

  private boolean isOverTime() {
    return chart.kind() == Command.Chart.Kind.TIMECHART;
  }

  private Relation<SplType> lower(Relation<SplType> input) {
    List<FieldName> splits = new ArrayList<>();
    if (isOverTime()) {
      splits.add(new FieldName("_time", chart.span()));
      if (input.field("_time").isEmpty()) {
        context.error(
            ErrorCode.UNKNOWN_COLUMN,
            chart.span(),
            "'timechart' needs the field _time, which these rows do not have",
            "keep it in the BY fields of the command before");
        return input;
      }
    } else if (chart.over() != null) {
      splits.add(chart.over());
    }
    splits.addAll(chart.by());
    int most = isOverTime() ? 1 : chart.over() == null ? 2 : 1;
    if (chart.by().size() > most) {
      context.error(
          ErrorCode.ARGUMENT,
          chart.by().get(most).span(),
          "'" + name + "' takes at most " + (most == 1 ? "one field" : "two fields") + " after BY",
          "to group by more fields, use stats, or join them: eval key=a.\"-\".b");
      return input;
    }
    TimeAxis axis = isOverTime() ? TimeAxis.of(chart, input, options, context) : null;
    return charted(binned(input, splits, axis), splits, axis);
  }

  private Relation<SplType> binned(
      Relation<SplType> input, List<FieldName> splits, @Nullable TimeAxis axis) {
    if (splits.isEmpty() || (axis == null && !options.hasBins())) {
      return input;
    }
    Row row = new Row(algebra, input);
    String name = splits.getFirst().name();
    Value value = row.field(name).orElse(null);
    if (value == null) {
      return input;
    }
    Value start =
        axis == null ? options.bins().of(name, value, row) : axis.startOf(row.once(value), row);
    return EvalLowering.with(row, name, start, context);
  }

  private Relation<SplType> charted(
      Relation<SplType> input, List<FieldName> splits, @Nullable TimeAxis axis) {
    Groups rows = Groups.of(splits.subList(0, Math.min(1, splits.size())), input, context);
    RexNode column = null;
    if (splits.size() > 1) {
      Row row = new Row(algebra, rows.input());
      column = ChartSeries.column(splits.get(1), options, row, context);
      rows = new Groups(row.relation(), rows.keys(), rows.fields());
    }
    StatsLowering stats = new StatsLowering(rows, context);
    ChartCells cells = new ChartCells(chart, stats, axis, context);
    List<Aggregate> aggregates = cells.aggregates();
    Relation<SplType> events = stats.row().relation();
    ChartSeries columns = new ChartSeries(chart, name, options, context);
    List<ChartSeries.Series> series =
        column == null
            ? List.of(ChartSeries.Series.ALL)
            : columns.find(events, rows.keys(), column, aggregates);
    if (series.size() * Math.max(1, aggregates.size()) > ChartSeries.MOST) {
      context.error(
          ErrorCode.TOO_LARGE,
          chart.span(),
          "'" + name + "' would give more than " + ChartSeries.MOST + " columns",
          "give limit= a smaller number");
      return input;
    }
    List<Measure> measures = new ArrayList<>();
    for (ChartSeries.Series one : series) {
      aggregates.forEach(a -> measures.add(filtered(a.measure(), one.condition())));
    }
    RelNode plan = algebra.aggregate(events.plan(), rows.keys(), measures);
    List<Boolean> zeroes = cells.emptyCells(series.size());
    columns
        .cells()
        .filter(known -> !series.isEmpty())
        .ifPresent(
            known -> context.shared().found(plan, known.charted(algebra, plan, series, zeroes)));
    RelNode all = axis == null ? plan : axis.covering(chart, columns.spans()).filled(plan, zeroes);
    return shown(all, rows.fields(), series, cells);
  }

  private Measure filtered(Measure measure, @Nullable RexNode condition) {
    if (condition == null) {
      return measure;
    }
    RexNode filter = measure.filter();
    return new Measure(
        measure.function(),
        measure.arguments(),
        context.sql().isTrue(filter == null ? condition : context.sql().and(filter, condition)));
  }

  /** The key, then the columns: those of the first aggregation first. */
  private Relation<SplType> shown(
      RelNode plan, List<Field<SplType>> keys, List<ChartSeries.Series> series, ChartCells cells) {
    List<SortKey> order = new ArrayList<>();
    keys.forEach(
        key ->
            order.add(new SortKey(key.index(), SortKey.Direction.ASCENDING, SortKey.Nulls.LAST)));
    int width = cells.aggregates().size();
    Row row = new Row(algebra, new Relation<>(plan, keys, List.of(), order));
    if (options.hasBins() && !keys.isEmpty() && keys.getFirst().type() == SplType.TEXT) {
      RexNode from = context.sql().call(RANGE_START, algebra.ref(plan, 0));
      int at = ((RexInputRef) row.once(from)).getIndex();
      order.addFirst(new SortKey(at, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST));
      row.moveTo(row.relation().withOrder(order));
    }
    List<Output<SplType>> outputs = EvalLowering.outputs(row);
    for (ChartCells.Column column : cells.columns()) {
      for (int i = 0; i < series.size(); i++) {
        String name = options.name(column.name(), series.get(i).name(), cells.columns().size() > 1);
        add(outputs, name, column.value(row, keys.size() + i * width, context));
      }
    }
    return algebra.project(row.relation(), outputs);
  }

  private void add(List<Output<SplType>> outputs, String name, Value value) {
    String free = name;
    while (isTaken(outputs, free)) {
      free = "VALUE_" + free;
    }
    outputs.add(new Output<>(free, value.rex(), value.type()));
  }

  private static boolean isTaken(List<Output<SplType>> outputs, String name) {
    return outputs.stream().anyMatch(output -> output.name().equals(name));
  }
}
