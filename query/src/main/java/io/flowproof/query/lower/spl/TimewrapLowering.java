package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.Aggregates;
import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineAggregate;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Field;
import io.flowproof.query.algebra.Measure;
import io.flowproof.query.algebra.Output;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.SortKey;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.function.SplTimeFormat;
import io.flowproof.query.function.TimeSpan;
import io.flowproof.query.spl.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * {@code timewrap span} after timechart ("timewrap", Search Reference): every period of that length
 * becomes columns of its own, and rows have the times of the latest period. Periods end where the
 * search ends, or with {@code align=now} now. Columns are named after the period, {@code
 * latest_day}, {@code 1day_before}; where the chart has several columns, after both.
 */
final class TimewrapLowering {
  private static final int MOST = 1_000;

  private final Command.Words command;
  private final SplContext context;
  private final Algebra algebra;

  TimewrapLowering(Command.Words command, SplContext context) {
    this.command = command;
    this.context = context;
    this.algebra = context.algebra();
  }

  Relation<SplType> lower(Relation<SplType> input) {
    TimeSpan span = span();
    Row row = new Row(algebra, input);
    Value time = row.field("_time").orElse(null);
    if (span == null || time == null) {
      if (time == null) {
        context.error(
            ErrorCode.UNKNOWN_COLUMN,
            command.span(),
            "'timewrap' needs the field _time, which these rows do not have",
            "it stands after timechart");
      }
      return input;
    }
    double end = end();
    RexNode seconds = row.once(context.scalars().toDouble(time));
    EngineFunction periods =
        new EngineFunction(
            "PERIODS",
            Types.LONG,
            "CAST(ceil(("
                + SplNumber.text(end)
                + " - {0}) / "
                + SplNumber.text(span.seconds())
                + ") - 1 AS BIGINT)");
    RexNode period = row.once(context.sql().call(periods, seconds));
    EngineFunction moved =
        new EngineFunction(
            "MOVED", Types.DOUBLE, "({0} + {1} * " + SplNumber.text(span.seconds()) + ")");
    RexNode latest = row.once(context.sql().call(moved, seconds, period));
    return wrapped(row, latest, period, span, end);
  }

  private @org.jspecify.annotations.Nullable TimeSpan span() {
    String text = command.words().isEmpty() ? "" : command.words().getFirst().name().name();
    TimeSpan span = TimeSpan.parse(text);
    if (span == null || command.words().size() > 1) {
      context.error(
          ErrorCode.ARGUMENT,
          command.span(),
          "'timewrap' takes one span of time",
          "such as: timewrap 1d");
      return null;
    }
    if (!span.isFixed() || (!span.isWithinDay() && !context.isUtc())) {
      context.unsupported(
          command.words().getFirst().span(),
          span.isFixed()
              ? "'timewrap' by days of a time zone other than UTC is not supported"
              : "'timewrap' by months is not supported");
      return null;
    }
    return span;
  }

  private double end() {
    QueryTime searched = context.searched();
    String align = WordCommandLowering.text(command, "align", "end");
    Instant to = searched.to();
    return Bins.seconds(align.equalsIgnoreCase("now") || to == null ? searched.now() : to);
  }

  private Relation<SplType> wrapped(
      Row row, RexNode latest, RexNode period, TimeSpan span, double end) {
    RelNode rows = row.relation().plan();
    List<Field<SplType>> fields =
        row.relation().fields().stream().filter(f -> !f.name().startsWith("_")).toList();
    List<Long> found = periods(rows, period);
    if (found.size() * fields.size() > MOST) {
      context.error(
          ErrorCode.TOO_LARGE,
          command.span(),
          "'timewrap' would give more than " + MOST + " columns",
          "take a longer span");
      return row.relation();
    }
    List<Measure> measures = new ArrayList<>();
    List<Output<SplType>> outputs = new ArrayList<>();
    for (Field<SplType> field : fields) {
      EngineAggregate any =
          new EngineAggregate("ANY_VALUE", field.type().physical(), "min({0}){filter}");
      for (long number : found) {
        RexNode isOne = context.sql().equal(period, context.sql().number(number));
        measures.add(
            new Measure(any, List.of(row.value(field).rex()), context.sql().isTrue(isOne)));
      }
    }
    RelNode plan = algebra.aggregate(rows, List.of(latest), measures);
    outputs.add(new Output<>("_time", algebra.ref(plan, 0), SplType.NUMBER));
    int at = 1;
    for (Field<SplType> field : fields) {
      for (long number : found) {
        String name = name(number, span, end);
        outputs.add(
            new Output<>(
                fields.size() > 1 ? field.name() + "_" + name : name,
                algebra.ref(plan, at++),
                field.type()));
      }
    }
    SortKey order = new SortKey(0, SortKey.Direction.ASCENDING, SortKey.Nulls.LAST);
    return algebra.project(new Relation<>(plan, List.of(), List.of(), List.of(order)), outputs);
  }

  /** The periods that there are, the oldest first. */
  private List<Long> periods(RelNode rows, RexNode period) {
    RelNode bounds =
        algebra.aggregate(
            rows,
            List.of(),
            List.of(
                new Measure(Aggregates.min(Types.LONG), List.of(period)),
                new Measure(Aggregates.max(Types.LONG), List.of(period))));
    List<Long> all = new ArrayList<>();
    PriorRows.of(bounds, "The columns of 'timewrap'", command.span(), context)
        .map(List::getFirst)
        .filter(found -> found.get(0) instanceof Number && found.get(1) instanceof Number)
        .ifPresent(
            found -> {
              long first = ((Number) found.get(0)).longValue();
              long last = ((Number) found.get(1)).longValue();
              for (long number = last; number >= first && all.size() <= MOST; number--) {
                all.add(number);
              }
            });
    return all;
  }

  private String name(long number, TimeSpan span, double end) {
    String series =
        WordCommandLowering.text(command, "series", "relative").toLowerCase(Locale.ROOT);
    switch (series) {
      case "short" -> {
        return "s" + number;
      }
      case "exact" -> {
        String format = WordCommandLowering.text(command, "time_format", "%Y-%m-%d");
        double start = end - (number + 1) * span.seconds();
        return String.valueOf(SplTimeFormat.format(start, format, context.splunk().zone()));
      }
      default -> {
        String unit = span.unit().name().toLowerCase(Locale.ROOT);
        double count = span.count() * Math.max(1, number);
        String length = (count == 1 ? "" : SplNumber.text(count)) + unit + (count == 1 ? "" : "s");
        return number == 0 ? "latest_" + length : (count == 1 ? "1" : "") + length + "_before";
      }
    }
  }
}
