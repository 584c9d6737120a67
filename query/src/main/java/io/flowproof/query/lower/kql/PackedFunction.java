package io.flowproof.query.lower.kql;

import com.google.common.base.Splitter;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * A scalar function with a body in Java that takes its arguments as one JSON array.
 *
 * @param java the name of the body
 * @param kinds a letter for each argument, the last one for all beyond: {@code d} dynamic, {@code
 *     s} string, {@code t} anything as text, {@code i} integer, {@code n} number, {@code b} bool,
 *     {@code a} anything
 * @param result what it gives
 */
record PackedFunction(String java, String kinds, KqlType result) implements ScalarFunction.Body {

  /** A function of Kusto's name. */
  static ScalarFunction of(
      String name,
      String signature,
      String kinds,
      int least,
      int most,
      KqlType result,
      String about) {
    return new ScalarFunction(
        name, signature, least, most, about, new PackedFunction(name, kinds, result));
  }

  /**
   * Functions from lines of {@code name | signature | kinds | fewest arguments | most | type |
   * about}.
   */
  static List<ScalarFunction> table(String lines) {
    return lines.lines().map(PackedFunction::line).toList();
  }

  private static ScalarFunction line(String line) {
    List<String> cells = Splitter.on('|').trimResults().splitToList(line);
    return of(
        cells.get(0),
        cells.get(1),
        cells.get(2),
        Integer.parseInt(cells.get(3)),
        Integer.parseInt(cells.get(4)),
        KqlType.find(cells.get(5)).orElseThrow(),
        cells.get(6));
  }

  /** The same body under another name. */
  static ScalarFunction alias(ScalarFunction function, String name) {
    return new ScalarFunction(
        name,
        function.signature(),
        function.least(),
        function.most(),
        "The same as " + function.name() + "()",
        function.body());
  }

  @Override
  public Scalar lower(FunctionCall call) {
    return call.packed(result, java, arguments(call));
  }

  /** The arguments, of the kinds that are wanted. */
  List<Scalar> arguments(FunctionCall call) {
    List<Scalar> arguments = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      arguments.add(argument(call, i, kinds.charAt(Math.min(i, kinds.length() - 1))));
    }
    return arguments;
  }

  private static Scalar argument(FunctionCall call, int index, char kind) {
    return switch (kind) {
      case 'd' -> call.argument(index, KqlType.DYNAMIC);
      case 's' -> call.string(index);
      case 't' -> call.conversions().text(call.argument(index));
      case 'i' -> call.integer(index);
      case 'n' -> call.number(index);
      case 'b' -> call.argument(index, KqlType.BOOL);
      case 'p' -> call.argument(index, KqlType.TIMESPAN);
      case 'a' -> call.argument(index);
      default -> throw new IllegalArgumentException("No such kind: " + kind);
    };
  }
}
