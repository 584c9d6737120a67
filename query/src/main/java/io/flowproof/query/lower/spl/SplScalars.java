package io.flowproof.query.lower.spl;

import io.flowproof.query.algebra.EngineFunction;
import io.flowproof.query.algebra.Scalars;
import io.flowproof.query.algebra.Types;
import io.flowproof.query.function.SplFunctions;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.spl.Comparator;
import java.util.OptionalDouble;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Splunk's conversions and comparisons over the engine's types. Null stays null throughout. */
final class SplScalars {
  /** The template of the number that a text looks like, or null. */
  static final String NUMBER_OF =
      "TRY_CAST(regexp_extract({0}, '" + SplNumber.PATTERN + "') AS DOUBLE)";

  private static final EngineFunction LOOKS_LIKE =
      new EngineFunction("NUMBER_OF", Types.DOUBLE, NUMBER_OF);
  private static final EngineFunction LOWER = EngineFunction.named("lower", Types.TEXT);
  private static final EngineFunction JOIN =
      new EngineFunction("JOIN_VALUES", Types.TEXT, "array_to_string({0}, ' ')");
  private static final EngineFunction ONE_VALUE =
      new EngineFunction(
          "ONE_VALUE", Types.TEXT_LIST, "list_filter([{0}], lambda v: v IS NOT NULL)");
  private static final double LONGEST_EXACT = 1L << 53;

  private final Scalars scalars;

  SplScalars(Scalars scalars) {
    this.scalars = scalars;
  }

  /** The shared expressions. */
  Scalars sql() {
    return scalars;
  }

  /** A string literal. */
  Value text(String text) {
    return new Value(scalars.text(text), SplType.TEXT, text);
  }

  /** A number literal. */
  Value number(String text) {
    double number =
        text.startsWith("0x") || text.startsWith("0X")
            ? Long.parseUnsignedLong(text.substring(2), 16)
            : Double.parseDouble(text);
    return text.contains(".") ? real(number, text) : number(number, text);
  }

  /** A number literal: an integer where it has no fraction. */
  Value number(double number, String text) {
    return number == Math.rint(number) && Math.abs(number) < LONGEST_EXACT
        ? new Value(scalars.number((long) number), SplType.INTEGER, text)
        : real(number, text);
  }

  private Value real(double number, String text) {
    return new Value(scalars.real(number), SplType.NUMBER, text);
  }

  /** Null. */
  Value missing() {
    return new Value(scalars.nullOf(Types.TEXT), SplType.TEXT);
  }

  /** True or false. */
  Value bool(RexNode condition) {
    return new Value(condition, SplType.BOOLEAN);
  }

  /** As a double; null where a text does not look like a number. */
  RexNode toDouble(Value value) {
    return switch (value.type()) {
      case NUMBER -> value.rex();
      case INTEGER -> scalars.cast(value.rex(), Types.DOUBLE);
      case TEXT -> {
        if (value.literal() != null) {
          OptionalDouble number = SplNumber.parse(value.literal());
          yield number.isPresent()
              ? scalars.real(number.getAsDouble())
              : scalars.nullOf(Types.DOUBLE);
        }
        yield scalars.call(LOOKS_LIKE, value.rex());
      }
      case MULTIVALUE -> scalars.call(LOOKS_LIKE, toText(value));
      case BOOLEAN -> scalars.nullOf(Types.DOUBLE);
    };
  }

  /** As Splunk prints it; several values with a blank between them. */
  RexNode toText(Value value) {
    return switch (value.type()) {
      case TEXT -> value.rex();
      case INTEGER -> scalars.cast(value.rex(), Types.TEXT);
      case NUMBER -> scalars.call(SplFunctions.NUMBER_TEXT, value.rex());
      case MULTIVALUE -> scalars.call(JOIN, value.rex());
      case BOOLEAN ->
          scalars.choose(
              Types.TEXT,
              value.rex(),
              scalars.text("True"),
              scalars.not(value.rex()),
              scalars.text("False"),
              scalars.nullOf(Types.TEXT));
    };
  }

  /** As several values: one value is a list of one, a missing one stays null. */
  RexNode toList(Value value) {
    return value.type() == SplType.MULTIVALUE
        ? value.rex()
        : scalars.choose(
            Types.TEXT_LIST,
            scalars.isNull(value.rex()),
            scalars.nullOf(Types.TEXT_LIST),
            scalars.call(ONE_VALUE, toText(value)));
  }

  /** As the given type, where {@link #common} said so. */
  RexNode to(Value value, SplType type) {
    return switch (type) {
      case TEXT -> toText(value);
      case INTEGER, BOOLEAN -> value.rex();
      case NUMBER -> toDouble(value);
      case MULTIVALUE -> toList(value);
    };
  }

  /** The type that holds the values of both without loss of what SPL sees. */
  static SplType common(SplType a, SplType b) {
    if (a == b) {
      return a;
    }
    if (a == SplType.MULTIVALUE || b == SplType.MULTIVALUE) {
      return SplType.MULTIVALUE;
    }
    return a.isNumeric() && b.isNumeric() ? SplType.NUMBER : SplType.TEXT;
  }

  /** Lower case. */
  RexNode lower(RexNode text) {
    return scalars.call(LOWER, text);
  }

  /** SQL's operator of a comparison. */
  static SqlOperator operator(Comparator comparator) {
    return switch (comparator) {
      case EQUAL -> SqlStdOperatorTable.EQUALS;
      case NOT_EQUAL -> SqlStdOperatorTable.NOT_EQUALS;
      case LESS -> SqlStdOperatorTable.LESS_THAN;
      case LESS_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
      case GREATER -> SqlStdOperatorTable.GREATER_THAN;
      case GREATER_OR_EQUAL -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
    };
  }

  /**
   * A comparison of where and eval: as numbers when both sides are numbers or look like them, else
   * as text, in the order of code points. Neither side may be a boolean or several values.
   */
  RexNode compare(Comparator comparator, Value left, Value right, Row row) {
    SqlOperator operator = operator(comparator);
    if (left.type().isNumeric() && right.type().isNumeric()) {
      return scalars.call(operator, left.rex(), right.rex());
    }
    if (isPlainText(left) || isPlainText(right)) {
      return scalars.call(operator, toText(left), toText(right));
    }
    Value l = row.once(left);
    Value r = row.once(right);
    RexNode leftNumber = row.once(toDouble(l));
    RexNode rightNumber = row.once(toDouble(r));
    RexNode numeric = scalars.call(operator, leftNumber, rightNumber);
    RexNode textual = scalars.call(operator, toText(l), toText(r));
    return scalars.choose(
        Types.BOOLEAN,
        scalars.and(scalars.isNotNull(leftNumber), scalars.isNotNull(rightNumber)),
        numeric,
        textual);
  }

  /** A literal that does not look like a number: compared with it, everything is text. */
  private static boolean isPlainText(Value value) {
    return value.isText() && SplNumber.parse(String.valueOf(value.literal())).isEmpty();
  }
}
