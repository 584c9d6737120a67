package io.flowproof.detection.trial;

import io.flowproof.detection.pack.TestCase;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How often each case told a text from the rule: mutants come in the order of the text, and what
 * told one apart mostly does so with its neighbours.
 */
final class Telling {
  /** What a time counts after each later one. */
  private static final double FADING = 0.8;

  private final Map<TestCase, Double> times = new HashMap<>();

  /** Once more; earlier times count less now. */
  void told(TestCase test) {
    times.replaceAll((other, time) -> time * FADING);
    times.merge(test, 1.0, Double::sum);
  }

  /** Those first whose cases told most, otherwise as they are. */
  <T> List<T> first(Collection<T> all, Function<T, List<TestCase>> cases) {
    Map<T, Double> sums = new HashMap<>();
    for (T each : all) {
      sums.put(
          each,
          cases.apply(each).stream().mapToDouble(test -> times.getOrDefault(test, 0.0)).sum());
    }
    return all.stream()
        .sorted(Comparator.comparingDouble((T each) -> -sums.getOrDefault(each, 0.0)))
        .toList();
  }
}
