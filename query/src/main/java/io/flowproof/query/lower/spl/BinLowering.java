package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.Spl.Option;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code bin}: puts values into ranges of one size. Times become the start of their span: up to
 * hours counted from 1970, days and months from midnight UTC. Other numbers become a text such as
 * {@code 0-100}.
 */
final class BinLowering {
  private static final Pattern SPAN = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-zA-Z]*)");
  private static final Map<String, Integer> SECONDS =
      Map.ofEntries(
          Map.entry("s", 1),
          Map.entry("sec", 1),
          Map.entry("secs", 1),
          Map.entry("second", 1),
          Map.entry("seconds", 1),
          Map.entry("m", 60),
          Map.entry("min", 60),
          Map.entry("mins", 60),
          Map.entry("minute", 60),
          Map.entry("minutes", 60),
          Map.entry("h", 3600),
          Map.entry("hr", 3600),
          Map.entry("hrs", 3600),
          Map.entry("hour", 3600),
          Map.entry("hours", 3600),
          Map.entry("d", 86_400),
          Map.entry("day", 86_400),
          Map.entry("days", 86_400));

  private static final EngineFunction FLOOR =
      new EngineFunction("FLOOR_TO", Types.DOUBLE, "(floor({0} / {1}) * {1})");
  private static final EngineFunction MONTH =
      new EngineFunction(
          "START_OF_MONTH",
          Types.DOUBLE,
          "epoch(date_trunc('month', make_timestamp(CAST({0} * 1000000 AS BIGINT))))");
  private static final EngineFunction RANGE =
      new EngineFunction("RANGE_TEXT", Types.TEXT, "({0} || '-' || {1})");
  private static final EngineFunction ADD = new EngineFunction("ADD", Types.DOUBLE, "({0} + {1})");

  private BinLowering() {}

  static Relation<SplType> lower(Command.Bin bin, Relation<SplType> input, SplContext context) {
    Option span = null;
    for (Option option : bin.options()) {
      if (option.name().equals("span")) {
        span = option;
      } else {
        context.unsupported(
            option.span(), "'bin' with the option '" + option.name() + "' is not supported");
      }
    }
    Row row = new Row(context.algebra(), input);
    var field = row.field(bin.field().name());
    if (field.isEmpty()) {
      context.missingField(bin.field().name(), bin.field().span(), input.names());
      return input;
    }
    if (span == null) {
      context.unsupported(bin.span(), "'bin' without a span is not supported");
      return input;
    }
    Value value = binned(bin, span, field.get(), row, context);
    String name = bin.as() == null ? bin.field().name() : bin.as().name();
    return value == null ? input : EvalLowering.with(row, name, value, context);
  }

  private static @Nullable Value binned(
      Command.Bin bin, Option span, Value value, Row row, SplContext context) {
    Matcher matcher = SPAN.matcher(span.value());
    boolean fits = matcher.matches() && Double.parseDouble(matcher.group(1)) > 0;
    String unit = fits ? matcher.group(2) : "";
    if (!fits) {
      if (span.value().toLowerCase(java.util.Locale.ROOT).contains("log")) {
        context.unsupported(span.span(), "A logarithmic span is not supported");
      } else {
        notASpan(span, context);
      }
      return null;
    }
    double size = Double.parseDouble(matcher.group(1));
    RexNode number = row.once(context.scalars().toDouble(value));
    boolean isTime = bin.field().name().equals("_time") || !unit.isEmpty();
    if (unit.equals("mon") || unit.startsWith("month")) {
      if (size != 1) {
        context.unsupported(span.span(), "A span of several months is not supported");
      }
      return new Value(context.sql().call(MONTH, number), SplType.NUMBER);
    }
    Integer seconds = unit.isEmpty() ? Integer.valueOf(1) : SECONDS.get(unit);
    if (seconds == null) {
      if (unit.equals("w") || unit.startsWith("week")) {
        context.unsupported(span.span(), "A span of weeks is not supported");
      } else {
        notASpan(span, context);
      }
      return null;
    }
    RexNode width = context.sql().real(size * seconds);
    RexNode start = context.sql().call(FLOOR, number, width);
    if (isTime) {
      return new Value(start, SplType.NUMBER);
    }
    RexNode from = row.once(start);
    return new Value(
        context
            .sql()
            .call(
                RANGE,
                context.sql().call(SplFunctions.NUMBER_TEXT, from),
                context.sql().call(SplFunctions.NUMBER_TEXT, context.sql().call(ADD, from, width))),
        SplType.TEXT);
  }

  private static void notASpan(Option span, SplContext context) {
    context.error(
        ErrorCode.ARGUMENT,
        span.valueSpan(),
        "'" + span.value() + "' is not a span",
        "such as 5m, 1h, 1d, or a number");
  }
}
