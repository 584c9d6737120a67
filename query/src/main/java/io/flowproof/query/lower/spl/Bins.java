package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.QueryTime;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.function.TimeSpan;
import io.flowproof.query.spl.Spl.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The ranges that bin, chart and timechart put values into ("bin", Search Reference). Times become
 * the start of their span; other numbers become a text such as {@code 0-100}; what is no number
 * stays. Without a span, the smallest one is taken that makes no more than {@code bins} ranges: for
 * times one of {@link TimeSpan#STEPS}, for numbers a power of ten.
 */
final class Bins {
  private static final int MOST = 50_000;
  private static final Pattern LOGARITHMIC =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)?log([0-9]+(?:\\.[0-9]+)?)?");

  private static final EngineFunction FLOOR =
      new EngineFunction("FLOOR_TO", Types.DOUBLE, "(floor({0} / {1}) * {1})").total();
  private static final EngineFunction FLOOR_FROM =
      new EngineFunction("FLOOR_TO", Types.DOUBLE, "(floor(({0} - {2}) / {1}) * {1} + {2})")
          .total();
  private static final EngineFunction MONTH =
      new EngineFunction(
          "START_OF_MONTH",
          Types.DOUBLE,
          "epoch(date_trunc('month', make_timestamp(CAST({0} * 1000000 AS BIGINT))))");
  private static final EngineFunction RANGE =
      new EngineFunction("RANGE_TEXT", Types.TEXT, "({0} || '-' || {1})");
  private static final EngineFunction ADD = new EngineFunction("ADD", Types.DOUBLE, "({0} + {1})");
  private static final EngineFunction POWER_OF_TEN =
      new EngineFunction(
          "POWER_OF_TEN", Types.DOUBLE, "pow(10, ceil(log10(nullif({0} - {1}, 0) / {2}) - 1e-9))");
  private static final EngineFunction LARGER =
      new EngineFunction("LARGER", Types.DOUBLE, "greatest({0}, {1})");
  private static final EngineFunction SMALLER =
      new EngineFunction("SMALLER", Types.DOUBLE, "least({0}, {1})");
  private static final EngineFunction LOG_START =
      new EngineFunction(
          "LOG_START",
          Types.DOUBLE,
          "CASE WHEN {0} > 0 THEN {1} * pow({2}, floor(ln({0} / {1}) / ln({2}) + 1e-9)) END");
  private static final EngineFunction TIMES =
      new EngineFunction("TIMES", Types.DOUBLE, "({0} * {1})");

  private final SplContext context;
  private int bins = 100;
  private @Nullable Option span;
  private @Nullable Option minspan;
  private @Nullable Option aligntime;
  private @Nullable Double start;
  private @Nullable Double end;

  /** From the options of a command; those that are not about ranges are left alone. */
  Bins(List<Option> options, SplContext context) {
    this.context = context;
    for (Option option : options) {
      switch (option.name()) {
        case "span" -> span = option;
        case "bins" -> bins = Options.number(option, 1, MOST, context);
        case "minspan" -> minspan = option;
        case "aligntime" -> aligntime = option;
        case "start" -> start = number(option);
        case "end" -> end = number(option);
        default -> {}
      }
    }
  }

  /** The value's range. */
  Value of(String field, Value value, Row row) {
    RexNode number = row.once(context.scalars().toDouble(value));
    TimeSpan time = span == null ? null : TimeSpan.parse(span.value());
    if (time != null || field.equals("_time")) {
      return new Value(
          span == null ? ofRange(number, row) : startOf(number, timeSpan(), align()),
          SplType.NUMBER);
    }
    Value range = span == null ? ofNumbers(number, row) : ofSpan(span, number, row);
    return value.type().isNumeric()
        ? range
        : new Value(
            context.sql().coalesce(Types.TEXT, range.rex(), context.scalars().toText(value)),
            SplType.TEXT);
  }

  private double number(Option option) {
    OptionalDouble number = SplNumber.parse(option.value());
    if (number.isEmpty()) {
      context.error(
          ErrorCode.ARGUMENT,
          option.valueSpan(),
          "Expected a number, found '" + option.value() + "'",
          null);
    }
    return number.orElse(0);
  }

  /** The span of times that was given; a number alone is one of seconds. */
  TimeSpan timeSpan() {
    Option given = span;
    if (given != null) {
      TimeSpan parsed = TimeSpan.parse(given.value());
      if (parsed == null && SplNumber.parse(given.value()).isPresent()) {
        parsed = TimeSpan.parse(given.value() + "s");
      }
      if (parsed != null) {
        return parsed;
      }
      notASpan(given);
    }
    return TimeSpan.STEPS.getFirst();
  }

  /** Whether a span was given. */
  boolean hasSpan() {
    return span != null;
  }

  /** The smallest step that makes no more ranges than {@code bins} of a stretch of time. */
  TimeSpan chosen(double seconds) {
    List<TimeSpan> steps = steps();
    return steps.stream()
        .filter(step -> seconds <= bins * step.seconds())
        .findFirst()
        .orElse(steps.getLast());
  }

  private List<TimeSpan> steps() {
    Option given = minspan;
    if (given == null) {
      return TimeSpan.STEPS;
    }
    TimeSpan least = TimeSpan.parse(given.value());
    if (least == null) {
      notASpan(given);
      return TimeSpan.STEPS;
    }
    List<TimeSpan> steps =
        TimeSpan.STEPS.stream().filter(step -> step.seconds() >= least.seconds()).toList();
    return steps.isEmpty() ? List.of(TimeSpan.STEPS.getLast()) : steps;
  }

  /** The start of the span that a time is in. */
  RexNode startOf(RexNode number, TimeSpan size, double align) {
    RexNode seconds = context.sql().real(size.seconds());
    double from = size.isWithinDay() ? align : size.offset();
    if (size.isWithinDay() || (size.isFixed() && context.isUtc())) {
      return from == 0
          ? context.sql().call(FLOOR, number, seconds)
          : context.sql().call(FLOOR_FROM, number, seconds, context.sql().real(from));
    }
    if (size.unit() == TimeSpan.Unit.MONTH && size.count() == 1 && context.isUtc()) {
      return context.sql().call(MONTH, number);
    }
    return context
        .sql()
        .call(SplFunctions.SPAN_START, number, context.sql().text(size.text()), context.zone());
  }

  /** By the time range of the search, or by the times that there are. */
  private RexNode ofRange(RexNode number, Row row) {
    QueryTime searched = context.searched();
    if (searched.from() != null && searched.to() != null) {
      return startOf(number, chosen(seconds(searched.to()) - seconds(searched.from())), align());
    }
    List<TimeSpan> steps = steps();
    RexNode least = row.once(overAll("min", number, row));
    RexNode most = row.once(overAll("max", number, row));
    StringBuilder template = new StringBuilder("CASE");
    for (TimeSpan step : steps.subList(0, steps.size() - 1)) {
      template
          .append(" WHEN {0} - {1} <= ")
          .append(SplNumber.text(bins * step.seconds()))
          .append(" THEN '")
          .append(step.text())
          .append("'");
    }
    template.append(" ELSE '").append(steps.getLast().text()).append("' END");
    EngineFunction text =
        steps.size() == 1
            ? new EngineFunction("SPAN", Types.TEXT, "'" + steps.getLast().text() + "'")
            : new EngineFunction("SPAN", Types.TEXT, template.toString());
    return context
        .sql()
        .call(
            SplFunctions.SPAN_START, number, context.sql().call(text, most, least), context.zone());
  }

  private RexNode overAll(String function, RexNode number, Row row) {
    return new Frame(row, List.of(), List.of(), "", context)
        .call(Types.DOUBLE, function + "({0}){over}", number);
  }

  /** What sub-day spans are counted from, in seconds since 1970. */
  double align() {
    Option given = aligntime;
    if (given == null) {
      return 0;
    }
    QueryTime searched = context.searched();
    String word = given.value().toLowerCase(Locale.ROOT);
    Instant from =
        switch (word) {
          case "earliest" -> searched.from();
          case "latest" -> searched.to() == null ? searched.now() : searched.to();
          default -> TimeModifier.parse(given.value(), searched.now(), context.splunk().zone());
        };
    if (from == null) {
      context.error(
          ErrorCode.ARGUMENT,
          given.valueSpan(),
          word.equals("earliest")
              ? "The search has no earliest time to align with"
              : "'" + given.value() + "' is not a time",
          "such as earliest, @d+3h or 1715677200");
    }
    return from == null ? 0 : seconds(from);
  }

  static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  private Value ofNumbers(RexNode number, Row row) {
    RexNode least = overAll("min", number, row);
    RexNode most = overAll("max", number, row);
    if (start != null) {
      least = context.sql().call(SMALLER, least, context.sql().real(start));
    }
    if (end != null) {
      most = context.sql().call(LARGER, most, context.sql().real(end));
    }
    RexNode size =
        context.sql().call(POWER_OF_TEN, row.once(most), row.once(least), context.sql().real(bins));
    List<RexNode> sizes = new ArrayList<>(List.of(size, context.sql().real(1)));
    if (minspan != null) {
      sizes.set(0, context.sql().call(LARGER, size, context.sql().real(number(minspan))));
    }
    RexNode width = row.once(context.sql().coalesce(Types.DOUBLE, sizes.toArray(RexNode[]::new)));
    return between(context.sql().call(FLOOR, number, width), width, ADD, row);
  }

  private Value ofSpan(Option given, RexNode number, Row row) {
    String text = given.value().toLowerCase(Locale.ROOT);
    Matcher logarithmic = LOGARITHMIC.matcher(text);
    if (logarithmic.matches()) {
      double factor = logarithmic.group(1) == null ? 1 : Double.parseDouble(logarithmic.group(1));
      double base = logarithmic.group(2) == null ? 10 : Double.parseDouble(logarithmic.group(2));
      if (base <= 1 || factor < 1 || factor >= base) {
        context.error(
            ErrorCode.ARGUMENT,
            given.valueSpan(),
            "In '" + given.value() + "' the base must be above 1 and the coefficient below it",
            "such as log2 or 2log10");
        return context.scalars().missing();
      }
      RexNode from =
          context
              .sql()
              .call(LOG_START, number, context.sql().real(factor), context.sql().real(base));
      return between(from, context.sql().real(base), TIMES, row);
    }
    OptionalDouble size = SplNumber.parse(text);
    if (size.isEmpty() || size.getAsDouble() <= 0) {
      notASpan(given);
      return context.scalars().missing();
    }
    RexNode width = context.sql().real(size.getAsDouble());
    return between(context.sql().call(FLOOR, number, width), width, ADD, row);
  }

  private Value between(RexNode from, RexNode width, EngineFunction next, Row row) {
    RexNode start = row.once(from);
    return new Value(
        context
            .sql()
            .call(
                RANGE,
                context.sql().call(SplFunctions.NUMBER_TEXT, start),
                context
                    .sql()
                    .call(SplFunctions.NUMBER_TEXT, context.sql().call(next, start, width))),
        SplType.TEXT);
  }

  private void notASpan(Option given) {
    context.error(
        ErrorCode.ARGUMENT,
        given.valueSpan(),
        "'" + given.value() + "' is not a span",
        "such as 5m, 1h, 1d, 1w@w1, log2, or a number");
  }
}
