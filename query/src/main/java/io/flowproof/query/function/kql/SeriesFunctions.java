package io.flowproof.query.function.kql;

import static io.flowproof.query.function.kql.JsonFunction.dynamic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.flowproof.core.column.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Series element by element, and their gaps filled. What is no number is null in the result, and a
 * shorter series is filled up with nulls; a number beside a series stands for a series of it.
 */
final class SeriesFunctions {
  private SeriesFunctions() {}

  static List<JsonFunction> all() {
    List<JsonFunction> all = new ArrayList<>();
    calculated(all, "add", Double::sum);
    calculated(all, "subtract", (a, b) -> a - b);
    calculated(all, "multiply", (a, b) -> a * b);
    calculated(all, "divide", (a, b) -> a / b);
    calculated(all, "pow", Math::pow);
    compared(all, "less", (a, b) -> a < b);
    compared(all, "less_equals", (a, b) -> a <= b);
    compared(all, "greater", (a, b) -> a > b);
    compared(all, "greater_equals", (a, b) -> a >= b);
    compared(all, "equals", (a, b) -> a == b);
    compared(all, "not_equals", (a, b) -> a != b);
    each(all, "abs", Math::abs);
    each(all, "sign", Math::signum);
    each(all, "exp", Math::exp);
    each(all, "log", Math::log);
    each(all, "sin", Math::sin);
    each(all, "cos", Math::cos);
    each(all, "tan", Math::tan);
    each(all, "asin", Math::asin);
    each(all, "acos", Math::acos);
    each(all, "atan", Math::atan);
    each(all, "floor", Math::floor);
    each(all, "ceiling", Math::ceil);
    all.add(dynamic("series_fill_forward", a -> filled(a, false)));
    all.add(dynamic("series_fill_backward", a -> filled(a, true)));
    all.add(dynamic("series_fill_const", SeriesFunctions::filledWith));
    all.add(dynamic("series_fill_linear", SeriesFunctions::filledBetween));
    all.add(new JsonFunction("series_dot_product", ColumnType.DOUBLE, SeriesFunctions::dot));
    return all;
  }

  private interface Test {
    boolean holds(double a, double b);
  }

  private static void calculated(List<JsonFunction> all, String name, DoubleBinaryOperator by) {
    all.add(
        dynamic(
            "series_" + name,
            a ->
                pairs(
                    a,
                    (x, y) -> Json.of(by.applyAsDouble(x.doubleValue(), y.doubleValue())),
                    name)));
  }

  private static void compared(List<JsonFunction> all, String name, Test test) {
    all.add(
        dynamic(
            "series_" + name,
            a ->
                pairs(
                    a,
                    (x, y) -> BooleanNode.valueOf(test.holds(x.doubleValue(), y.doubleValue())),
                    name)));
  }

  private static void each(List<JsonFunction> all, String name, DoubleUnaryOperator of) {
    all.add(
        dynamic(
            "series_" + name,
            a -> {
              double[] numbers = a.numbers(0);
              if (numbers == null) {
                return null;
              }
              ArrayNode result = Json.array();
              for (double number : numbers) {
                result.add(orNull(of.applyAsDouble(number)));
              }
              return result;
            }));
  }

  /** A number as an element; what is none is null. */
  static JsonNode orNull(double number) {
    return Double.isNaN(number) ? Json.ofNull() : Json.of(number);
  }

  /** Numbers as a series. */
  static ArrayNode series(double[] numbers) {
    ArrayNode series = Json.array();
    for (double number : numbers) {
      series.add(orNull(number));
    }
    return series;
  }

  private interface Pair {
    JsonNode of(JsonNode a, JsonNode b);
  }

