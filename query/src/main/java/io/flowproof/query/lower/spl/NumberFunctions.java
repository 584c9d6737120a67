package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.Algebra;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.algebra.Windows;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexNode;

/** Mathematical functions: doubles in, doubles out, null where there is no result. */
final class NumberFunctions {
  private static final Map<String, String> ABOUT =
      Map.ofEntries(
          Map.entry("sin", "The sine"),
          Map.entry("cos", "The cosine"),
          Map.entry("tan", "The tangent"),
          Map.entry("asin", "The arc sine, null outside -1 to 1"),
          Map.entry("acos", "The arc cosine, null outside -1 to 1"),
          Map.entry("atan", "The arc tangent"),
          Map.entry("sinh", "The hyperbolic sine"),
          Map.entry("cosh", "The hyperbolic cosine"),
          Map.entry("tanh", "The hyperbolic tangent"),
          Map.entry("asinh", "The inverse hyperbolic sine"),
          Map.entry("acosh", "The inverse hyperbolic cosine, null below 1"),
          Map.entry("atanh", "The inverse hyperbolic tangent, null outside -1 to 1"));

  private static final Map<String, String> DOMAIN =
      Map.of(
          "asin", "CASE WHEN abs({0}) <= 1 THEN {0} END",
          "acos", "CASE WHEN abs({0}) <= 1 THEN {0} END",
          "acosh", "CASE WHEN {0} >= 1 THEN {0} END",
          "atanh", "CASE WHEN abs({0}) < 1 THEN {0} END");

  private NumberFunctions() {}

  static List<EvalFunction> all() {
    List<EvalFunction> all = new ArrayList<>(plain());
    all.addAll(statistical());
    return all;
  }

  private static List<EvalFunction> plain() {
    return List.of(
        new EvalFunction("abs", 1, 1, "Without its sign", a -> number(a, "abs({0})")),
        new EvalFunction(
            "ceiling", 1, 1, "Rounded up to a whole number", a -> number(a, "ceil({0})")),
        new EvalFunction("ceil", 1, 1, "Rounded up to a whole number", a -> number(a, "ceil({0})")),
        new EvalFunction(
            "floor", 1, 1, "Rounded down to a whole number", a -> number(a, "floor({0})")),
        new EvalFunction(
            "round",
            1,
            2,
            "Rounded to a number of decimals, none by default, half away from zero",
            NumberFunctions::round),
        new EvalFunction(
            "sqrt",
            1,
            1,
            "The square root, null for a negative number",
            a -> number(a, "sqrt(CASE WHEN {0} >= 0 THEN {0} END)")),
        new EvalFunction(
            "pow", 2, 2, "The first to the power of the second", a -> number(a, "pow({0}, {1})")),
        new EvalFunction("exp", 1, 1, "e to the power of the number", a -> number(a, "exp({0})")),
        new EvalFunction(
            "ln",
            1,
            1,
            "The natural logarithm, null for what has none",
            a -> number(a, "ln(CASE WHEN {0} > 0 THEN {0} END)")),
        new EvalFunction(
            "log",
            1,
            2,
            "The logarithm to a base, 10 by default, null for what has none",
            NumberFunctions::log),
        new EvalFunction(
            "atan2",
            2,
            2,
            "The angle of a point from its y and x",
            a -> number(a, "atan2({0}, {1})")),
        new EvalFunction("pi", 0, 0, "The number pi", a -> number(a, "pi()")),
        new EvalFunction(
            "hypot",
            2,
            2,
            "The square root of the sum of squares",
            a -> number(a, "sqrt({0} * {0} + {1} * {1})")),
        new EvalFunction("exact", 1, 1, "The number as it is", a -> number(a, "({0})")));
  }

  private static List<EvalFunction> statistical() {
    return List.of(
        new EvalFunction(
            "random",
            0,
            0,
            "A number from 0 to 2^31 - 1, the same in every run over the same rows",
            NumberFunctions::random),
        new EvalFunction(
            "sum", 1, EvalFunction.ANY, "The sum of the numbers", a -> folded(a, "list_sum")),
        new EvalFunction(
            "avg", 1, EvalFunction.ANY, "The mean of the numbers", a -> folded(a, "list_avg")),
        new EvalFunction(
            "min",
            1,
            EvalFunction.ANY,
            "The least of the values; a number is less than a text",
            a -> extreme(a, false)),
        new EvalFunction(
            "max",
            1,
            EvalFunction.ANY,
            "The greatest of the values; a text is greater than a number",
            a -> extreme(a, true)));
  }

