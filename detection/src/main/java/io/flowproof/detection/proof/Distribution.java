package io.flowproof.detection.proof;

import java.util.List;
import java.util.Optional;

/**
 * How values are spread. Quantiles are values that were seen (nearest rank), none is interpolated.
 *
 * @param count how many values
 * @param least the least
 * @param median half of them are not greater
 * @param p95 95 of 100 are not greater
 * @param greatest the greatest
 */
public record Distribution(int count, double least, double median, double p95, double greatest) {

  /** Of these values; empty without any. */
  public static Optional<Distribution> of(List<Double> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    List<Double> sorted = values.stream().sorted().toList();
    return Optional.of(
        new Distribution(
            sorted.size(),
            sorted.getFirst(),
            rank(sorted, 0.5),
            rank(sorted, 0.95),
            sorted.getLast()));
  }

  private static double rank(List<Double> sorted, double share) {
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
