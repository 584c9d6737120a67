package io.flowproof.query.splunk;

import io.flowproof.core.source.Diagnostics;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.function.SplNumber;
import io.flowproof.query.spl.Comparator;
import io.flowproof.query.spl.Expression;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * An expression without fields, computed before any search runs, as macros need it. A value is a
 * String, a Double, a Boolean or null. It knows the functions that say something of constants; any
 * other is refused.
 */
final class ConstantExpression {
  private final Diagnostics problems;

  ConstantExpression(Diagnostics problems) {
    this.problems = problems;
  }

  /** The value; what cannot be computed goes to the problems. */
  @Nullable Object value(Expression expression) {
    return switch (expression) {
      case Expression.NumberLiteral e -> SplNumber.parse(e.text()).orElse(0);
      case Expression.StringLiteral e -> e.value();
      case Expression.Field e ->
          refuse(e, "the field '" + e.name() + "' has no value in a macro (put texts in quotes)");
      case Expression.Call e -> call(e);
      case Expression.Negative e -> {
        Double number = number(e.operand());
        yield number == null ? null : -number;
      }
      case Expression.Not e -> !condition(e.operand());
      case Expression.Arithmetic e -> arithmetic(e);
      case Expression.Comparison e -> compare(e.comparator(), value(e.left()), value(e.right()));
      case Expression.Like e -> like(text(e.value()), text(e.pattern()));
      case Expression.In e -> in(value(e.value()), e.candidates());
      case Expression.Logical e -> logical(e);
      case Expression.Token e -> refuse(e, "the token '$" + e.name() + "$' has no value");
      case Expression.Macro e -> refuse(e, "a macro cannot be called in a computed macro");
      case Expression.Subsearch e -> refuse(e, "a subsearch cannot run in a macro");
    };
  }

  private @Nullable Object refuse(Expression place, String message) {
    problems.error(ErrorCode.UNSUPPORTED, place.span(), message);
    return null;
  }

  private @Nullable Double number(Expression expression) {
    return number(value(expression));
  }

  private static @Nullable Double number(@Nullable Object value) {
    return switch (value) {
      case Double number -> number;
      case String text -> {
        OptionalDouble parsed = SplNumber.parse(text);
        yield parsed.isPresent() ? parsed.getAsDouble() : null;
      }
      case null -> null;
      case Object other -> null;
    };
  }

  private @Nullable String text(Expression expression) {
    return text(value(expression));
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          Long.toString(number.longValue());
      case Double number -> new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
      case Boolean truth -> truth ? "True" : "False";
      case Object other -> other.toString();
    };
  }

  private boolean condition(Expression expression) {
    return Boolean.TRUE.equals(value(expression));
  }

  private @Nullable Object arithmetic(Expression.Arithmetic e) {
    Object left = value(e.left());
    Object right = value(e.right());
    if (left == null || right == null) {
      return null;
    }
    Double a = number(left);
    Double b = number(right);
    boolean joins =
        e.operator() == Expression.Arithmetic.Operator.CONCATENATE
            || (e.operator() == Expression.Arithmetic.Operator.ADD && (a == null || b == null));
    if (joins) {
      return text(left) + text(right);
    }
    if (a == null || b == null) {
      return null;
    }
    return switch (e.operator()) {
      case CONCATENATE, ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> b == 0 ? null : a / b;
      case MODULO -> b == 0 ? null : a % b;
    };
  }

  private static @Nullable Boolean compare(
      Comparator comparator, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return null;
    }
    Double a = number(left);
    Double b = number(right);
    int order =
        a != null && b != null
            ? a.compareTo(b)
            : String.valueOf(text(left)).compareTo(String.valueOf(text(right)));
    return switch (comparator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  private static @Nullable Boolean like(@Nullable String text, @Nullable String pattern) {
    if (text == null || pattern == null) {
      return null;
    }
    // Two places that go forward, and one to come back to: no pattern takes long.
    int t = 0;
    int p = 0;
    int star = -1;
    int back = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '%') {
        star = p++;
        back = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '_' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++back;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '%');
  }

  private boolean in(@Nullable Object value, List<Expression> candidates) {
    return candidates.stream()
        .anyMatch(c -> Boolean.TRUE.equals(compare(Comparator.EQUAL, value, value(c))));
  }

  private boolean logical(Expression.Logical e) {
    return switch (e.junction()) {
      case AND -> e.operands().stream().allMatch(this::condition);
      case OR -> e.operands().stream().anyMatch(this::condition);
      case XOR -> e.operands().stream().filter(this::condition).count() % 2 == 1;
    };
  }

  private @Nullable Object call(Expression.Call e) {
    String name = e.function().toLowerCase(Locale.ROOT);
    int count = e.arguments().size();
    return switch (name + "/" + count) {
      case "true/0" -> true;
      case "false/0" -> false;
      case "null/0" -> null;
      case "if/3" -> value(e.arguments().get(condition(e.arguments().get(0)) ? 1 : 2));
      case "isnull/1" -> value(e.arguments().get(0)) == null;
      case "isnotnull/1" -> value(e.arguments().get(0)) != null;
      case "isnum/1" -> number(e.arguments().get(0)) != null;
      case "isint/1" -> {
        Double number = number(e.arguments().get(0));
        yield number != null && number == Math.rint(number);
      }
      case "isstr/1" -> isText(value(e.arguments().get(0)));
      case "isbool/1" -> value(e.arguments().get(0)) instanceof Boolean;
      case "tonumber/1" -> number(e.arguments().get(0));
      case "nullif/2" ->
          Objects.equals(value(e.arguments().get(0)), value(e.arguments().get(1)))
              ? null
              : value(e.arguments().get(0));
      case "round/1", "floor/1", "ceil/1", "ceiling/1", "abs/1" -> rounded(name, e);
      case "like/2" -> like(text(e.arguments().get(0)), text(e.arguments().get(1)));
      default -> ofMany(name, e);
    };
  }

  private static boolean isText(@Nullable Object value) {
    return value instanceof String && number(value) == null;
  }

  private @Nullable Double rounded(String name, Expression.Call e) {
    Double number = number(e.arguments().get(0));
    if (number == null) {
      return null;
    }
    return switch (name) {
      case "abs" -> Math.abs(number);
      case "floor" -> Math.floor(number);
      case "round" -> BigDecimal.valueOf(number).setScale(0, RoundingMode.HALF_UP).doubleValue();
      default -> Math.ceil(number);
    };
  }

  private @Nullable Object ofMany(String name, Expression.Call e) {
    List<Expression> arguments = e.arguments();
    return switch (name) {
      case "case", "validate" -> firstOf(arguments, name.equals("case"));
      case "coalesce" ->
          arguments.stream().map(this::value).filter(Objects::nonNull).findFirst().orElse(null);
      case "in" -> in(value(arguments.getFirst()), arguments.subList(1, arguments.size()));
      default -> ofText(name, e);
    };
  }

  /** The value after the first condition that is as wanted. */
  private @Nullable Object firstOf(List<Expression> arguments, boolean wanted) {
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      if (condition(arguments.get(i)) == wanted) {
        return value(arguments.get(i + 1));
      }
    }
    return null;
  }

  private @Nullable Object ofText(String name, Expression.Call e) {
    if (e.arguments().size() != 1
        || !List.of("tostring", "lower", "upper", "len", "trim").contains(name)) {
      return refuse(e, "'" + name + "' is not supported in a macro");
    }
    String text = text(e.arguments().getFirst());
    if (text == null) {
      return null;
    }
    return switch (name) {
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "len" -> (double) text.length();
      case "trim" -> text.strip();
      default -> text;
    };
  }
}
