package io.flowproof.query.lower.kql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The registry of functions: what is supported, and the names of all that Kusto has. */
final class Functions {
  private static final Map<String, ScalarFunction> SCALARS =
      Stream.of(
              TextFunctions.all(),
              NumberFunctions.all(),
              TimeFunctions.all(),
              ConversionFunctions.all(),
              ConditionFunctions.all(),
              DynamicFunctions.all(),
              NetworkFunctions.all(),
              AddressCalls.all(),
              CollectionFunctions.all(),
              SeriesCalls.all(),
              MathFunctions.all(),
              HashFunctions.all(),
              MoreTextFunctions.all(),
              CalendarFunctions.all(),
              SpecialForms.all(),
              WindowFunction.all())
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(ScalarFunction::name, Function.identity()));
  private static final Map<String, AggregateFunction> AGGREGATES =
      AggregateFunctions.all().stream()
          .collect(Collectors.toUnmodifiableMap(AggregateFunction::name, Function.identity()));

  private Functions() {}

  static @Nullable ScalarFunction scalar(String name) {
    return SCALARS.get(name);
  }

  static @Nullable AggregateFunction aggregate(String name) {
    return AGGREGATES.get(name);
  }

  /** All supported scalar functions by name. */
  static List<ScalarFunction> scalars() {
    return SCALARS.values().stream().sorted(Comparator.comparing(ScalarFunction::name)).toList();
  }

  /** All supported aggregates by name. */
  static List<AggregateFunction> aggregates() {
    return AGGREGATES.values().stream()
        .sorted(Comparator.comparing(AggregateFunction::name))
        .toList();
  }

  /** True for a function that Kusto has, supported here or not. */
  static boolean isKusto(String name) {
    return Known.NAMES.contains(name);
  }

  /** The names of all supported functions, for suggestions. */
  static List<String> names() {
    List<String> names = new ArrayList<>(SCALARS.keySet());
    names.addAll(AGGREGATES.keySet());
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /** Read once, when an unsupported function needs it. */
  private static final class Known {
    private static final Set<String> NAMES = names();

    private static Set<String> names() {
      try (InputStream in = Functions.class.getResourceAsStream("functions.txt")) {
        if (in == null) {
          throw new IllegalStateException("functions.txt is missing");
        }
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return all.lines().collect(Collectors.toUnmodifiableSet());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