  /** Functions of angles in radians. */
  static List<EvalFunction> trigonometric() {
    return ABOUT.entrySet().stream()
        .map(
            entry ->
                new EvalFunction(
                    entry.getKey(),
                    1,
                    1,
                    entry.getValue(),
                    a ->
                        number(
                            a,
                            entry.getKey()
                                + "("
                                + DOMAIN.getOrDefault(entry.getKey(), "{0}")
                                + ")")))
        .toList();
  }

  private static Value number(Arguments arguments, String template) {
    RexNode[] numbers = new RexNode[arguments.count()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = arguments.lowering().row().once(arguments.number(i));
    }
    EngineFunction function =
        new EngineFunction(arguments.call().function(), Types.DOUBLE, template);
    return new Value(arguments.sql().call(function, numbers), SplType.NUMBER);
  }

  private static Value round(Arguments arguments) {
    return number(
        arguments, arguments.count() == 1 ? "round({0})" : "round({0}, CAST({1} AS INTEGER))");
  }

  private static Value log(Arguments arguments) {
    return number(
        arguments,
        arguments.count() == 1
            ? "log10(CASE WHEN {0} > 0 THEN {0} END)"
            : "(ln(CASE WHEN {0} > 0 THEN {0} END)"
                + " / nullif(ln(CASE WHEN {1} > 0 THEN {1} END), 0))");
  }

  private static Value random(Arguments arguments) {
    Row row = arguments.lowering().row();
    Algebra algebra = arguments.context().algebra();
    RexNode place = row.once(Windows.rowNumber(algebra, row.relation(), List.of()));
    long now = arguments.context().shared().time().now().getEpochSecond();
    EngineFunction hash =
        new EngineFunction(
            "RANDOM", Types.LONG, "CAST(hash({0}, {1}, {2}) % 2147483648 AS BIGINT)");
    return new Value(
        arguments
            .sql()
            .call(
                hash,
                place,
                arguments.sql().number(now),
                arguments.sql().number(arguments.call().span().start())),
        SplType.INTEGER);
  }

  /** All values of all arguments, several of a multivalue field. */
  private static RexNode values(Arguments arguments) {
    Row row = arguments.lowering().row();
    List<RexNode> lists = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i++) {
      lists.add(row.once(arguments.scalars().toList(arguments.once(arguments.any(i)))));
    }
    String places =
        IntStream.range(0, lists.size())
            .mapToObj(i -> "coalesce({" + i + "}, [])")
            .collect(Collectors.joining(", "));
    EngineFunction all =
        new EngineFunction("ALL_VALUES", Types.TEXT_LIST, "flatten([" + places + "])");
    return row.once(arguments.sql().call(all, lists.toArray(RexNode[]::new)));
  }

  private static Value folded(Arguments arguments, String function) {
    EngineFunction fold =
        new EngineFunction(
            function,
            Types.DOUBLE,
            function
                + "(list_filter(list_transform({0}, lambda v: "
                + SplScalars.NUMBER_OF.replace("{0}", "v")
                + "), lambda n: n IS NOT NULL))");
    return new Value(arguments.sql().call(fold, values(arguments)), SplType.NUMBER);
  }

  private static Value extreme(Arguments arguments, boolean greatest) {
    List<Value> given = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i++) {
      given.add(arguments.any(i));
    }
    String function = greatest ? "greatest" : "least";
    if (given.stream().allMatch(v -> v.type().isNumeric() || ConditionFunctions.isNull(v))) {
      List<RexNode> numbers =
          given.stream()
              .filter(v -> !ConditionFunctions.isNull(v))
              .map(arguments.scalars()::toDouble)
              .toList();
      return numbers.isEmpty()
          ? arguments.scalars().missing()
          : new Value(
              arguments
                  .sql()
                  .call(
                      new EngineFunction(function, Types.DOUBLE, function + "({*})"),
                      numbers.toArray(RexNode[]::new)),
              SplType.NUMBER);
    }
    String end = greatest ? "list_max" : "list_min";
    EngineFunction number =
        new EngineFunction(
            end,
            Types.DOUBLE,
            end
                + "(list_transform({0}, lambda v: "
                + SplScalars.NUMBER_OF.replace("{0}", "v")
                + "))");
    EngineFunction text =
        new EngineFunction(
            end,
            Types.TEXT,
            end
                + "(list_filter({0}, lambda v: "
                + SplScalars.NUMBER_OF.replace("{0}", "v")
                + " IS NULL))");
    RexNode values = values(arguments);
    RexNode least =
        arguments.sql().call(SplFunctions.NUMBER_TEXT, arguments.sql().call(number, values));
    RexNode other = arguments.sql().call(text, values);
    return new Value(
        greatest
            ? arguments.sql().coalesce(Types.TEXT, other, least)
            : arguments.sql().coalesce(Types.TEXT, least, other),
        SplType.TEXT);
  }
}
