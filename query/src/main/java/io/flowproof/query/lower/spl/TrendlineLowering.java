package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.Relation;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.spl.Command;
import io.flowproof.query.spl.CommandPart.AggregatedField;
import io.flowproof.query.spl.CommandPart.Aggregation;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code trendline} ("trendline", Search Reference): simple, exponential and weighted moving
 * averages of the numbers so far, in the order of the rows; none before there are as many rows as
 * the period. The exponential one is computed over the part of the past that can still be seen in a
 * double.
 */
final class TrendlineLowering {
  private static final Pattern FUNCTION = Pattern.compile("(sma|ema|wma)([0-9]{1,5})");
  private static final int MOST = 10_000;

  /** After so many times the period, a value's weight is below the precision of doubles. */
  private static final int SEEN = 19;

  private TrendlineLowering() {}

  static Relation<SplType> lower(
      Command.Aggregate command, Relation<SplType> input, SplContext context) {
    Relation<SplType> relation = input;
    for (Aggregation part : command.aggregations()) {
      Row row = new Row(context.algebra(), relation);
      Value value = trend(part, row, context);
      if (value != null) {
        String name = part.as() == null ? context.source(part.span()) : part.as().name();
        relation = EvalLowering.with(row, name, value, context);
      }
    }
    return relation;
  }

  private static @Nullable Value trend(Aggregation part, Row row, SplContext context) {
    Matcher function = FUNCTION.matcher(part.function().toLowerCase(Locale.ROOT));
    int period = function.matches() ? Integer.parseInt(function.group(2)) : 0;
    if (period < 2 || period > MOST || !(part.argument() instanceof AggregatedField field)) {
      context.error(
          ErrorCode.ARGUMENT,
          part.span(),
          "'" + context.source(part.span()) + "' is not a trend",
          "such as sma5(count), ema10(count) or wma4(count); the period is from 2 to 10000");
      return null;
    }
    Value value = row.field(field.field().name()).orElse(null);
    if (value == null) {
      context.missingField(field.field().name(), field.span(), row.relation().names());
      return null;
    }
    RexNode number = row.once(context.scalars().toDouble(value));
    Frame frame = Frame.soFar(row, context);
    RexNode count = row.once(frame.call(Types.LONG, "count({0}){over}", number));
    RexNode trend = row.once(average(function.group(1), period, number, frame));
    RexNode enough =
        context
            .sql()
            .call(
                org.apache.calcite.sql.fun.SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                count,
                context.sql().number(period));
    return new Value(
        context
            .sql()
            .choose(
                Types.DOUBLE,
                context.sql().and(enough, context.sql().isNotNull(number)),
                trend,
                context.sql().nullOf(Types.DOUBLE)),
        SplType.NUMBER);
  }

  private static RexNode average(String kind, int period, RexNode number, Frame frame) {
    int reach = kind.equals("ema") ? SEEN * (period + 1) : period - 1;
    String values = "list({0}) FILTER (WHERE {0} IS NOT NULL){over}";
    String template =
        switch (kind) {
          case "sma" -> "avg({0}){over}";
          case "wma" ->
              "(list_sum(list_transform("
                  + values
                  + ", lambda x, i: x * i)) / "
                  + (period * (period + 1) / 2)
                  + ".0)";
          default ->
              "list_reduce(" + values + ", lambda a, b: a + (b - a) * " + 2.0 / (period + 1) + ")";
        };
    return frame
        .bounded("ROWS BETWEEN " + reach + " PRECEDING AND CURRENT ROW")
        .call(Types.DOUBLE, template, number);
  }
}
