package io.flowproof.query.function.kql;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.flowproof.core.column.ColumnType;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.query.kql.KqlTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What operators need of Java: the names in SQL, and the bodies of these and all functions here.
 */
public final class KqlJson {
  /** {@code (bag)}: its entries as an array of bags. */
  public static final String ENTRIES = "fp_kql_bag_entries";

  /** {@code (bag)}: its entries as an array of pairs. */
  public static final String PAIRS = "fp_kql_bag_pairs";

  /** {@code (text, regex)}: the groups of the first match as an array, or null. */
  public static final String MATCH = "fp_kql_match";

  /** {@code (text, properties)}: the pairs of key and value in a text as a bag. */
  public static final String KEY_VALUES = "fp_kql_key_values";

  /** {@code (times, most, number)}: when the session of the row of that number began. */
  public static final String SESSION_START = "fp_kql_session_start";

  /**
   * {@code (numbers of steps, values, first, count, missing, type of time)}: an array without gaps.
   */
  public static final String SERIES = "fp_kql_series";

  /** {@code (start, step, count, type)}: the values of an axis of whole numbers or times. */
  public static final String AXIS = "fp_kql_axis";

  /** {@code (start, step, count, type)}: the values of an axis of reals. */
  public static final String REAL_AXIS = "fp_kql_real_axis";

  private static final long MOST_STEPS = 1 << 20;

  private KqlJson() {}

  /** All bodies. */
  public static List<JavaFunction> java() {
    List<JavaFunction> all = new ArrayList<>(operators());
    functions().map(JsonFunction::java).forEach(all::add);
    return List.copyOf(all);
  }

  private static Stream<JsonFunction> functions() {
    return Stream.of(
            ArrayFunctions.all(),
            SetFunctions.all(),
            BagFunctions.all(),
            TextFunctions.all(),
            UrlFunctions.all(),
            SeriesFunctions.all(),
            SeriesStatistics.all(),
            SeriesAnalysis.all(),
            List.of(
                new JsonFunction("hash", ColumnType.LONG, Hashes::of),
                JsonFunction.dynamic("percentiles", Percentiles::of)))
        .flatMap(List::stream);
  }

  private static List<JavaFunction> operators() {
    ColumnType text = ColumnType.TEXT;
    ColumnType number = ColumnType.LONG;
    return List.of(
        new JavaFunction(ENTRIES, List.of(text), text, a -> entries(string(a, 0), false)),
        new JavaFunction(PAIRS, List.of(text), text, a -> entries(string(a, 0), true)),
        new JavaFunction(
            MATCH,
            List.of(text, text),
            text,
            a -> Json.write(Patterns.firstMatch(string(a, 0), string(a, 1)))),
        new JavaFunction(
            KEY_VALUES,
            List.of(text, text),
            text,
            a -> Json.write(KeyValues.read(string(a, 0), string(a, 1)))),
        new JavaFunction(
            SESSION_START,
            List.of(text, number, number),
            number,
            a -> sessionStart(string(a, 0), number(a, 1), number(a, 2))),
        new JavaFunction(
            SERIES,
            List.of(text, text, number, number, text, text),
            text,
            a ->
                series(
                    string(a, 0),
                    string(a, 1),
                    number(a, 2),
                    number(a, 3),
                    Json.read(string(a, 4)),
                    string(a, 5))),
        new JavaFunction(
            AXIS,
            List.of(number, number, number, text),
            text,
            a -> axis(number(a, 0), number(a, 1), number(a, 2), string(a, 3))),
        new JavaFunction(
            REAL_AXIS,
            List.of(ColumnType.DOUBLE, ColumnType.DOUBLE, number, text),
            text,
            a ->
                realAxis(
                    (Double) requireNonNull(a[0]), (Double) requireNonNull(a[1]), number(a, 2))));
  }

  private static String string(@Nullable Object[] arguments, int at) {
    return (String) requireNonNull(arguments[at]);
  }

  private static long number(@Nullable Object[] arguments, int at) {
    return (Long) requireNonNull(arguments[at]);
  }

  private static @Nullable String entries(String text, boolean pairs) {
    ArrayNode all = Json.array();
    Iterator<Map.Entry<String, JsonNode>> entries = Json.read(text).fields();
    while (entries.hasNext()) {
      Map.Entry<String, JsonNode> entry = entries.next();
      all.add(
          pairs
              ? Json.array().add(entry.getKey()).add(entry.getValue())
              : Json.bag().set(entry.getKey(), entry.getValue()));
    }
    return Json.write(all);
  }

  /** Walks through the times of a run: a session that lasts as long as allowed ends. */
  private static @Nullable Long sessionStart(String times, long most, long row) {
    Long start = null;
    JsonNode all = Json.read(times);
    for (int i = 0; i < row && i < all.size(); i++) {
      JsonNode time = all.get(i);
      if (time.isNull()) {
        start = null;
      } else if (start == null || time.longValue() >= start + most) {
        start = time.longValue();
      }
    }
    return start;
  }

  private static void checkSize(long count) {
    if (count > MOST_STEPS) {
      throw new IllegalArgumentException("make-series makes more than 1,048,576 steps");
    }
  }

  private static @Nullable String series(
      String steps, String values, long first, long count, JsonNode missing, String time) {
    checkSize(count);
    JsonNode places = Json.read(steps);
    JsonNode known = Json.read(values);
    JsonNode[] filled = new JsonNode[(int) Math.max(0, count)];
    Arrays.fill(filled, missing);
    for (int i = 0; i < places.size(); i++) {
      long place = places.get(i).longValue() - first;
      if (place >= 0 && place < filled.length) {
        JsonNode value = known.get(i);
        filled[(int) place] =
            value.isNull() || time.isEmpty() ? value : time(value.longValue(), time);
      }
    }
    return Json.write(Json.array(List.of(filled)));
  }

  /** Ticks as a dynamic value, or a number where the type is none of time. */
  static JsonNode time(long ticks, String type) {
    return switch (type) {
      case "datetime" -> Json.of(KqlTime.datetimeText(ticks));
      case "timespan" -> Json.of(KqlTime.timespanText(ticks));
      default -> Json.of(ticks);
    };
  }

  private static @Nullable String axis(long start, long step, long count, String type) {
    checkSize(count);
    ArrayNode all = Json.array();
    for (long i = 0; i < count; i++) {
      all.add(time(start + i * step, type));
    }
    return Json.write(all);
  }

  private static @Nullable String realAxis(double start, double step, long count) {
    checkSize(count);
    ArrayNode all = Json.array();
    for (long i = 0; i < count; i++) {
      all.add(Json.of(start + i * step));
    }
    return Json.write(all);
  }
}
