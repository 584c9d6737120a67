package io.flowproof.query.function.kql;

import static io.flowproof.query.function.kql.JsonFunction.dynamic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.flowproof.core.column.ColumnType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Functions of arrays. What is no array gives null. */
final class ArrayFunctions {
  private static final int MOST_ELEMENTS = 1 << 20;

  private ArrayFunctions() {}

  static List<JsonFunction> all() {
    return List.of(
        dynamic("array_concat", ArrayFunctions::concat),
        dynamic("array_slice", ArrayFunctions::slice),
        dynamic("array_split", ArrayFunctions::split),
        dynamic("array_reverse", a -> reordered(a, Collections::reverse)),
        dynamic("array_rotate_left", a -> rotated(a, 1)),
        dynamic("array_rotate_right", a -> rotated(a, -1)),
        dynamic("array_shift_left", a -> shifted(a, 1)),
        dynamic("array_shift_right", a -> shifted(a, -1)),
        dynamic("array_sort_asc", a -> sorted(a, true)),
        dynamic("array_sort_desc", a -> sorted(a, false)),
        dynamic("array_iff", ArrayFunctions::choose),
        new JsonFunction("array_index_of", ColumnType.LONG, ArrayFunctions::indexOf),
        new JsonFunction("array_sum", ColumnType.DOUBLE, ArrayFunctions::sum),
        new JsonFunction("array_strcat", ColumnType.TEXT, ArrayFunctions::join),
        dynamic("zip", ArrayFunctions::zip),
        dynamic("repeat", ArrayFunctions::repeat),
        dynamic("range", ArrayFunctions::range));
  }

  private interface Change {
    void apply(List<JsonNode> elements);
  }

  private static @Nullable JsonNode reordered(Arguments a, Change change) {
    List<JsonNode> elements = a.array(0);
    if (elements == null) {
      return null;
    }
    change.apply(elements);
    return Json.array(elements);
  }

  private static @Nullable JsonNode rotated(Arguments a, int sign) {
    return reordered(
        a, e -> Collections.rotate(e, (int) (-sign * a.number(1, 0) % Math.max(1, e.size()))));
  }

  private static @Nullable JsonNode concat(Arguments a) {
    ArrayNode all = Json.array();
    for (int i = 0; i < a.count(); i++) {
      JsonNode part = a.node(i);
      if (part.isArray()) {
        part.forEach(all::add);
      } else if (!part.isNull()) {
        return null;
      }
    }
    return all;
  }

  private static @Nullable JsonNode slice(Arguments a) {
    List<JsonNode> elements = a.array(0);
    if (elements == null) {
      return null;
    }
    long start = place(a.number(1, 0), elements.size());
    long end = Math.min(place(a.number(2, -1), elements.size()), elements.size() - 1L);
    start = Math.max(0, start);
    return start > end ? Json.array() : Json.array(elements.subList((int) start, (int) end + 1));
  }

  private static long place(long index, int size) {
    return index < 0 ? index + size : index;
  }

  private static @Nullable JsonNode split(Arguments a) {
    List<JsonNode> elements = a.array(0);
    if (elements == null) {
      return null;
    }
    List<Integer> cuts = new ArrayList<>();
    JsonNode indices = a.node(1);
    for (JsonNode index : indices.isArray() ? Json.elements(indices) : List.of(indices)) {
      long place = Math.max(0, place(index.asLong(), elements.size()));
      cuts.add((int) Math.min(place, elements.size()));
    }
    cuts.add(elements.size());
    ArrayNode parts = Json.array();
    int from = 0;
    for (int cut : cuts) {
      parts.add(Json.array(elements.subList(Math.min(from, cut), cut)));
      from = cut;
    }
    return parts;
  }

  private static @Nullable JsonNode shifted(Arguments a, int sign) {
    List<JsonNode> elements = a.array(0);
    if (elements == null) {
      return null;
    }
    long shift = sign * a.number(1, 0);
    ArrayNode shiftedElements = Json.array();
    for (int i = 0; i < elements.size(); i++) {
      long from = i + shift;
      boolean there = from >= 0 && from < elements.size();
      shiftedElements.add(there ? elements.get((int) from) : a.node(2));
    }
    return shiftedElements;
  }

  /**
   * All arrays in the order of the first one, as an array of arrays. Nulls go last unless the last
   * argument is false.
   */
  private static @Nullable JsonNode sorted(Arguments a, boolean ascending) {
    int arrays = a.count();
    boolean nullsLast = true;
    if (a.node(arrays - 1).isBoolean()) {
      nullsLast = a.flag(--arrays, true);
    }
    List<JsonNode> first = a.array(0);
    if (first == null) {
      return null;
    }
    Comparator<JsonNode> values = ascending ? ArrayFunctions::compare : (x, y) -> compare(y, x);
    boolean last = nullsLast;
    Comparator<Integer> order =
        Comparator.<Integer>comparingInt(i -> first.get(i).isNull() == last ? 1 : 0)
            .thenComparing(first::get, values);
    List<Integer> places = IntStream.range(0, first.size()).boxed().sorted(order).toList();
    ArrayNode all = Json.array();
    for (int i = 0; i < arrays; i++) {
      List<JsonNode> elements = a.array(i);
      all.add(
          elements != null && elements.size() == first.size()
              ? Json.array(places.stream().map(elements::get).toList())
              : Json.ofNull());
    }
    return all;
  }

