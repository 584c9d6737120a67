package io.flowproof.query.spl;

import io.flowproof.query.spl.Expression.Arithmetic;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Prints expressions of eval and where, with the parentheses that precedence asks for. */
final class ExpressionPrinter {
  private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
  private static final Pattern IN = Pattern.compile("in\\(", Pattern.CASE_INSENSITIVE);
  private static final Set<String> KEYWORDS = Set.of("and", "or", "xor", "not", "like", "in");

  // How tightly each kind binds; an operand that binds less tightly needs parentheses.
  private static final int XOR = 0;
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int COMPARISON = 4;
  private static final int CONCATENATION = 5;
  private static final int SUM = 6;
  private static final int PRODUCT = 7;
  private static final int SIGN = 8;
  private static final int PRIMARY = 9;

  private ExpressionPrinter() {}

  static String print(Expression expression) {
    return switch (expression) {
      case Expression.NumberLiteral number -> number.text();
      case Expression.StringLiteral string -> SplPrinter.quoted(string.value(), '"');
      case Expression.Field field -> field(field.name());
      case Expression.Call call -> call.function() + "(" + list(call.arguments()) + ")";
      case Expression.Negative negative -> "-" + operand(negative.operand(), SIGN);
      case Expression.Not not -> "NOT " + negated(not.operand());
      case Arithmetic a ->
          operand(a.left(), binding(a))
              + " "
              + a.operator().text()
              + " "
              + operand(a.right(), binding(a) + 1);
      case Expression.Comparison c ->
          operand(c.left(), CONCATENATION)
              + c.comparator().text()
              + operand(c.right(), CONCATENATION);
      case Expression.Like like ->
          operand(like.value(), CONCATENATION) + " LIKE " + operand(like.pattern(), CONCATENATION);
      case Expression.In in ->
          operand(in.value(), CONCATENATION) + " IN (" + list(in.candidates()) + ")";
      case Expression.Logical logical ->
          joined(logical.operands(), binding(logical) + 1, " " + logical.junction() + " ");
      case Expression.Token token -> "$" + token.name() + "$";
      case Expression.Macro macro -> SplPrinter.macro(macro.call());
      case Expression.Subsearch subsearch -> "[" + SplPrinter.print(subsearch.search()) + "]";
    };
  }

  /** A field's name as an expression has it: in single quotes unless it is plain. */
  static String field(String name) {
    return IDENTIFIER.matcher(name).matches() && !KEYWORDS.contains(name.toLowerCase(Locale.ROOT))
        ? name
        : SplPrinter.quoted(name, '\'');
  }

  private static String list(List<Expression> expressions) {
    return joined(expressions, 0, ", ");
  }

  /** A loop and no stream, whose frames would take the stack of deep expressions. */
  private static String joined(List<Expression> parts, int least, String mark) {
    StringBuilder out = new StringBuilder();
    for (Expression part : parts) {
      out.append(out.isEmpty() ? "" : mark).append(operand(part, least));
    }
    return out.toString();
  }

  private static String operand(Expression operand, int least) {
    return binding(operand) < least ? "(" + print(operand) + ")" : print(operand);
  }

  /** After NOT, "in(" ends with its parenthesis: what goes on behind it needs parentheses. */
  private static String negated(Expression operand) {
    String text = operand(operand, NOT);
    boolean goesOn = !(operand instanceof Expression.Call) && IN.matcher(text).lookingAt();
    return goesOn ? "(" + text + ")" : text;
  }

  private static int binding(Expression expression) {
    return switch (expression) {
      case Expression.Logical logical ->
          switch (logical.junction()) {
            case XOR -> XOR;
            case OR -> OR;
            case AND -> AND;
          };
      case Expression.Not _ -> NOT;
      case Expression.Comparison _, Expression.Like _, Expression.In _ -> COMPARISON;
      case Arithmetic a ->
          switch (a.operator()) {
            case CONCATENATE -> CONCATENATION;
            case ADD, SUBTRACT -> SUM;
            case MULTIPLY, DIVIDE, MODULO -> PRODUCT;
          };
      case Expression.Negative _ -> SIGN;
      case Expression.NumberLiteral _,
          Expression.StringLiteral _,
          Expression.Field _,
          Expression.Call _,
          Expression.Token _,
          Expression.Macro _,
          Expression.Subsearch _ ->
          PRIMARY;
    };
  }
}
