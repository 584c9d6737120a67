package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** Mathematical functions: doubles in, doubles out, null where there is no result. */
final class NumberFunctions {
  private NumberFunctions() {}

  static List<EvalFunction> all() {
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
        new EvalFunction("pi", 0, 0, "The number pi", a -> number(a, "pi()")),
        new EvalFunction(
            "min", 1, EvalFunction.ANY, "The least of the numbers", a -> extreme(a, "least({*})")),
        new EvalFunction(
            "max",
            1,
            EvalFunction.ANY,
            "The greatest of the numbers",
            a -> extreme(a, "greatest({*})")));
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

  /** Texts sort after numbers there; which of them look like numbers is not known here. */
  private static Value extreme(Arguments arguments, String template) {
    List<RexNode> numbers = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i++) {
      Value value = arguments.any(i);
      if (!value.type().isNumeric() && !ConditionFunctions.isNull(value)) {
        return arguments
            .context()
            .error(
                io.flowproof.core.source.ErrorCode.UNSUPPORTED,
                arguments.syntax(i).span(),
                "'" + arguments.call().function() + "' of texts is not supported",
                "write tonumber(" + arguments.context().source(arguments.syntax(i).span()) + ")");
      }
      if (!ConditionFunctions.isNull(value)) {
        numbers.add(arguments.scalars().toDouble(value));
      }
    }
    if (numbers.isEmpty()) {
      return arguments.scalars().missing();
    }
    EngineFunction function =
        new EngineFunction(arguments.call().function(), Types.DOUBLE, template);
    return new Value(
        arguments.sql().call(function, numbers.toArray(RexNode[]::new)), SplType.NUMBER);
  }
}
