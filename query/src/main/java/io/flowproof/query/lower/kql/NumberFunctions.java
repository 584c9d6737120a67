package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.kql.KqlType;
import java.util.List;
import java.util.stream.Stream;

/** Functions of numbers, and {@code bin()}. */
final class NumberFunctions {
  private NumberFunctions() {}

  static List<ScalarFunction> all() {
    return Stream.of(rounding(), calculating(), comparing()).flatMap(List::stream).toList();
  }

  private static List<ScalarFunction> rounding() {
    return List.of(
        new ScalarFunction(
            "abs",
            "(number or timespan)",
            1,
            1,
            "The value without its sign",
            NumberFunctions::abs),
        new ScalarFunction(
            "round",
            "(number, digits)",
            1,
            2,
            "The nearest number with so many digits",
            NumberFunctions::round),
        new ScalarFunction(
            "bin",
            "(value, size)",
            2,
            2,
            "The greatest multiple of size that is not above the value",
            NumberFunctions::bin),
        new ScalarFunction(
            "floor", "(value, size)", 2, 2, "The same as bin()", NumberFunctions::bin),
        new ScalarFunction(
            "ceiling",
            "(number)",
            1,
            1,
            "The least whole number that is not below the value",
            c ->
                c.number(0).isInteger()
                    ? c.conversions().widened(c.number(0), KqlType.LONG)
                    : c.call(KqlType.REAL, "ceil({0})", c.number(0))));
  }

  private static List<ScalarFunction> calculating() {
    return List.of(
        real(
            "sqrt",
            "Square root",
            "CASE WHEN {0} >= 0 THEN sqrt({0}) ELSE CAST('nan' AS DOUBLE) END"),
        real("exp", "e to this power", "exp({0})"),
        real("log", "Natural logarithm", "CASE WHEN {0} > 0 THEN ln({0}) END"),
        real("log10", "Logarithm to base 10", "CASE WHEN {0} > 0 THEN log10({0}) END"),
        real("log2", "Logarithm to base 2", "CASE WHEN {0} > 0 THEN log2({0}) END"));
  }

  private static List<ScalarFunction> comparing() {
    return List.of(
        new ScalarFunction(
            "pow",
            "(base, exponent)",
            2,
            2,
            "base to the power of exponent",
            c -> c.call(KqlType.REAL, "pow({0}, {1})", real(c, 0), real(c, 1))),
        new ScalarFunction(
            "min_of", "(value, …)", 1, 64, "The least of the values", c -> extreme(c, "least")),
        new ScalarFunction(
            "max_of",
            "(value, …)",
            1,
            64,
            "The greatest of the values",
            c -> extreme(c, "greatest")),
        new ScalarFunction(
            "isnan", "(number)", 1, 1, "Whether it is no number", c -> test(c, "isnan({0})")),
        new ScalarFunction(
            "isfinite", "(number)", 1, 1, "Whether it is finite", c -> test(c, "isfinite({0})")),
        new ScalarFunction(
            "isinf", "(number)", 1, 1, "Whether it is infinite", c -> test(c, "isinf({0})")));
  }

  private static ScalarFunction real(String name, String about, String template) {
    return new ScalarFunction(
        name, "(number)", 1, 1, about, c -> c.call(KqlType.REAL, template, real(c, 0)));
  }

  private static Scalar real(FunctionCall call, int index) {
    return call.conversions().widened(call.number(index), KqlType.REAL);
  }

  private static Scalar test(FunctionCall call, String template) {
    return call.call(KqlType.BOOL, template, real(call, 0));
  }

  private static Scalar abs(FunctionCall call) {
    Scalar value = call.argument(0, KqlType.REAL, KqlType.LONG, KqlType.INT, KqlType.TIMESPAN);
    return call.call(
        value.type(),
        value.type() == KqlType.LONG || value.type() == KqlType.TIMESPAN
            ? "TRY_CAST(abs(CAST({0} AS HUGEINT)) AS BIGINT)"
            : "abs({0})",
        value);
  }

  private static Scalar round(FunctionCall call) {
    Scalar value = call.number(0);
    if (value.isInteger() && !call.has(1)) {
      return value;
    }
    long digits = call.has(1) ? call.constantNumber(1) : 0;
    return call.call(KqlType.REAL, "round({0}, " + digits + ")", real(call, 0));
  }

  /**
   * Multiples count from 0, of a datetime from 0001-01-01. Null for a null and for a size that is
   * not positive (Kusto documentation, bin()).
   */
  private static Scalar bin(FunctionCall call) {
    Scalar value =
        call.argument(
            0, KqlType.REAL, KqlType.LONG, KqlType.INT, KqlType.DATETIME, KqlType.TIMESPAN);
    Scalar size = call.argument(1, KqlType.REAL, KqlType.LONG, KqlType.INT, KqlType.TIMESPAN);
    boolean time = value.type() == KqlType.DATETIME || value.type() == KqlType.TIMESPAN;
    if (time != (size.type() == KqlType.TIMESPAN)) {
      throw call.mismatch(1, time ? "a timespan" : "a number");
    }
    if (value.type() == KqlType.REAL || size.type() == KqlType.REAL) {
      return call.call(
          KqlType.REAL,
          "CASE WHEN {1} > 0 THEN floor({0} / {1}) * {1} END",
          call.conversions().widened(value, KqlType.REAL),
          call.conversions().widened(size, KqlType.REAL));
    }
    KqlType type = value.type() == KqlType.INT ? KqlType.LONG : value.type();
    boolean positive = size.constant() instanceof Number known && known.longValue() > 0;
    String template = "({0} - ({0} % {1} + {1}) % {1})";
    if (value.type() == KqlType.DATETIME) {
      template = "({0} // {1} * {1})"; // Ticks are not negative.
    }
    return call.call(
        type, positive ? template : "CASE WHEN {1} > 0 THEN " + template + " END", value, size);
  }

  private static Scalar extreme(FunctionCall call, String sql) {
    KqlType type =
        Conversions.common(call.arguments())
            .orElseThrow(
                () ->
                    call.binder()
                        .problem(
                            ErrorCode.TYPE_MISMATCH,
                            call.span(),
                            "The values of " + call.name() + "() have no common type"));
    Scalar[] wide =
        call.arguments().stream()
            .map(value -> call.conversions().widened(value, type))
            .toArray(Scalar[]::new);
    return call.call(type, sql + "({*})", wide);
  }
}
