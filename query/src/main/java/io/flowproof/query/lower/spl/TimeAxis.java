package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.function.TimeSpan;
import io.flowproof.query.spl.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The spans of time that are the rows of timechart. They cover the time range of the search; where
 * that has no bounds, the times that the events have. A span without events is a row too, with
 * counts of 0.
 */
final class TimeAxis {
  private static final int MOST = 50_000;

  private final TimeSpan span;
  private final double align;
  private final @Nullable Range range;
  private final ChartOptions options;
  private final SplContext context;

  /**
   * What the rows cover, in seconds since 1970.
   *
   * @param end exclusive
   */
  private record Range(double start, double end) {}

  private TimeAxis(
      TimeSpan span,
      double align,
      @Nullable Range range,
      ChartOptions options,
      SplContext context) {
    this.span = span;
    this.align = align;
    this.range = range;
    this.options = options;
    this.context = context;
  }

  /** The axis of a chart over these rows, which have {@code _time}. */
  static TimeAxis of(
      Command.Chart chart, Relation<SplType> input, ChartOptions options, SplContext context) {
    Range range = options.hasFixedRange() ? searched(context) : null;
    boolean needsRange =
        !options.bins().hasSpan() || options.isContinuous() || !options.showsPartial();
    if (range == null && needsRange && !isToldBySeries(chart, options)) {
      range = ofRows(chart, input, context);
    }
    Bins bins = options.bins();
    TimeSpan span =
        bins.hasSpan() ? bins.timeSpan() : bins.chosen(range == null ? 0 : range.end - range.start);
    return new TimeAxis(span, bins.align(), range, options, context).checked(chart);
  }

  /** The axis, if it is not too long, or else a problem. */
  private TimeAxis checked(Command.Chart chart) {
    if (range == null || (range.end - range.start) / span.seconds() <= MOST) {
      return this;
    }
    context.error(
        ErrorCode.TOO_LARGE,
        chart.span(),
        "'timechart' would give more than 50,000 rows",
        "give a larger span=");
    return new TimeAxis(span, align, null, options, context);
  }

  /** Whether the query for the columns can tell the spans too, so that none is needed for them. */
  private static boolean isToldBySeries(Command.Chart chart, ChartOptions options) {
    return !chart.by().isEmpty() && options.bins().hasSpan() && options.showsPartial();
  }

  /**
   * The same axis where its range is known by now.
   *
   * @param spans the starts of the first and the last span that have events, null for no events
   */
  TimeAxis covering(Command.Chart chart, @Nullable Starts spans) {
    return range != null || spans == null || !isToldBySeries(chart, options)
        ? this
        : new TimeAxis(
                span, align, new Range(spans.first, Math.nextUp(spans.last)), options, context)
            .checked(chart);
  }

  /** The starts of two spans, in seconds since 1970. */
  record Starts(double first, double last) {}

  private static @Nullable Range searched(SplContext context) {
    QueryTime time = context.searched();
    Instant from = time.from();
    if (from == null) {
      return null;
    }
    Instant to = time.to() == null ? time.now() : time.to();
    return new Range(Bins.seconds(from), Bins.seconds(to));
  }

  private static @Nullable Range ofRows(
      Command.Chart chart, Relation<SplType> input, SplContext context) {
    Row row = new Row(context.algebra(), input);
    RexNode time = row.once(context.scalars().toDouble(row.field("_time").orElseThrow()));
    return PriorRows.range(row, time, "The times of 'timechart'", chart.span(), context)
        .map(found -> new Range(found[0], Math.nextUp(found[1])))
        .orElse(null);
  }

  /** How long a row is. */
  TimeSpan span() {
    return span;
  }

  /** The start of the span that a time is in. */
  Value startOf(Value time, Row row) {
    RexNode number = row.once(context.scalars().toDouble(time));
    return new Value(options.bins().startOf(number, span, align), SplType.NUMBER);
  }

  /**
   * Rows for all spans, in the place of rows for those that have events.
   *
   * @param rows the start of the span, then cells
   * @param zeroes for each cell whether it is 0 where there are no events, and not null
   */
  RelNode filled(RelNode rows, List<Boolean> zeroes) {
    if (range == null || (!options.isContinuous() && options.showsPartial())) {
      return rows;
    }
    Algebra algebra = context.algebra();
    List<Double> starts = starts(range);
    if (starts.isEmpty()) {
      return rows;
    }
    String list =
        starts.stream().map(SplNumber::text).collect(Collectors.joining(", ", "[", "]::DOUBLE[]"));
    EngineFunction all = new EngineFunction("SPANS", Types.listOf(Types.DOUBLE), list);
    RelNode spine = algebra.unnest(algebra.oneRow(), context.sql().call(all), Types.DOUBLE);
    RexNode same =
        context.sql().equal(algebra.ref(spine, 1), algebra.rex().makeInputRef(Types.DOUBLE, 2));
    RelNode joined =
        algebra.join(
            spine, rows, options.isContinuous() ? JoinRelType.LEFT : JoinRelType.INNER, same);
    List<RexNode> columns = new ArrayList<>(List.of(algebra.ref(joined, 1)));
    for (int i = 0; i < zeroes.size(); i++) {
      RexNode cell = algebra.ref(joined, 3 + i);
      columns.add(
          zeroes.get(i)
              ? context.sql().coalesce(cell.getType(), cell, context.sql().number(0))
              : cell);
    }
    return algebra.project(joined, columns);
  }

  private List<Double> starts(Range covered) {
    double shift = span.isWithinDay() ? align : 0;
    List<Double> starts = new ArrayList<>();
    double last = Math.nextDown(covered.end) - shift;
    for (double start :
        span.starts(covered.start - shift, last, context.splunk().zone(), MOST + 1)) {
      Double next = span.next(start, context.splunk().zone());
      boolean isWhole =
          start + shift >= covered.start && next != null && next + shift <= covered.end;
      if (isWhole || options.showsPartial()) {
        starts.add(start + shift);
      }
    }
    return starts;
  }
}