  /** Numbers, then texts, then all else, each among themselves. */
  private static int compare(JsonNode a, JsonNode b) {
    int kinds = Integer.compare(rank(a), rank(b));
    if (kinds != 0) {
      return kinds;
    }
    if (a.isIntegralNumber() && b.isIntegralNumber()) {
      return Long.compare(a.longValue(), b.longValue());
    }
    return a.isNumber()
        ? Double.compare(a.doubleValue(), b.doubleValue())
        : Json.text(a).compareTo(Json.text(b));
  }

  private static int rank(JsonNode value) {
    return value.isNumber() ? 0 : value.isTextual() ? 1 : 2;
  }

  private static @Nullable JsonNode choose(Arguments a) {
    List<JsonNode> conditions = a.array(0);
    if (conditions == null) {
      return null;
    }
    ArrayNode chosen = Json.array();
    for (int i = 0; i < conditions.size(); i++) {
      JsonNode condition = conditions.get(i);
      boolean known = condition.isBoolean() || condition.isNumber();
      JsonNode from = a.node(condition.asBoolean() || condition.asDouble() != 0 ? 1 : 2);
      JsonNode element = from.isArray() ? from.path(i) : from;
      chosen.add(known && !element.isMissingNode() ? element : Json.ofNull());
    }
    return chosen;
  }

  private static @Nullable Object indexOf(Arguments a) {
    List<JsonNode> elements = a.array(0);
    long start = a.number(2, 0);
    long length = a.number(3, -1);
    long occurrence = a.number(4, 1);
    if (elements == null || length < -1 || occurrence < 0) {
      return null;
    }
    long from = Math.max(0, place(start, elements.size()));
    long to = length < 0 ? elements.size() : Math.min(elements.size(), from + length);
    String wanted = Json.key(a.node(1));
    for (long i = from; i < to; i++) {
      if (Json.key(elements.get((int) i)).equals(wanted) && --occurrence <= 0) {
        return i;
      }
    }
    return -1L;
  }

  private static @Nullable Object sum(Arguments a) {
    List<JsonNode> elements = a.array(0);
    if (elements == null || !elements.stream().allMatch(JsonNode::isNumber)) {
      return null;
    }
    return elements.stream().mapToDouble(JsonNode::doubleValue).sum();
  }

  private static String join(Arguments a) {
    List<JsonNode> elements = a.array(0);
    return elements == null
        ? ""
        : String.join(a.text(1), elements.stream().map(Json::text).toList());
  }

  private static JsonNode zip(Arguments a) {
    int longest = 0;
    for (int i = 0; i < a.count(); i++) {
      longest = Math.max(longest, a.node(i).isArray() ? a.node(i).size() : 0);
    }
    ArrayNode rows = Json.array();
    for (int i = 0; i < longest; i++) {
      ArrayNode row = Json.array();
      for (int column = 0; column < a.count(); column++) {
        JsonNode element = a.node(column).path(i);
        row.add(element.isMissingNode() ? Json.ofNull() : element);
      }
      rows.add(row);
    }
    return rows;
  }

  /** Arguments: first, last, step, and the name of a type of time whose ticks these are. */
  private static @Nullable JsonNode range(Arguments a) {
    if (!a.has(0) || !a.has(1) || !a.has(2)) {
      return null;
    }
    ArrayNode all = Json.array();
    boolean whole =
        a.node(0).isIntegralNumber()
            && a.node(1).isIntegralNumber()
            && a.node(2).isIntegralNumber();
    double step = a.real(2, 1);
    double count = Math.floor((a.real(1, 0) - a.real(0, 0)) / step);
    for (long i = 0; i <= count && i < MOST_ELEMENTS && step != 0; i++) {
      if (whole) {
        all.add(KqlJson.time(a.number(0, 0) + i * a.number(2, 1), a.text(3)));
      } else {
        all.add(Json.of(a.real(0, 0) + i * step));
      }
    }
    return all;
  }

  private static @Nullable JsonNode repeat(Arguments a) {
    long count = a.number(1, -1);
    if (count < 0) {
      return null;
    }
    if (count > MOST_ELEMENTS) {
      throw new IllegalArgumentException("repeat() makes more than 1,048,576 elements");
    }
    ArrayNode all = Json.array();
    for (long i = 0; i < count; i++) {
      all.add(a.node(0));
    }
    return all;
  }
}
