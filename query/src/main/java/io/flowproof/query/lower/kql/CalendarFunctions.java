package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.time.Ticks;
import io.flowproof.query.kql.KqlType;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Functions of the calendar: beginnings and ends of weeks, months and years, parts, time zones. */
final class CalendarFunctions {
  /** A datetime as the engine's timestamp, in which months and years can be counted. */
  private static final String TIMESTAMP = "make_timestamp(({0} - " + Ticks.UNIX_EPOCH + ") // 10)";

  private CalendarFunctions() {}

  static List<ScalarFunction> all() {
    return Stream.of(ends(), parts(), made(), read(), zones()).flatMap(List::stream).toList();
  }

  private static List<ScalarFunction> ends() {
    return List.of(
        new ScalarFunction(
            "startofweek",
            "(datetime, weeks)",
            1,
            2,
            "Midnight of the Sunday before",
            c -> week(c, 0)),
        new ScalarFunction(
            "endofweek", "(datetime, weeks)", 1, 2, "The last tick of the week", c -> week(c, 1)),
        bound("startofmonth", "(datetime, months)", "The first of that month", "month", 1, 0),
        bound("endofmonth", "(datetime, months)", "The last tick of that month", "month", 1, 1),
        bound("startofyear", "(datetime, years)", "The first of that year", "year", 12, 0),
        bound("endofyear", "(datetime, years)", "The last tick of that year", "year", 12, 1));
  }

  /** 0001-01-01 was a Monday. */
  private static Scalar week(FunctionCall call, int later) {
    long length = 7 * Ticks.PER_DAY;
    String template =
        "({0} - ({0} + %d) %% %d + %d)"
            .formatted(Ticks.PER_DAY, length, later == 0 ? 0 : length - 1);
    Scalar bound = call.call(KqlType.DATETIME, template, call.datetime(0));
    return call.has(1)
        ? call.call(
            KqlType.DATETIME,
            "({0} + CAST({1} AS BIGINT) * " + length + ")",
            bound,
            call.integer(1))
        : bound;
  }

  private static ScalarFunction bound(
      String name, String signature, String about, String part, int months, int later) {
    return new ScalarFunction(
        name,
        signature,
        1,
        2,
        about,
        c -> {
          Scalar offset = c.has(1) ? c.integer(1) : c.values().number(0);
          String template =
              "(epoch_us(date_trunc('%s', %s) + to_months(CAST(({1} + %d) * %d AS INTEGER))) * 10 + %d)"
                  .formatted(part, TIMESTAMP, later, months, Ticks.UNIX_EPOCH - later);
          return c.call(KqlType.DATETIME, template, c.datetime(0), offset);
        });
  }

  private static List<ScalarFunction> parts() {
    ScalarFunction part =
        new ScalarFunction(
            "datetime_part",
            "(part, datetime)",
            2,
            2,
            "A part of a time as a number",
            CalendarFunctions::part);
    ScalarFunction week =
        new ScalarFunction(
            "week_of_year",
            "(datetime)",
            1,
            1,
            "The number of the week, 1 to 53 (ISO 8601)",
            c -> c.call(KqlType.INT, "CAST({0} AS INTEGER)", calendar(c, "week", c.datetime(0))));
    return List.of(
        part,
        PackedFunction.alias(part, "datepart"),
        week,
        PackedFunction.alias(week, "weekofyear"));
  }

  private static Scalar part(FunctionCall call) {
    Scalar time = call.datetime(1);
    return switch (call.constantText(0).toLowerCase(Locale.ROOT)) {
      case "year", "quarter", "month", "day" ->
          calendar(call, call.constantText(0).toLowerCase(Locale.ROOT), time);
      case "week_of_year", "weekofyear" -> calendar(call, "week", time);
      case "dayofyear" -> calendar(call, "doy", time);
      case "hour" -> within(call, time, Ticks.PER_DAY, Ticks.PER_HOUR, 1);
      case "minute" -> within(call, time, Ticks.PER_HOUR, Ticks.PER_MINUTE, 1);
      case "second" -> within(call, time, Ticks.PER_MINUTE, Ticks.PER_SECOND, 1);
      case "millisecond" -> within(call, time, Ticks.PER_SECOND, Ticks.PER_MILLISECOND, 1);
      case "microsecond" -> within(call, time, Ticks.PER_SECOND, Ticks.PER_MICROSECOND, 1);
      case "nanosecond" -> within(call, time, Ticks.PER_SECOND, 1, 100);
      default ->
          throw call.problem(
              0,
              "must be year, quarter, month, week_of_year, day, dayofyear, hour, minute, second,"
                  + " millisecond, microsecond or nanosecond");
    };
  }

  private static Scalar calendar(FunctionCall call, String part, Scalar time) {
    return call.call(
        KqlType.LONG, "CAST(date_part('" + part + "', " + TIMESTAMP + ") AS BIGINT)", time);
  }

  private static Scalar within(FunctionCall call, Scalar time, long whole, long part, long factor) {
    return call.call(KqlType.LONG, "({0} %% %d // %d * %d)".formatted(whole, part, factor), time);
  }

