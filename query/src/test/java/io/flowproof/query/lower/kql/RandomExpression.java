package io.flowproof.query.lower.kql;

import io.flowproof.query.kql.KqlPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions at random, each as KQL and as Java that computes what Kusto's documentation
 * says of it ("Null values", "Numerical operators", "String operators", "Logical operators").
 */
final class RandomExpression {
  private static final List<String> TEXTS =
      List.of(
          "", "a", "B", "ab", "aB", "b a", "%", "_", "a.b", "'", "\\", "\"", "12", " 7", "*", "ä");

  private final Random random;

  RandomExpression(Random random) {
    this.random = random;
  }

  /** A row of {@link #TABLE}; texts are never null. */
  record Row(
      @Nullable Long a,
      @Nullable Long b,
      @Nullable Integer i,
      String s,
      String t,
      @Nullable Boolean p) {

    private String text() {
      return "long(%s), long(%s), int(%s), %s, %s, bool(%s)"
          .formatted(a, b, i, KqlPrinter.string(s), KqlPrinter.string(t), p);
    }
  }

  /** What is written, and what it means for a row: a {@link Long}, a text, a truth value, null. */
  record Expression(String text, Function<Row, @Nullable Object> value) {
    @Nullable Long number(Row row) {
      return (Long) value.apply(row);
    }

    @Nullable Boolean truth(Row row) {
      return (Boolean) value.apply(row);
    }

    String string(Row row) {
      return (String) Objects.requireNonNull(value.apply(row));
    }
  }

  /** The rows as a datatable. */
  static String table(List<Row> rows) {
    return "datatable(a:long, b:long, i:int, s:string, t:string, p:bool)["
        + String.join(", ", rows.stream().map(Row::text).toList())
        + "]";
  }