  /** Whole numbers added, subtracted and multiplied stay whole, as the documented examples show. */
  private static @Nullable JsonNode pairs(Arguments a, Pair pair, String name) {
    JsonNode left = a.node(0);
    JsonNode right = a.node(1);
    if (!left.isArray() && !right.isArray()) {
      return null;
    }
    int length = Math.max(left.isArray() ? left.size() : 0, right.isArray() ? right.size() : 0);
    boolean whole = name.equals("add") || name.equals("subtract") || name.equals("multiply");
    ArrayNode result = Json.array();
    for (int i = 0; i < length; i++) {
      JsonNode x = left.isArray() ? left.path(i) : left;
      JsonNode y = right.isArray() ? right.path(i) : right;
      if (!x.isNumber() || !y.isNumber()) {
        result.add(Json.ofNull());
        continue;
      }
      JsonNode value = pair.of(x, y);
      boolean integers = whole && x.isIntegralNumber() && y.isIntegralNumber();
      result.add(integers ? Json.of((long) value.doubleValue()) : value);
    }
    return result;
  }

  private static boolean isMissing(Arguments a, JsonNode element) {
    return a.has(1) ? Json.key(element).equals(Json.key(a.node(1))) : element.isNull();
  }

  private static @Nullable JsonNode filled(Arguments a, boolean backwards) {
    List<JsonNode> elements = a.array(0);
    if (elements == null) {
      return null;
    }
    JsonNode[] result = elements.toArray(JsonNode[]::new);
    JsonNode last = null;
    for (int i = 0; i < result.length; i++) {
      int place = backwards ? result.length - 1 - i : i;
      if (!isMissing(a, result[place])) {
        last = result[place];
      } else if (last != null) {
        result[place] = last;
      }
    }
    return Json.array(List.of(result));
  }

  /** Arguments: series, constant, what is missing. */
  private static @Nullable JsonNode filledWith(Arguments a) {
    List<JsonNode> elements = a.array(0);
    if (elements == null) {
      return null;
    }
    ArrayNode result = Json.array();
    for (JsonNode element : elements) {
      boolean missing = a.has(2) ? Json.key(element).equals(Json.key(a.node(2))) : element.isNull();
      result.add(missing ? a.node(1) : element);
    }
    return result;
  }

  /** Arguments: series, what is missing, fill edges, constant for series without values. */
  private static @Nullable JsonNode filledBetween(Arguments a) {
    List<JsonNode> elements = a.array(0);
    if (elements == null) {
      return null;
    }
    List<Integer> known = new ArrayList<>();
    boolean whole = true;
    for (int i = 0; i < elements.size(); i++) {
      if (!isMissing(a, elements.get(i)) && elements.get(i).isNumber()) {
        known.add(i);
        whole &= elements.get(i).isIntegralNumber();
      }
    }
    ArrayNode result = Json.array();
    for (int i = 0, at = 0; i < elements.size(); i++) {
      while (at < known.size() && known.get(at) < i) {
        at++;
      }
      result.add(between(a, elements, known, i, at, whole));
    }
    return result;
  }

  private static JsonNode between(
      Arguments a, List<JsonNode> elements, List<Integer> known, int i, int at, boolean whole) {
    if (known.isEmpty()) {
      return a.count() > 3 ? a.node(3) : Json.of(0.0);
    }
    if (at < known.size() && known.get(at) == i) {
      return elements.get(i);
    }
    boolean edge = at == 0 || at == known.size();
    if (edge) {
      JsonNode nearest = elements.get(at == 0 ? known.getFirst() : known.getLast());
      return a.flag(2, true) ? nearest : elements.get(i);
    }
    int before = known.get(at - 1);
    int after = known.get(at);
    double from = elements.get(before).doubleValue();
    double step = (elements.get(after).doubleValue() - from) / (after - before);
    double value = from + step * (i - before);
    return whole ? Json.of((long) value) : Json.of(value);
  }

  private static @Nullable Object dot(Arguments a) {
    double[] left = a.numbers(0);
    double[] right = a.numbers(1);
    if (left == null || right == null || left.length != right.length) {
      return null;
    }
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return Double.isNaN(sum) ? null : (Object) sum;
  }
}