  private static List<ScalarFunction> made() {
    return List.of(
        new ScalarFunction(
            "make_datetime",
            "(year, month, day, hour, minute, second)",
            1,
            6,
            "The time of these parts, or null when there is none",
            CalendarFunctions::makeDatetime),
        new ScalarFunction(
            "make_timespan",
            "(day, hour, minute, second)",
            2,
            4,
            "The duration of these parts, or null when one is out of its range",
            CalendarFunctions::makeTimespan),
        new ScalarFunction(
            "totime",
            "(value)",
            1,
            1,
            "The same as totimespan()",
            c -> c.conversions().to(KqlType.TIMESPAN, c.argument(0))));
  }

  private static List<ScalarFunction> read() {
    return List.of(
        new ScalarFunction(
            "unixtime_microseconds_todatetime",
            "(microseconds)",
            1,
            1,
            "Microseconds since 1970 as a datetime",
            c -> unix(c, "* " + Ticks.PER_MICROSECOND)),
        new ScalarFunction(
            "unixtime_nanoseconds_todatetime",
            "(nanoseconds)",
            1,
            1,
            "Nanoseconds since 1970 as a datetime",
            c -> unix(c, "/ 100")),
        new ScalarFunction(
            "format_timespan",
            "(timespan, format)",
            2,
            2,
            "The duration as text",
            c ->
                c.packed(
                    KqlType.STRING,
                    "format_timespan",
                    List.of(
                        new Scalar(c.argument(0, KqlType.TIMESPAN).rex(), KqlType.LONG),
                        c.string(1)))));
  }

  private static Scalar unix(FunctionCall call, String scale) {
    return call.call(
        KqlType.DATETIME,
        "TRY_CAST(CAST({0} AS DECIMAL(38, 9)) " + scale + " + " + Ticks.UNIX_EPOCH + " AS BIGINT)",
        call.number(0));
  }

  private static Scalar makeDatetime(FunctionCall call) {
    if (call.count() == 1) {
      return call.conversions().to(KqlType.DATETIME, call.argument(0));
    }
    if (call.count() != 3 && call.count() < 5) {
      throw call.binder()
          .problem(
              ErrorCode.ARGUMENT,
              call.span(),
              "make_datetime() takes 3, 5 or 6 numbers, or a text");
    }
    Scalar[] parts = new Scalar[6];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = !call.has(i) ? call.values().number(0) : i < 5 ? call.integer(i) : call.number(i);
    }
    String right =
        "{0} BETWEEN 1 AND 9999 AND {1} BETWEEN 1 AND 12 AND {2} BETWEEN 1 AND 31"
            + " AND {3} BETWEEN 0 AND 23 AND {4} BETWEEN 0 AND 59 AND {5} >= 0 AND {5} < 60";
    String time =
        "TRY(epoch_us(make_timestamp(CAST({0} AS BIGINT), CAST({1} AS BIGINT), CAST({2} AS BIGINT),"
            + " CAST({3} AS BIGINT), CAST({4} AS BIGINT), 0.0))) * 10 + %d + CAST(CAST({5} AS DOUBLE) * %d AS BIGINT)";
    return call.call(
        KqlType.DATETIME,
        ("CASE WHEN " + right + " THEN " + time + " END")
            .formatted(Ticks.UNIX_EPOCH, Ticks.PER_SECOND),
        parts);
  }

  private static Scalar makeTimespan(FunctionCall call) {
    int days = call.count() == 4 ? 1 : 0;
    Scalar[] parts = new Scalar[4];
    parts[0] = days == 1 ? call.integer(0) : call.values().number(0);
    parts[1] = call.integer(days);
    parts[2] = call.integer(days + 1);
    parts[3] = call.has(days + 2) ? call.number(days + 2) : call.values().number(0);
    String right =
        "{1} BETWEEN 0 AND 23 AND {2} BETWEEN 0 AND 59 AND {3} >= 0 AND {3} < 60"
            + " AND abs({0}) < 10675199";
    String time =
        "(CAST({0} AS BIGINT) * %d + CAST({1} AS BIGINT) * %d + CAST({2} AS BIGINT) * %d + CAST(round(CAST({3} AS DOUBLE) * %d) AS BIGINT))"
            .formatted(Ticks.PER_DAY, Ticks.PER_HOUR, Ticks.PER_MINUTE, Ticks.PER_SECOND);
    return call.call(KqlType.TIMESPAN, "CASE WHEN " + right + " THEN " + time + " END", parts);
  }

  private static List<ScalarFunction> zones() {
    return List.of(
        new ScalarFunction(
            "datetime_utc_to_local",
            "(datetime, zone)",
            2,
            2,
            "The time that clocks of a time zone show",
            c -> zoned(c, "timezone('{z}', timezone('UTC', " + TIMESTAMP + "))")),
        new ScalarFunction(
            "datetime_local_to_utc",
            "(datetime, zone)",
            2,
            2,
            "The time in UTC when clocks of a time zone show this",
            c -> zoned(c, "timezone('UTC', timezone('{z}', " + TIMESTAMP + "))")));
  }

  private static Scalar zoned(FunctionCall call, String template) {
    String zone = call.constantText(1);
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw call.problem(1, "is no time zone: '" + zone + "'");
    }
    return call.call(
        KqlType.DATETIME,
        "(epoch_us(%s) * 10 + %d + {0} %% 10)"
            .formatted(template.replace("{z}", zone.replace("'", "")), Ticks.UNIX_EPOCH),
        call.datetime(0));
  }
}