  List<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      Long i = small();
      rows.add(
          new Row(
              small(),
              small(),
              i == null ? null : i.intValue(),
              text(),
              text(),
              one(true, false, null)));
    }
    return rows;
  }

  Expression any(int depth) {
    return switch (random.nextInt(3)) {
      case 0 -> number(depth);
      case 1 -> string(depth);
      default -> truth(depth);
    };
  }

  Expression number(int depth) {
    if (depth == 0) {
      return switch (random.nextInt(5)) {
        case 0 -> new Expression("a", Row::a);
        case 1 -> new Expression("b", Row::b);
        case 2 -> new Expression("(i + 0)", row -> row.i() == null ? null : (Long) (long) row.i());
        case 3 -> new Expression("long(null)", row -> null);
        default -> literal(random.nextInt(7) - 3);
      };
    }
    Expression x = number(depth - 1);
    Expression y = number(depth - 1);
    return switch (random.nextInt(13)) {
      case 0 -> both("+", x, y, (a, b) -> a + b);
      case 1 -> both("-", x, y, (a, b) -> a - b);
      case 2 -> both("*", x, y, (a, b) -> a * b);
      case 3 -> both("/", x, y, (a, b) -> b == 0 ? null : (Long) (a / b));
      case 4 -> both("%", x, y, (a, b) -> b == 0 ? null : (Long) Math.floorMod(a, Math.abs(b)));
      case 5 -> each("-(%s)", x, a -> -a);
      case 6 -> each("abs(%s)", x, Math::abs);
      case 7 -> each("bin(%s, 3)", x, a -> Math.floorDiv(a, 3L) * 3);
      case 8 -> choice(truth(depth - 1), x, y);
      case 9 -> cases(truth(depth - 1), x, truth(depth - 1), y, number(depth - 1));
      case 10 -> coalesced(x, y);
      case 11 ->
          ofText("strlen(%s)", string(depth - 1), s -> (long) s.codePointCount(0, s.length()));
      default -> ofText("tolong(%s)", string(depth - 1), RandomExpression::parsed);
    };
  }

  Expression truth(int depth) {
    if (depth == 0) {
      return one(
          new Expression("p", Row::p),
          new Expression("true", row -> true),
          new Expression("bool(null)", row -> null));
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> comparison(depth - 1);
      case 2, 3 -> texts(depth - 1);
      case 4 -> and(truth(depth - 1), truth(depth - 1));
      case 5 -> or(truth(depth - 1), truth(depth - 1));
      case 6 -> {
        Expression x = truth(depth - 1);
        yield new Expression(
            "not(" + x.text() + ")",
            row -> {
              Boolean value = x.truth(row);
              return value == null ? null : (Boolean) !value;
            });
      }
      default -> emptiness(depth - 1);
    };
  }

  Expression string(int depth) {
    if (depth == 0) {
      return switch (random.nextInt(3)) {
        case 0 -> new Expression("s", Row::s);
        case 1 -> new Expression("t", Row::t);
        default -> {
          String text = text();
          yield new Expression(KqlPrinter.string(text), row -> text);
        }
      };
    }
    Expression x = string(depth - 1);
    Expression y = string(depth - 1);
    return switch (random.nextInt(8)) {
      case 0 ->
          new Expression(
              "strcat(%s, %s)".formatted(x.text(), y.text()), row -> x.string(row) + y.string(row));
      case 1 -> ofText("toupper(%s)", x, s -> s.toUpperCase(Locale.ROOT));
      case 2 -> ofText("tolower(%s)", x, s -> s.toLowerCase(Locale.ROOT));
      case 3 -> {
        Expression n = number(depth - 1);
        yield new Expression(
            "tostring(" + n.text() + ")", row -> Objects.toString(n.number(row), ""));
      }
      case 4 -> ofText("substring(%s, 1)", x, s -> s.isEmpty() ? "" : s.substring(1));
      case 5 -> ofText("replace_string(%s, 'a', '_')", x, s -> s.replace("a", "_"));
      case 6 -> ofText("reverse(%s)", x, s -> new StringBuilder(s).reverse().toString());
      default -> choice(truth(depth - 1), x, y);
    };
  }

  private Expression comparison(int depth) {
    Expression x = number(depth);
    Expression y = number(depth);
    return switch (random.nextInt(7)) {
      case 0 -> equality("==", x, y, true);
      case 1 -> equality("!=", x, y, false);
      case 2 -> both("<", x, y, (a, b) -> a < b);
      case 3 -> both("<=", x, y, (a, b) -> a <= b);
      case 4 -> both(">", x, y, (a, b) -> a > b);
      case 5 -> both(">=", x, y, (a, b) -> a >= b);
      default -> each("(%s between (-1 .. 2))", x, a -> a >= -1 && a <= 2);
    };
  }

  /** Beside a value null is different; beside another null nothing is known. */
  private static Expression equality(String sign, Expression x, Expression y, boolean same) {
    return new Expression(
        "(%s %s %s)".formatted(x.text(), sign, y.text()),
        row -> {
          Long a = x.number(row);
          Long b = y.number(row);
          return a == null && b == null ? null : (Boolean) (Objects.equals(a, b) == same);
        });
  }

  private Expression texts(int depth) {
    Expression x = string(depth);
    Expression y = string(depth);
    return switch (random.nextInt(11)) {
      case 0 -> pair("==", x, y, String::equals);
      case 1 -> pair("!=", x, y, (a, b) -> !a.equals(b));
      case 2 -> pair("=~", x, y, (a, b) -> low(a).equals(low(b)));
      case 3 -> pair("!~", x, y, (a, b) -> !low(a).equals(low(b)));
      case 4 -> pair("contains", x, y, (a, b) -> low(a).contains(low(b)));
      case 5 -> pair("!contains_cs", x, y, (a, b) -> !a.contains(b));
      case 6 -> pair("startswith", x, y, (a, b) -> low(a).startsWith(low(b)));
      case 7 -> pair("startswith_cs", x, y, String::startsWith);
      case 8 -> pair("!endswith", x, y, (a, b) -> !low(a).endsWith(low(b)));
      case 9 -> ofText("(%s in ('a', '%%', 'B'))", x, List.of("a", "%", "B")::contains);
      default -> ofText("(%s !in~ ('A', '_'))", x, s -> !List.of("a", "_").contains(low(s)));
    };
  }

  private Expression emptiness(int depth) {
    Expression x = number(depth);
    Expression s = string(depth);
    return switch (random.nextInt(4)) {
      case 0 -> new Expression("isnull(" + x.text() + ")", row -> x.number(row) == null);
      case 1 -> new Expression("isnotnull(" + x.text() + ")", row -> x.number(row) != null);
      case 2 -> ofText("isempty(%s)", s, String::isEmpty);
      default -> ofText("isnotempty(%s)", s, text -> !text.isEmpty());
    };
  }

  private static Expression and(Expression x, Expression y) {
    return new Expression(
        "(%s and %s)".formatted(x.text(), y.text()),
        row -> {
          Boolean a = x.truth(row);
          Boolean b = y.truth(row);
          boolean no = Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b);
          return no ? (Boolean) false : a == null || b == null ? null : (Boolean) true;
        });
  }

  private static Expression or(Expression x, Expression y) {
    return new Expression(
        "(%s or %s)".formatted(x.text(), y.text()),
        row -> {
          Boolean a = x.truth(row);
          Boolean b = y.truth(row);
          boolean yes = Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b);
          return yes ? (Boolean) true : a == null || b == null ? null : (Boolean) false;
        });
  }

  /** A condition that is null chooses what a false one does. */
  private static Expression choice(Expression condition, Expression yes, Expression no) {
    return new Expression(
        "iff(%s, %s, %s)".formatted(condition.text(), yes.text(), no.text()),
        row ->
            Boolean.TRUE.equals(condition.truth(row))
                ? yes.value().apply(row)
                : no.value().apply(row));
  }

  private static Expression cases(
      Expression first, Expression x, Expression second, Expression y, Expression otherwise) {
    Expression rest = choice(second, y, otherwise);
    return new Expression(
        "case(%s, %s, %s, %s, %s)"
            .formatted(first.text(), x.text(), second.text(), y.text(), otherwise.text()),
        choice(first, x, rest).value());
  }

  private static Expression coalesced(Expression x, Expression y) {
    return new Expression(
        "coalesce(%s, %s)".formatted(x.text(), y.text()),
        row -> x.number(row) == null ? y.number(row) : x.number(row));
  }

  private static Expression both(
      String sign, Expression x, Expression y, BiFunction<Long, Long, @Nullable Object> value) {
    return new Expression(
        "(%s %s %s)".formatted(x.text(), sign, y.text()),
        row -> {
          Long a = x.number(row);
          Long b = y.number(row);
          return a == null || b == null ? null : value.apply(a, b);
        });
  }

  private static Expression pair(
      String sign, Expression x, Expression y, BiFunction<String, String, Boolean> value) {
    return new Expression(
        "(%s %s %s)".formatted(x.text(), sign, y.text()),
        row -> value.apply(x.string(row), y.string(row)));
  }

  private static Expression each(String text, Expression x, Function<Long, Object> value) {
    return new Expression(
        text.formatted(x.text()),
        row -> {
          Long a = x.number(row);
          return a == null ? null : value.apply(a);
        });
  }

  private static Expression ofText(
      String text, Expression x, Function<String, @Nullable Object> value) {
    return new Expression(text.formatted(x.text()), row -> value.apply(x.string(row)));
  }

  private static Expression literal(long value) {
    return new Expression(value < 0 ? "(" + value + ")" : "" + value, row -> value);
  }

  private static @Nullable Long parsed(String text) {
    return text.strip().matches("-?[0-9]{1,15}") ? Long.valueOf(text.strip()) : null;
  }

  private static String low(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private @Nullable Long small() {
    int number = random.nextInt(9) - 4;
    return number == -4 ? null : (Long) (long) number;
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  @SafeVarargs
  private <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
