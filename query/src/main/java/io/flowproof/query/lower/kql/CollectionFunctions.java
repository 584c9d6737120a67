package io.flowproof.query.lower.kql;

import static io.flowproof.query.kql.KqlType.DATETIME;
import static io.flowproof.query.kql.KqlType.DYNAMIC;
import static io.flowproof.query.kql.KqlType.LONG;
import static io.flowproof.query.kql.KqlType.STRING;
import static io.flowproof.query.kql.KqlType.TIMESPAN;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.core.time.Ticks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Functions of arrays, sets and property bags whose bodies are in Java. */
final class CollectionFunctions {
  private static final String BAGS =
      """
      bag_keys | (bag) | d | 1 | 1 | dynamic | The keys at the top of a bag
      bag_merge | (bag, …) | d | 1 | 64 | dynamic | All keys of the bags; where several have one, the first bag's value
      bag_remove_keys | (bag, keys) | dd | 2 | 2 | dynamic | The bag without these keys
      bag_set_key | (bag, key, value) | dsa | 3 | 3 | dynamic | The bag with a key set to a value
      bag_zip | (keys, values) | dd | 2 | 2 | dynamic | A bag of two arrays
      bag_has_key | (bag, key) | ds | 2 | 2 | bool | Whether the bag has the key
      treepath | (value) | d | 1 | 1 | dynamic | The paths to all that is in the value
      """;

  private static final String SETS =
      """
      set_union | (array, …) | d | 1 | 64 | dynamic | The different values of all arrays
      set_intersect | (array, …) | d | 1 | 64 | dynamic | The different values that all arrays have
      set_difference | (array, array, …) | d | 2 | 64 | dynamic | The different values of the first array that no other has
      set_has_element | (array, value) | da | 2 | 2 | bool | Whether a value is in the array
      set_equals | (array, array) | d | 2 | 2 | bool | Whether two arrays have the same different values
      jaccard_index | (array, array) | d | 2 | 2 | real | Common values in proportion to all different values
      """;

  private static final String ARRAYS =
      """
      array_concat | (array, …) | d | 1 | 64 | dynamic | The arrays, one after the other
      array_slice | (array, start, end) | dii | 3 | 3 | dynamic | The elements from start to end, both included; from the end when negative
      array_split | (array, index or indices) | da | 2 | 2 | dynamic | An array of arrays, cut before these places
      array_reverse | (array) | d | 1 | 1 | dynamic | The elements backwards
      array_rotate_left | (array, count) | di | 2 | 2 | dynamic | The elements so many places to the left, the first ones last
      array_rotate_right | (array, count) | di | 2 | 2 | dynamic | The elements so many places to the right, the last ones first
      array_shift_left | (array, count, fill) | dia | 2 | 3 | dynamic | The elements so many places to the left, filled up with nulls or a value
      array_shift_right | (array, count, fill) | dia | 2 | 3 | dynamic | The elements so many places to the right, filled up with nulls or a value
      array_iff | (conditions, then, else) | daa | 3 | 3 | dynamic | Of each condition the element of one array or the other
      array_index_of | (array, value, start, length, occurrence) | daiii | 2 | 5 | long | Place of a value from 0, or -1
      array_sum | (array) | d | 1 | 1 | real | The sum, or null when one is no number
      array_strcat | (array, delimiter) | ds | 2 | 2 | string | The elements as texts with a delimiter between
      zip | (array, …) | d | 2 | 16 | dynamic | Of each place an array of the elements
      repeat | (value, count) | ai | 2 | 2 | dynamic | An array of the value so many times; null for a negative number
      """;

  private CollectionFunctions() {}

  static List<ScalarFunction> all() {
    return Stream.of(arrays(), sets(), bags()).flatMap(List::stream).toList();
  }

  private static List<ScalarFunction> arrays() {
    List<ScalarFunction> all = new ArrayList<>(PackedFunction.table(ARRAYS));
    all.addAll(
        List.of(
            new ScalarFunction(
                "range",
                "(start, stop, step)",
                2,
                3,
                "An array of numbers or times, stop included",
                CollectionFunctions::range),
            PackedFunction.alias(
                PackedFunction.of(
                    "array_iff", "(conditions, then, else)", "daa", 3, 3, DYNAMIC, ""),
                "array_iif")));
    return all;
  }

  private static List<ScalarFunction> sets() {
    return PackedFunction.table(SETS);
  }

  private static List<ScalarFunction> bags() {
    ScalarFunction bagPack =
        new ScalarFunction(
            "bag_pack",
            "(key, value, …)",
            2,
            64,
            "A bag of these keys and values",
            CollectionFunctions::pack);
    List<ScalarFunction> all = new ArrayList<>(PackedFunction.table(BAGS));
    all.addAll(
        List.of(
            bagPack,
            PackedFunction.alias(bagPack, "pack"),
            PackedFunction.alias(bagPack, "pack_dictionary"),
            new ScalarFunction(
                "gettype",
                "(value)",
                1,
                1,
                "The name of the value's type",
                CollectionFunctions::type)));
    return all;
  }

  private static Scalar range(FunctionCall call) {
    Scalar start = call.argument(0);
    boolean time = start.type() == DATETIME || start.type() == TIMESPAN;
    if (!time && !start.isNumber()) {
      throw call.mismatch(0, "a number or a time");
    }
    Scalar stop = time ? call.argument(1, start.type()) : call.number(1);
    Scalar step =
        call.has(2)
            ? time ? call.argument(2, TIMESPAN) : call.number(2)
            : call.values().number(time ? Ticks.PER_HOUR : 1);
    List<Scalar> arguments = new ArrayList<>();
    for (Scalar part : List.of(start, stop, step)) {
      arguments.add(time ? new Scalar(part.rex(), LONG) : part);
    }
    arguments.add(call.values().text(time ? start.type().keyword() : ""));
    return call.packed(DYNAMIC, "range", arguments);
  }

  private static Scalar pack(FunctionCall call) {
    if (call.count() % 2 != 0) {
      throw call.binder()
          .problem(
              ErrorCode.ARGUMENT, call.span(), call.name() + "() takes pairs of a key and a value");
    }
    List<Scalar> arguments = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      arguments.add(i % 2 == 0 ? call.conversions().text(call.argument(i)) : call.argument(i));
    }
    return call.packed(DYNAMIC, "bag_pack", arguments);
  }

  /** What is no dynamic has the type that it is declared with. */
  private static Scalar type(FunctionCall call) {
    Scalar value = call.argument(0);
    if (value.type() == DYNAMIC) {
      return call.packed(STRING, "gettype", List.of(value));
    }
    String known = value.type().keyword();
    return value.isNeverNull()
        ? call.values().text(known)
        : call.call(STRING, "CASE WHEN {0} IS NULL THEN 'null' ELSE '" + known + "' END", value);
  }
}
