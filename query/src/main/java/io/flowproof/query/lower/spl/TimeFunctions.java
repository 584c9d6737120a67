package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.function.RelativeTime;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Date and time functions: times are seconds since 1970, texts are in the search's time zone. */
final class TimeFunctions {
  private TimeFunctions() {}

  static List<EvalFunction> all() {
    return List.of(
        new EvalFunction("now", 0, 0, "When the search started", TimeFunctions::now),
        new EvalFunction(
            "time",
            0,
            0,
            "When the search started, with its fraction of a second",
            TimeFunctions::now),
        new EvalFunction(
            "relative_time",
            2,
            2,
            "A time moved and snapped by a modifier such as \"-1d@d\"",
            TimeFunctions::relativeTime),
        new EvalFunction("strftime", 2, 2, "A time as text", TimeFunctions::format),
        new EvalFunction(
            "strptime", 2, 2, "The time that a text gives in a format", TimeFunctions::parse));
  }

  private static Value now(Arguments arguments) {
    Instant now = arguments.context().shared().time().now();
    boolean whole = arguments.call().function().equalsIgnoreCase("now");
    double seconds = now.getEpochSecond() + (whole ? 0 : now.getNano() / 1e9);
    return arguments.scalars().number(seconds, SplNumber.text(seconds));
  }

  private static Value relativeTime(Arguments arguments) {
    Value modifier = arguments.any(1);
    if (modifier.literal() != null && !RelativeTime.isModifier(modifier.literal())) {
      return arguments
          .context()
          .error(
              ErrorCode.ARGUMENT,
              arguments.syntax(1).span(),
              "'" + modifier.literal() + "' is not a relative time",
              "such as -1d@d: an offset, then a snap");
    }
    Value time = arguments.any(0);
    Double known = known(time, modifier, arguments.context());
    if (known != null) {
      // Once for the search, not once for each event.
      return arguments.scalars().number(known, SplNumber.text(known));
    }
    return new Value(
        arguments
            .sql()
            .call(
                SplFunctions.RELATIVE_TIME,
                arguments.scalars().toDouble(time),
                arguments.scalars().toText(modifier),
                arguments.context().zone()),
        SplType.NUMBER);
  }

  private static @Nullable Double known(Value time, Value modifier, SplContext context) {
    if (time.literal() == null || modifier.literal() == null) {
      return null;
    }
    OptionalDouble seconds = SplNumber.parse(time.literal());
    return seconds.isPresent()
        ? RelativeTime.apply(seconds.getAsDouble(), modifier.literal(), context.splunk().zone())
        : null;
  }

  private static Value format(Arguments arguments) {
    return new Value(
        arguments
            .sql()
            .call(
                SplFunctions.STRFTIME,
                arguments.number(0),
                arguments.text(1),
                arguments.context().zone()),
        SplType.TEXT);
  }

  private static Value parse(Arguments arguments) {
    return new Value(
        arguments
            .sql()
            .call(
                SplFunctions.STRPTIME,
                arguments.text(0),
                arguments.text(1),
                arguments.context().zone()),
        SplType.NUMBER);
  }
}
