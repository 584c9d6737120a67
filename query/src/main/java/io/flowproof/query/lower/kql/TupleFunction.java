package io.flowproof.query.lower.kql;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.query.kql.KqlExpression.Call;
import io.flowproof.query.kql.KqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function that gives several columns: {@code extend (a, b) = f(x)}. Its Java body gives an array
 * of them; where one value is wanted, that is the first.
 *
 * @param name its name
 * @param signature its arguments as documentation shows them
 * @param least the fewest arguments
 * @param most the most arguments
 * @param about one line of documentation
 * @param body gives the array
 * @param parts its columns; none when there is one for each argument that is an array
 */
record TupleFunction(
    String name,
    String signature,
    int least,
    int most,
    String about,
    PackedFunction body,
    List<Part> parts) {

  /** A column, with the end of its name when none is given. */
  record Part(String name, KqlType type) {}

  private static final Map<String, TupleFunction> ALL =
      SeriesCalls.tuples().stream()
          .collect(Collectors.toUnmodifiableMap(TupleFunction::name, Function.identity()));

  static @Nullable TupleFunction named(String name) {
    return ALL.get(name);
  }

  static TupleFunction of(
      String name, String signature, String kinds, int most, String about, Part... parts) {
    PackedFunction body = new PackedFunction(name, kinds, KqlType.DYNAMIC);
    int least = name.startsWith("series_periods") ? Math.min(2, most) : 1;
    return new TupleFunction(name, signature, least, most, about, body, List.of(parts));
  }

  static TupleFunction sorted(String name, String order) {
    PackedFunction body = new PackedFunction(name, "da", KqlType.DYNAMIC);
    return new TupleFunction(
        name,
        "(array, …, nulls last)",
        1,
        64,
        "The elements in " + order + " order; further arrays in the order of the first",
        body,
        List.of());
  }

  static Part part(String name, KqlType type) {
    return new Part(name, type);
  }

  /** The function where one value is wanted. */
  ScalarFunction first() {
    return new ScalarFunction(
        name, signature, least, most, about, call -> columns(call).getFirst());
  }

  /** The values of all columns. */
  List<Scalar> columns(FunctionCall call) {
    Scalar all = body.lower(call);
    List<Scalar> columns = new ArrayList<>();
    int count = parts.isEmpty() ? arrays(call) : parts.size();
    for (int i = 0; i < count; i++) {
      Scalar element =
          call.call(
              KqlType.DYNAMIC,
              "nullif(CAST(json_extract({0}, '$[" + i + "]') AS VARCHAR), 'null')",
              all);
      columns.add(parts.isEmpty() ? element : call.conversions().to(parts.get(i).type(), element));
    }
    return columns;
  }

  private static int arrays(FunctionCall call) {
    int arrays = 0;
    for (int i = 0; i < call.count(); i++) {
      boolean flag = i == call.count() - 1 && i > 0 && call.argument(i).type() == KqlType.BOOL;
      if (!flag && call.argument(i).type() != KqlType.DYNAMIC) {
        throw call.mismatch(i, "a dynamic");
      }
      arrays += flag ? 0 : 1;
    }
    return arrays;
  }

  /** The names that the columns have when none are given. */
  List<String> names(Call call) {
    List<String> names = new ArrayList<>();
    String argument = AutoNames.orEmpty(call.arguments().getFirst().value());
    for (Part part : parts) {
      names.add(name + "_" + argument + "_" + part.name());
    }
    if (parts.isEmpty()) {
      call.arguments().forEach(a -> names.add(AutoNames.orEmpty(a.value()) + "_sorted"));
    }
    return names;
  }

  /** Reports more names than there are columns. */
  static UnboundException tooManyNames(Binder binder, Call call, int names, int columns) {
    return binder.problem(
        ErrorCode.ARGUMENT,
        call.span(),
        "%d names are given for %d columns".formatted(names, columns));
  }
}
