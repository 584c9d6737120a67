package io.flowproof.query.lower.kql;

import io.flowproof.core.time.Ticks;
import io.flowproof.query.function.KqlFunctions;
import io.flowproof.query.kql.BinaryOperator;
import io.flowproof.query.kql.KqlType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Functions of datetime and timespan; all of them count in UTC. */
final class TimeFunctions {
  /** A datetime as the engine's timestamp, in which months and years can be counted. */
  private static final String TIMESTAMP = "make_timestamp(({0} - " + Ticks.UNIX_EPOCH + ") // 10)";

  private static final String PARTS =
      "year, quarter, month, week, day, hour, minute, second, millisecond, microsecond or nanosecond";

  private TimeFunctions() {}

  static List<ScalarFunction> all() {
    return Stream.of(beginnings(), parts(), distances()).flatMap(List::stream).toList();
  }

  private static List<ScalarFunction> beginnings() {
    return List.of(
        new ScalarFunction(
            "now", "(offset)", 0, 1, "The time at which the query runs", TimeFunctions::now),
        new ScalarFunction(
            "ago", "(timespan)", 1, 1, "So long before the query runs", TimeFunctions::ago),
        new ScalarFunction(
            "startofday", "(datetime, days)", 1, 2, "Midnight of that day", c -> start(c, 0)),
        new ScalarFunction(
            "endofday",
            "(datetime, days)",
            1,
            2,
            "The last tick of that day",
            c -> end(c, start(c, 0), Ticks.PER_DAY)));
  }

  private static List<ScalarFunction> parts() {
    return List.of(
        new ScalarFunction(
            "hourofday",
            "(datetime)",
            1,
            1,
            "The hour, 0 to 23",
            c -> part(c, "CAST({0} % " + Ticks.PER_DAY + " // " + Ticks.PER_HOUR + " AS INTEGER)")),
        new ScalarFunction(
            "dayofweek",
            "(datetime)",
            1,
            1,
            "Days since Sunday, as a timespan",
            c ->
                c.call(
                    KqlType.TIMESPAN,
                    "((({0} // %d + 1) %% 7) * %d)".formatted(Ticks.PER_DAY, Ticks.PER_DAY),
                    c.datetime(0))),
        calendar("dayofmonth", "day", "The day of the month"),
        calendar("dayofyear", "doy", "The day of the year"),
        calendar("getmonth", "month", "The month, 1 to 12"),
        calendar("monthofyear", "month", "The month, 1 to 12"),
        calendar("getyear", "year", "The year"));
  }

  private static List<ScalarFunction> distances() {
    return List.of(
        new ScalarFunction(
            "datetime_diff",
            "(part, datetime, datetime)",
            3,
            3,
            "How many ends of such parts lie between the second time and the first",
            TimeFunctions::difference),
        new ScalarFunction(
            "datetime_add",
            "(part, amount, datetime)",
            3,
            3,
            "So many parts later",
            TimeFunctions::add),
        new ScalarFunction(
            "format_datetime",
            "(datetime, format)",
            2,
            2,
            "The time as text",
            c ->
                c.call(
                    KqlType.STRING,
                    "coalesce(" + KqlFunctions.FORMAT_DATETIME + "({0}, {1}), '')",
                    c.datetime(0),
                    c.string(1))),
        new ScalarFunction(
            "unixtime_seconds_todatetime",
            "(seconds)",
            1,
            1,
            "Seconds since 1970 as a datetime",
            c -> unix(c, Ticks.PER_SECOND)),
        new ScalarFunction(
            "unixtime_milliseconds_todatetime",
            "(milliseconds)",
            1,
            1,
            "Milliseconds since 1970 as a datetime",
            c -> unix(c, Ticks.PER_MILLISECOND)));
  }

  private static ScalarFunction calendar(String name, String sql, String about) {
    return new ScalarFunction(
        name,
        "(datetime)",
        1,
        1,
        about,
        c -> part(c, "CAST(date_part('" + sql + "', " + TIMESTAMP + ") AS INTEGER)"));
  }

  private static Scalar part(FunctionCall call, String template) {
    return call.call(KqlType.INT, template, call.datetime(0));
  }

