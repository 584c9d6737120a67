package io.flowproof.query.kql;

import io.flowproof.core.time.Ticks;
import io.flowproof.query.kql.KqlExpression.Argument;
import io.flowproof.query.kql.KqlExpression.Literal;
import io.flowproof.query.kql.grammar.KqlTokens;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CharStreams;

/** The text of expressions, with the parentheses that precedence asks for. */
final class ExpressionText {
  private static final int LOWEST = 0;
  private static final int NOT_CHAINED = 1;
  private static final int SIGNED = 8;
  private static final int PRIMARY = 9;
  private static final Pattern BARE = Pattern.compile("[a-zA-Z_$][a-zA-Z0-9_$]*");
  private static final Map<String, Long> UNITS = units();

  private ExpressionText() {}

  static String of(KqlExpression expression) {
    return of(expression, LOWEST);
  }

  private static String of(KqlExpression expression, int atLeast) {
    String text = text(expression);
    return precedence(expression) < atLeast ? "(" + text + ")" : text;
  }

  private static int precedence(KqlExpression expression) {
    return switch (expression) {
      case KqlExpression.Logical logical -> logical.operator().precedence();
      case KqlExpression.Binary binary -> binary.operator().group().precedence();
      case KqlExpression.In in -> BinaryOperator.Group.EQUALITY.precedence();
      case KqlExpression.Between between -> BinaryOperator.Group.EQUALITY.precedence();
      case KqlExpression.Signed signed -> SIGNED;
      case Literal literal -> isNegative(literal) ? SIGNED : PRIMARY;
      case KqlExpression.Name name -> PRIMARY;
      case KqlExpression.Member member -> PRIMARY;
      case KqlExpression.Element element -> PRIMARY;
      case KqlExpression.Call call -> PRIMARY;
      case KqlExpression.MemberCall call -> PRIMARY;
      case KqlExpression.Star star -> PRIMARY;
      case KqlExpression.TypeOf type -> PRIMARY;
      case KqlExpression.Tabular tabular -> PRIMARY;
      case KqlExpression.Broken broken -> PRIMARY;
    };
  }

  private static boolean isNegative(Literal literal) {
    return switch (literal.value()) {
      case Long number -> literal.type() == KqlType.LONG && number < 0;
      case Double number -> Double.isFinite(number) && Math.copySign(1, number) < 0;
      case null -> false;
      case Object other -> false;
    };
  }

  private static String text(KqlExpression expression) {
    return switch (expression) {
      case Literal literal -> literal(literal);
      case KqlExpression.Name name -> name(name.text());
      case KqlExpression.Member member ->
          of(member.target(), PRIMARY) + "." + name(member.name().text());
      case KqlExpression.Element element ->
          of(element.target(), PRIMARY) + "[" + of(element.index()) + "]";
      case KqlExpression.Call call -> call(call);
      case KqlExpression.MemberCall call -> of(call.target(), PRIMARY) + "." + call(call.call());
      case KqlExpression.Star star -> "*";
      case KqlExpression.Broken broken -> "…";
      case KqlExpression.TypeOf type -> "typeof(" + type.type().keyword() + ")";
      case KqlExpression.Signed signed ->
          (signed.negative() ? "-" : "+") + parenthesizedNumber(signed.operand());
      case KqlExpression.Binary binary -> binary(binary);
      case KqlExpression.Logical logical -> logical(logical);
      case KqlExpression.In in ->
          "%s %s (%s)"
              .formatted(
                  of(in.value(), BinaryOperator.Group.EQUALITY.precedence() + NOT_CHAINED),
                  in.operator().word(),
                  KqlPrinter.list(in.candidates(), KqlPrinter::argument));
      case KqlExpression.Between between ->
          "%s %s (%s .. %s)"
              .formatted(
                  of(between.value(), BinaryOperator.Group.EQUALITY.precedence() + NOT_CHAINED),
                  between.negated() ? "!between" : "between",
                  of(between.low()),
                  of(between.high()));
      case KqlExpression.Tabular tabular ->
          "(" + KqlPrinter.pipeline(tabular.pipeline(), " ") + ")";
    };
  }

