package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.function.TextBodies;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexNode;

/** Text functions and conversions. */
final class TextFunctions {
  private TextFunctions() {}

  static List<EvalFunction> all() {
    return Stream.of(plain(), converting()).flatMap(List::stream).toList();
  }

  private static List<EvalFunction> plain() {
    return List.of(
        new EvalFunction("len", 1, 1, "Number of characters", a -> integer(a, "length({0})")),
        new EvalFunction("lower", 1, 1, "In lower case", a -> text(a, "lower({*})")),
        new EvalFunction("upper", 1, 1, "In upper case", a -> text(a, "upper({*})")),
        new EvalFunction(
            "trim",
            1,
            2,
            "Without blanks, or the given characters, at both ends",
            a -> text(a, trimming(a, "trim"))),
        new EvalFunction(
            "ltrim",
            1,
            2,
            "Without blanks, or the given characters, at the start",
            a -> text(a, trimming(a, "ltrim"))),
        new EvalFunction(
            "rtrim",
            1,
            2,
            "Without blanks, or the given characters, at the end",
            a -> text(a, trimming(a, "rtrim"))),
        new EvalFunction(
            "urldecode",
            1,
            1,
            "With %XX decoded",
            a -> new Value(a.sql().call(TextBodies.URL_DECODE, a.text(0)), SplType.TEXT)),
        new EvalFunction("md5", 1, 1, "The MD5 in hexadecimal", a -> text(a, "md5({0})")),
        new EvalFunction("sha1", 1, 1, "The SHA-1 in hexadecimal", a -> text(a, "sha1({0})")),
        new EvalFunction("sha256", 1, 1, "The SHA-256 in hexadecimal", a -> text(a, "sha256({0})")),
        new EvalFunction(
            "sha512",
            1,
            1,
            "The SHA-512 in hexadecimal",
            a -> new Value(a.sql().call(TextBodies.SHA512, a.text(0)), SplType.TEXT)));
  }

  private static List<EvalFunction> converting() {
    return List.of(
        new EvalFunction(
            "substr",
            2,
            3,
            "The part from a place (1 is the first, -1 the last), of a length",
            TextFunctions::substring),
        new EvalFunction(
            "tonumber", 1, 2, "As a number, null for what is none", TextFunctions::toNumber),
        new EvalFunction(
            "tostring",
            1,
            2,
            "As text; \"hex\", \"binary\", \"commas\", \"duration\" say how",
            TextFunctions::toText),
        new EvalFunction(
            "printf",
            1,
            EvalFunction.ANY,
            "A text with values put in, as C prints them",
            a ->
                new Value(
                    a.sql().call(TextBodies.PRINTF, a.text(0), JsonFunctionCalls.texts(a, 1)),
                    SplType.TEXT)),
        new EvalFunction(
            "ipmask",
            2,
            2,
            "An IPv4 address under a mask",
            a -> new Value(a.sql().call(TextBodies.IP_MASK, a.text(0), a.text(1)), SplType.TEXT)));
  }

  private static String trimming(Arguments arguments, String function) {
    return function + (arguments.count() == 1 ? "({0}, ' ' || chr(9))" : "({*})");
  }

  private static Value text(Arguments arguments, String template) {
    RexNode[] texts = new RexNode[arguments.count()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments.text(i);
    }
    EngineFunction function = new EngineFunction(arguments.call().function(), Types.TEXT, template);
    return new Value(arguments.sql().call(function, texts), SplType.TEXT);
  }

  private static Value integer(Arguments arguments, String template) {
    EngineFunction function = new EngineFunction(arguments.call().function(), Types.LONG, template);
    return new Value(arguments.sql().call(function, arguments.text(0)), SplType.INTEGER);
  }

  private static Value substring(Arguments arguments) {
    String length = arguments.count() == 3 ? ", CAST({2} AS BIGINT)" : "";
    EngineFunction function =
        new EngineFunction(
            "SUBSTRING", Types.TEXT, "substr({0}, CAST({1} AS BIGINT)" + length + ")");
    RexNode[] parts = new RexNode[arguments.count()];
    parts[0] = arguments.text(0);
    for (int i = 1; i < parts.length; i++) {
      parts[i] = arguments.number(i);
    }
    return new Value(arguments.sql().call(function, parts), SplType.TEXT);
  }

  private static Value toNumber(Arguments arguments) {
    if (arguments.count() == 1) {
      return new Value(arguments.number(0), SplType.NUMBER);
    }
    return new Value(
        arguments.sql().call(TextBodies.IN_BASE, arguments.text(0), arguments.number(1)),
        SplType.NUMBER);
  }

  private static Value toText(Arguments arguments) {
    if (arguments.count() == 1) {
      return new Value(arguments.text(0), SplType.TEXT);
    }
    String format = arguments.literal(1, "The format");
    RexNode number = arguments.number(0);
    if (format == null) {
      return arguments.scalars().missing();
    }
    return switch (format) {
      case "commas" ->
          new Value(arguments.sql().call(SplFunctions.COMMAS_TEXT, number), SplType.TEXT);
      case "duration" ->
          new Value(arguments.sql().call(SplFunctions.DURATION_TEXT, number), SplType.TEXT);
      case "binary" ->
          new Value(
              arguments
                  .sql()
                  .call(
                      new EngineFunction("BINARY_TEXT", Types.TEXT, "bin(TRY_CAST({0} AS BIGINT))"),
                      number),
              SplType.TEXT);
      case "hex" ->
          new Value(
              arguments
                  .sql()
                  .call(
                      new EngineFunction(
                          "HEX_TEXT", Types.TEXT, "('0x' || to_hex(TRY_CAST({0} AS BIGINT)))"),
                      number),
              SplType.TEXT);
      default ->
          arguments
              .context()
              .error(
                  ErrorCode.ARGUMENT,
                  arguments.syntax(1).span(),
                  "'tostring' has no format '" + format + "'",
                  "its formats are hex, binary, commas and duration");
    };
  }
}
