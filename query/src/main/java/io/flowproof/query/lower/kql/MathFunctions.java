package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlType;
import java.util.List;
import java.util.stream.Stream;

/** Functions of reals, and of the bits of whole numbers. */
final class MathFunctions {
  private MathFunctions() {}

  static List<ScalarFunction> all() {
    return Stream.of(angles(), powers(), bits(), others()).flatMap(List::stream).toList();
  }

  private static List<ScalarFunction> angles() {
    String outside = "CASE WHEN abs({0}) <= 1 THEN %s({0}) ELSE CAST('nan' AS DOUBLE) END";
    return List.of(
        real("sin", "Sine", "sin({0})"),
        real("cos", "Cosine", "cos({0})"),
        real("tan", "Tangent", "tan({0})"),
        real("cot", "Cotangent", "(1 / tan({0}))"),
        real("asin", "The angle of this sine", outside.formatted("asin")),
        real("acos", "The angle of this cosine", outside.formatted("acos")),
        real("atan", "The angle of this tangent", "atan({0})"),
        new ScalarFunction(
            "atan2",
            "(y, x)",
            2,
            2,
            "The angle of a point",
            c -> c.call(KqlType.REAL, "atan2({0}, {1})", real(c, 0), real(c, 1))),
        real("degrees", "Radians as degrees", "degrees({0})"),
        real("radians", "Degrees as radians", "radians({0})"),
        new ScalarFunction(
            "pi", "()", 0, 0, "The number π", c -> c.values().constant(KqlType.REAL, Math.PI)));
  }

  private static List<ScalarFunction> powers() {
    return List.of(
        real("exp2", "2 to this power", "pow(2, {0})"),
        real("exp10", "10 to this power", "pow(10, {0})"),
        real("gamma", "The gamma function", "gamma({0})"),
        real("loggamma", "Logarithm of the gamma function", "lgamma({0})"));
  }

  private static ScalarFunction real(String name, String about, String template) {
    return new ScalarFunction(
        name, "(number)", 1, 1, about, c -> c.call(KqlType.REAL, template, real(c, 0)));
  }

  private static Scalar real(FunctionCall call, int index) {
    return call.conversions().widened(call.number(index), KqlType.REAL);
  }

  private static List<ScalarFunction> bits() {
    return List.of(
        bits("binary_and", "The bits that both have", "(CAST({0} AS BIGINT) & {1})"),
        bits("binary_or", "The bits that one has", "(CAST({0} AS BIGINT) | {1})"),
        bits("binary_xor", "The bits that just one has", "xor(CAST({0} AS BIGINT), {1})"),
        bits(
            "binary_shift_left",
            "The bits so many places to the left, counted modulo 64",
            "CAST(((CAST({0} AS HUGEINT) * pow(2, {1} & 63)::HUGEINT) + 9223372036854775808)"
                + " % 18446744073709551616 - 9223372036854775808 AS BIGINT)"),
        bits(
            "binary_shift_right",
            "The bits so many places to the right, counted modulo 64",
            "(CAST({0} AS BIGINT) >> ({1} & 63))"),
        new ScalarFunction(
            "binary_not",
            "(number)",
            1,
            1,
            "All bits turned round",
            c -> c.call(KqlType.LONG, "(-1 - CAST({0} AS BIGINT))", c.integer(0))),
        new ScalarFunction(
            "bitset_count_ones",
            "(number)",
            1,
            1,
            "How many bits are 1",
            c ->
                c.call(
                    KqlType.LONG, "CAST(bit_count(CAST({0} AS BIGINT)) AS BIGINT)", c.integer(0))));
  }

  private static ScalarFunction bits(String name, String about, String template) {
    return new ScalarFunction(
        name,
        "(number, number)",
        2,
        2,
        about,
        c -> c.call(KqlType.LONG, template, c.integer(0), c.integer(1)));
  }

  private static List<ScalarFunction> others() {
    return List.of(
        new ScalarFunction(
            "sign",
            "(number)",
            1,
            1,
            "1, 0 or -1",
            c -> c.call(KqlType.REAL, "CAST(sign({0}) AS DOUBLE)", c.number(0))),
        new ScalarFunction(
            "tohex",
            "(number, length)",
            1,
            2,
            "The digits to base 16, filled up with zeros",
            MathFunctions::hex),
        new ScalarFunction(
            "bin_at",
            "(value, size, fixed)",
            3,
            3,
            "The value rounded down to a size counted from a fixed point",
            MathFunctions::binAt));
  }

  /** Of an int that is negative, 8 digits; of a long, 16. */
  private static Scalar hex(FunctionCall call) {
    Scalar value = call.integer(0);
    String digits =
        value.type() == KqlType.INT
            ? "lower(to_hex(CAST({0} AS BIGINT) & 4294967295))"
            : "lower(to_hex({0}))";
    if (!call.has(1)) {
      return call.call(KqlType.STRING, "coalesce(" + digits + ", '')", value);
    }
    return call.call(
        KqlType.STRING,
        "coalesce(CASE WHEN length(%s) >= {1} THEN %s ELSE lpad(%s, CAST(least({1}, 64) AS INTEGER), '0') END, '')"
            .formatted(digits, digits, digits),
        value,
        call.integer(1));
  }

  private static Scalar binAt(FunctionCall call) {
    Scalar value =
        call.argument(
            0, KqlType.REAL, KqlType.LONG, KqlType.INT, KqlType.DATETIME, KqlType.TIMESPAN);
    Scalar size = call.argument(1, KqlType.REAL, KqlType.LONG, KqlType.INT, KqlType.TIMESPAN);
    Scalar fixed = call.argument(2, value.type(), KqlType.LONG, KqlType.INT, KqlType.REAL);
    boolean time = value.type() == KqlType.DATETIME || value.type() == KqlType.TIMESPAN;
    if (time != (size.type() == KqlType.TIMESPAN)) {
      throw call.mismatch(1, time ? "a timespan" : "a number");
    }
    if (time && fixed.type() != value.type()) {
      throw call.mismatch(2, Binder.a(value.type()));
    }
    boolean real =
        value.type() == KqlType.REAL || size.type() == KqlType.REAL || fixed.type() == KqlType.REAL;
    if (real) {
      return call.call(
          KqlType.REAL,
          "CASE WHEN {1} > 0 THEN floor(({0} - {2}) / {1}) * {1} + {2} END",
          real(call, 0),
          real(call, 1),
          real(call, 2));
    }
    KqlType type = value.type() == KqlType.INT ? KqlType.LONG : value.type();
    return call.call(
        type,
        "CASE WHEN {1} > 0 THEN {0} - ((({0} - {2}) % {1} + {1}) % {1}) END",
        value,
        size,
        fixed);
  }
}