  /** A sign before a plain number would become part of the number. */
  private static String parenthesizedNumber(KqlExpression operand) {
    boolean number =
        operand instanceof Literal literal
            && (literal.type() == KqlType.LONG || literal.type() == KqlType.REAL);
    return number || operand instanceof KqlExpression.Signed
        ? "(" + text(operand) + ")"
        : of(operand, SIGNED);
  }

  /** A chain such as {@code a + b + c} is as deep as it is long, so it is walked, not recursed. */
  private static String binary(KqlExpression.Binary binary) {
    Deque<String> rest = new ArrayDeque<>();
    KqlExpression left = binary;
    int atLeast = LOWEST;
    while (left instanceof KqlExpression.Binary part && precedence(part) >= atLeast) {
      BinaryOperator.Group group = part.operator().group();
      rest.addFirst(
          " " + part.operator().word() + " " + of(part.right(), group.precedence() + NOT_CHAINED));
      boolean chains = group != BinaryOperator.Group.EQUALITY;
      atLeast = group.precedence() + (chains ? 0 : NOT_CHAINED);
      left = part.left();
    }
    return of(left, atLeast) + String.join("", rest);
  }

  private static String logical(KqlExpression.Logical logical) {
    StringBuilder text = new StringBuilder();
    for (KqlExpression operand : logical.operands()) {
      text.append(text.isEmpty() ? "" : " " + logical.operator().word() + " ")
          .append(of(operand, logical.operator().precedence() + 1));
    }
    return text.toString();
  }

  private static String call(KqlExpression.Call call) {
    return name(call.function().text())
        + "("
        + KqlPrinter.list(call.arguments(), ExpressionText::argument)
        + ")";
  }

  private static String argument(Argument argument) {
    return (argument.name() == null ? "" : name(argument.name().text()) + " = ")
        + KqlPrinter.argument(argument.value());
  }

  static String name(String name) {
    boolean bare =
        BARE.matcher(name).matches()
            && SyntaxMessages.isName(
                new KqlTokens(CharStreams.fromString(name)).nextToken().getType())
            && !ExpressionReader.isReserved(name);
    return bare ? name : "[" + string(name) + "]";
  }

  /** A string in double quotes; KQL and JSON escape alike. */
  static String string(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> quoted.append(escaped((char) c)));
    return quoted.append('"').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c);
    };
  }

  private static String literal(Literal literal) {
    if (literal.value() == null) {
      return literal.type().keyword() + "(null)";
    }
    return switch (literal.type()) {
      case STRING -> string((String) literal.value());
      case LONG, BOOL -> literal.value().toString();
      case REAL -> real((Double) literal.value());
      case INT -> "int(" + literal.value() + ")";
      case DECIMAL -> "decimal(" + ((BigDecimal) literal.value()) + ")";
      case DATETIME -> "datetime(" + KqlTime.datetimeText((Long) literal.value()) + ")";
      case TIMESPAN -> timespan((Long) literal.value());
      case GUID -> "guid(" + literal.value() + ")";
      case DYNAMIC -> "dynamic(" + literal.value() + ")";
    };
  }

  /** The shortest form: one unit where one will do. */
  private static String timespan(long ticks) {
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (ticks > 0 && ticks % unit.getValue() == 0 && ticks / unit.getValue() < 1000) {
        return ticks / unit.getValue() + unit.getKey();
      }
    }
    return "timespan(" + KqlTime.timespanText(ticks) + ")";
  }

  private static Map<String, Long> units() {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("d", Ticks.PER_DAY);
    units.put("h", Ticks.PER_HOUR);
    units.put("m", Ticks.PER_MINUTE);
    units.put("s", Ticks.PER_SECOND);
    units.put("ms", Ticks.PER_MILLISECOND);
    units.put("tick", 1L);
    return units;
  }

  private static String real(double value) {
    if (Double.isNaN(value)) {
      return "real(nan)";
    }
    return Double.isInfinite(value)
        ? "real(" + (value < 0 ? "-inf" : "+inf") + ")"
        : String.valueOf(value);
  }
}
