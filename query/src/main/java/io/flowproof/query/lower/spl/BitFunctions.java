package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** Bitwise functions: whole numbers from 0 to 2^53 - 1, null for anything else. */
final class BitFunctions {
  private static final EngineFunction WHOLE =
      new EngineFunction(
          "BITS_OF",
          Types.LONG,
          "CASE WHEN {0} >= 0 AND {0} % 1 = 0 AND {0} < 9007199254740992"
              + " THEN CAST({0} AS BIGINT) END");

  private BitFunctions() {}

  static List<EvalFunction> all() {
    return List.of(
        folding("bit_and", "Bits that are set in all numbers", "({0} & {1})"),
        folding("bit_or", "Bits that are set in one of the numbers", "({0} | {1})"),
        folding("bit_xor", "Bits that are set in an odd number of them", "xor({0}, {1})"),
        new EvalFunction(
            "bit_not",
            1,
            2,
            "Bits that are not set, within a mask, 2^53 - 1 by default",
            a -> not(a)),
        new EvalFunction(
            "bit_shift_left",
            2,
            2,
            "Bits moved to the left",
            a -> binary(a, "(({0} << least({1}, 53)) & 9007199254740991)")),
        new EvalFunction(
            "bit_shift_right",
            2,
            2,
            "Bits moved to the right",
            a -> binary(a, "({0} >> least({1}, 53))")));
  }

  private static EvalFunction folding(String name, String about, String template) {
    EngineFunction function =
        new EngineFunction(name.toUpperCase(java.util.Locale.ROOT), Types.LONG, template);
    return new EvalFunction(
        name,
        2,
        EvalFunction.ANY,
        about,
        a -> {
          RexNode result = whole(a, 0);
          for (int i = 1; i < a.count(); i++) {
            result = a.sql().call(function, result, whole(a, i));
          }
          return new Value(result, SplType.INTEGER);
        });
  }

  private static RexNode whole(Arguments arguments, int index) {
    Row row = arguments.lowering().row();
    return row.once(arguments.sql().call(WHOLE, row.once(arguments.number(index))));
  }

  private static Value binary(Arguments arguments, String template) {
    EngineFunction function = new EngineFunction("BITS", Types.LONG, template);
    return new Value(
        arguments.sql().call(function, whole(arguments, 0), whole(arguments, 1)), SplType.INTEGER);
  }

  private static Value not(Arguments arguments) {
    EngineFunction function = new EngineFunction("BITS", Types.LONG, "xor({0} & {1}, {1})");
    RexNode mask =
        arguments.count() == 2 ? whole(arguments, 1) : arguments.sql().number((1L << 53) - 1);
    return new Value(arguments.sql().call(function, whole(arguments, 0), mask), SplType.INTEGER);
  }
}
