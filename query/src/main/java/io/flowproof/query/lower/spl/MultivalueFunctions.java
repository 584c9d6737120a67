package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** Multivalue functions: a single value is a list of one. */
final class MultivalueFunctions {
  private static final EngineFunction SPLIT =
      new EngineFunction("SPLIT", Types.TEXT_LIST, "string_split({0}, {1})");
  private static final EngineFunction COUNT =
      new EngineFunction("COUNT_OF_LIST", Types.LONG, "nullif(len({0}), 0)");
  private static final EngineFunction JOIN =
      new EngineFunction(
          "JOIN_LIST",
          Types.TEXT,
          TextLength.limited("len({0}) * length({1}) / 16", "array_to_string({0}, {1})"));
  private static final EngineFunction DEDUP =
      new EngineFunction(
          "DEDUP_LIST",
          Types.TEXT_LIST,
          "list_filter({0}, lambda v, i: list_position({0}, v) = i)");

  private MultivalueFunctions() {}

  static List<EvalFunction> all() {
    return List.of(
        new EvalFunction(
            "split", 2, 2, "The parts of a text between delimiters", MultivalueFunctions::split),
        new EvalFunction(
            "mvcount",
            1,
            1,
            "How many values there are, null for none",
            a -> new Value(a.sql().call(COUNT, list(a)), SplType.INTEGER)),
        new EvalFunction(
            "mvdedup",
            1,
            1,
            "Without repeated values",
            a ->
                new Value(
                    a.sql().call(DEDUP, a.lowering().row().once(list(a))), SplType.MULTIVALUE)),
        new EvalFunction(
            "mvjoin",
            2,
            2,
            "The values as one text, with a delimiter between them",
            MultivalueFunctions::join),
        new EvalFunction(
            "mvindex",
            2,
            3,
            "The value at a place (0 is the first, -1 the last), or those up to another",
            MultivalueFunctions::index));
  }

  private static RexNode list(Arguments arguments) {
    return arguments.scalars().toList(arguments.once(arguments.any(0)));
  }

  private static Value join(Arguments arguments) {
    Row row = arguments.lowering().row();
    RexNode list = row.once(list(arguments));
    RexNode delimiter = row.once(arguments.text(1));
    return new Value(arguments.sql().call(JOIN, list, delimiter), SplType.TEXT);
  }

  private static Value split(Arguments arguments) {
    return new Value(
        arguments.sql().call(SPLIT, arguments.text(0), arguments.text(1)), SplType.MULTIVALUE);
  }

  private static Value index(Arguments arguments) {
    RexNode list = arguments.lowering().row().once(list(arguments));
    RexNode first = arguments.lowering().row().once(arguments.number(1));
    if (arguments.count() == 2) {
      EngineFunction element =
          new EngineFunction(
              "ELEMENT",
              Types.TEXT,
              "{0}[CAST({1} AS BIGINT) + CASE WHEN {1} >= 0 THEN 1 ELSE 0 END]");
      return new Value(arguments.sql().call(element, list, first), SplType.TEXT);
    }
    RexNode last = arguments.lowering().row().once(arguments.number(2));
    EngineFunction slice =
        new EngineFunction(
            "SLICE",
            Types.TEXT_LIST,
            "nullif(list_slice({0}, CAST({1} AS BIGINT) + CASE WHEN {1} >= 0 THEN 1 ELSE 0 END,"
                + " CAST({2} AS BIGINT) + CASE WHEN {2} >= 0 THEN 1 ELSE 0 END), [])");
    return new Value(arguments.sql().call(slice, list, first, last), SplType.MULTIVALUE);
  }
}
