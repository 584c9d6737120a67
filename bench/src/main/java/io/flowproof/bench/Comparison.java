package io.flowproof.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Prints what both sides of a benchmark took: medians, and the ratio of each round. */
final class Comparison {
  static final double MIB = 1 << 20;

  private Comparison() {}

  /** Median time and peak memory of one side. */
  static void row(String name, Measured[] runs) {
    print(
        "  %-34s %7.2f s   peak %,6.0f MiB%n"
            .formatted(
                name, median(runs, Measured::seconds), median(runs, Measured::peakBytes) / MIB));
  }

  /** The median of the rounds' ratios of time, and each of them. */
  static void ratio(Measured[] ours, Measured[] theirs) {
    double[] ratios = new double[ours.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = ours[i].seconds() / theirs[i].seconds();
    }
    print(
        "  ratio %.2f (%s)%n"
            .formatted(
                median(ratios),
                Arrays.stream(ratios)
                    .mapToObj(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                    .collect(Collectors.joining(", "))));
  }

  private static double median(Measured[] runs, ToDoubleFunction<Measured> value) {
    return median(Arrays.stream(runs).mapToDouble(value).toArray());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Prints a line of the result. */
  @SuppressWarnings("SystemOut") // The program's result.
  static void print(String text) {
    System.out.print(text.endsWith("\n") ? text : text + "\n");
  }
}