  private static Scalar now(FunctionCall call) {
    Scalar now =
        call.values().constant(KqlType.DATETIME, Ticks.of(call.binder().context().time().now()));
    return call.has(0) ? shifted(call, BinaryOperator.ADD, now) : now;
  }

  private static Scalar ago(FunctionCall call) {
    Scalar now =
        call.values().constant(KqlType.DATETIME, Ticks.of(call.binder().context().time().now()));
    return shifted(call, BinaryOperator.SUBTRACT, now);
  }

  private static Scalar shifted(FunctionCall call, BinaryOperator operator, Scalar now) {
    return new Arithmetic(call.binder(), call.conversions())
        .apply(operator, now, call.argument(0, KqlType.TIMESPAN), call.span());
  }

  private static Scalar start(FunctionCall call, int index) {
    Scalar day =
        call.call(KqlType.DATETIME, "({0} - {0} % " + Ticks.PER_DAY + ")", call.datetime(index));
    return call.has(1)
        ? call.call(
            KqlType.DATETIME,
            "({0} + CAST({1} AS BIGINT) * " + Ticks.PER_DAY + ")",
            day,
            call.integer(1))
        : day;
  }

  private static Scalar end(FunctionCall call, Scalar start, long length) {
    return call.call(KqlType.DATETIME, "({0} + " + (length - 1) + ")", start);
  }

  private static Scalar unix(FunctionCall call, long ticks) {
    return call.call(
        KqlType.DATETIME,
        "TRY_CAST(CAST({0} AS DECIMAL(38, 9)) * "
            + ticks
            + " + "
            + Ticks.UNIX_EPOCH
            + " AS BIGINT)",
        call.number(0));
  }

  private static String unit(FunctionCall call) {
    return call.constantText(0).toLowerCase(Locale.ROOT);
  }

  private static long ticks(FunctionCall call) {
    return switch (unit(call)) {
      case "week" -> 7 * Ticks.PER_DAY;
      case "day" -> Ticks.PER_DAY;
      case "hour" -> Ticks.PER_HOUR;
      case "minute" -> Ticks.PER_MINUTE;
      case "second" -> Ticks.PER_SECOND;
      case "millisecond" -> Ticks.PER_MILLISECOND;
      case "microsecond" -> Ticks.PER_MICROSECOND;
      case "year", "quarter", "month", "nanosecond" -> 0;
      default -> throw call.problem(0, "must be " + PARTS);
    };
  }

  private static Scalar difference(FunctionCall call) {
    long ticks = ticks(call);
    Scalar later = call.datetime(1);
    Scalar earlier = call.datetime(2);
    if (unit(call).equals("nanosecond")) {
      return call.call(KqlType.LONG, "(({0} - {1}) * 100)", later, earlier);
    }
    if (ticks > 0) {
      // Weeks begin on Sundays, and 0001-01-01 was a Monday.
      long shift = unit(call).equals("week") ? Ticks.PER_DAY : 0;
      return call.call(
          KqlType.LONG,
          "(({0} + %d) // %d - ({1} + %d) // %d)".formatted(shift, ticks, shift, ticks),
          later,
          earlier);
    }
    String second = TIMESTAMP.replace("{0}", "{1}");
    return call.call(
        KqlType.LONG,
        "date_diff('" + unit(call) + "', " + second + ", " + TIMESTAMP + ")",
        later,
        earlier);
  }

  private static Scalar add(FunctionCall call) {
    long ticks = ticks(call);
    Scalar amount = call.integer(1);
    Scalar time = call.datetime(2);
    if (ticks > 0) {
      return call.call(
          KqlType.DATETIME, "({0} + CAST({1} AS BIGINT) * " + ticks + ")", time, amount);
    }
    int months =
        switch (unit(call)) {
          case "year" -> 12;
          case "quarter" -> 3;
          case "month" -> 1;
          default -> throw call.problem(0, "must be " + PARTS.replace(" or nanosecond", ""));
        };
    return call.call(
        KqlType.DATETIME,
        "(epoch_us(%s + to_months(CAST({1} * %d AS INTEGER))) * 10 + %d + {0} %% 10)"
            .formatted(TIMESTAMP, months, Ticks.UNIX_EPOCH),
        time,
        amount);
  }
}
