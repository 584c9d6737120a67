package io.flowproof.query.lower.spl;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.source.Span;
import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.lower.spl.EvalFunction.Arguments;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Text functions and conversions. */
final class TextFunctions {
  private static final EngineFunction LIKE =
      new EngineFunction("LIKE", Types.BOOLEAN, "({0} LIKE {1})");
  private static final EngineFunction MATCHES =
      EngineFunction.named("regexp_matches", Types.BOOLEAN);
  private static final EngineFunction REPLACE =
      new EngineFunction(
          "REPLACE_ALL",
          Types.TEXT,
          TextLength.limited(
              "(length({0}) + 1) * (length({2}) + 1) / 16", "regexp_replace({0}, {1}, {2}, 'g')"));

  /** What PCRE has and an engine without backtracking does not. */
  private static final Pattern BACKTRACKING =
      Pattern.compile("\\(\\?(?:=|!|<=|<!|>)|\\\\[1-9]|[*+?}]\\+");

  private TextFunctions() {}

  static List<EvalFunction> all() {
    return Stream.of(plain(), matching()).flatMap(List::stream).toList();
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
            a -> text(a, "trim({*})")),
        new EvalFunction(
            "ltrim",
            1,
            2,
            "Without blanks, or the given characters, at the start",
            a -> text(a, "ltrim({*})")),
        new EvalFunction(
            "rtrim",
            1,
            2,
            "Without blanks, or the given characters, at the end",
            a -> text(a, "rtrim({*})")));
  }

  private static List<EvalFunction> matching() {
    return List.of(
        new EvalFunction(
            "substr",
            2,
            3,
            "The part from a place (1 is the first, -1 the last), of a length",
            TextFunctions::substring),
        new EvalFunction(
            "like",
            2,
            2,
            "Whether a text is of a pattern with % and _",
            a -> a.scalars().bool(like(a.lowering(), a.any(0), a.any(1)))),
        new EvalFunction(
            "match",
            2,
            2,
            "Whether a regular expression matches somewhere in a text",
            TextFunctions::match),
        new EvalFunction(
            "replace",
            3,
            3,
            "With every match of a regular expression replaced",
            TextFunctions::replace),
        new EvalFunction(
            "tonumber", 1, 2, "As a number, null for what is none", TextFunctions::toNumber),
        new EvalFunction(
            "tostring",
            1,
            2,
            "As text; \"hex\", \"commas\", \"duration\" say how",
            TextFunctions::toText));
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

  /** SQL's LIKE is SPL's: case-sensitive, over the whole text. */
  static RexNode like(ExpressionLowering lowering, Value value, Value pattern) {
    SplScalars scalars = lowering.context().scalars();
    return lowering.context().sql().call(LIKE, scalars.toText(value), scalars.toText(pattern));
  }

  private static Value match(Arguments arguments) {
    RexNode text = arguments.text(0);
    String regex = regex(arguments, 1);
    return arguments
        .scalars()
        .bool(
            regex == null
                ? arguments.sql().bool(false)
                : arguments.sql().call(MATCHES, text, arguments.sql().text(regex)));
  }

  private static Value replace(Arguments arguments) {
    Row row = arguments.lowering().row();
    RexNode text = row.once(arguments.text(0));
    String regex = regex(arguments, 1);
    RexNode with = row.once(arguments.text(2));
    return regex == null
        ? arguments.scalars().missing()
        : new Value(
            arguments.sql().call(REPLACE, text, arguments.sql().text(regex), with), SplType.TEXT);
  }

  /** A regular expression that the engine reads as PCRE does, or null and a problem. */
  private static @Nullable String regex(Arguments arguments, int index) {
    String regex = arguments.literal(index, "The regular expression");
    if (regex == null) {
      return null;
    }
    Span span = arguments.syntax(index).span();
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      arguments
          .context()
          .error(ErrorCode.ARGUMENT, span, "Not a regular expression: " + e.getDescription(), null);
      return null;
    }
    if (BACKTRACKING.matcher(regex).find()) {
      arguments
          .context()
          .unsupported(
              span,
              "Lookaround, backreferences and possessive quantifiers are not supported in a"
                  + " regular expression");
      return null;
    }
    return regex;
  }

  private static Value toNumber(Arguments arguments) {
    if (arguments.count() == 1) {
      return new Value(arguments.number(0), SplType.NUMBER);
    }
    String base = arguments.literal(1, "The base");
    if (base == null || base.equals("10")) {
      return new Value(arguments.number(0), SplType.NUMBER);
    }
    if (!base.equals("16")) {
      return arguments
          .context()
          .unsupported(arguments.syntax(1).span(), "Only the bases 10 and 16 are supported");
    }
    EngineFunction hex =
        new EngineFunction(
            "HEX_NUMBER",
            Types.DOUBLE,
            "CAST(TRY_CAST('0x' || regexp_replace({0}, '^0[xX]', '') AS BIGINT) AS DOUBLE)");
    return new Value(arguments.sql().call(hex, arguments.text(0)), SplType.NUMBER);
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
                  "its formats are hex, commas and duration");
    };
  }
}
