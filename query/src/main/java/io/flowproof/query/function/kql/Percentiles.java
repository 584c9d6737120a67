package io.flowproof.query.function.kql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Nearest-rank percentiles of weighted values: as if each value came as often as its weight says
 * (Kusto documentation, percentilew()).
 */
final class Percentiles {
  private Percentiles() {}

  /** Arguments: values, weights, percents; gives the percentiles as an array. */
  static @Nullable JsonNode of(Arguments a) {
    double[] values = a.numbers(0);
    double[] weights = a.numbers(1);
    double[] percents = a.numbers(2);
    if (values == null || weights == null || percents == null) {
      return null;
    }
    List<Integer> order =
        IntStream.range(0, values.length)
            .filter(i -> weights[i] > 0 && !Double.isNaN(values[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .toList();
    double total = order.stream().mapToDouble(i -> weights[i]).sum();
    ArrayNode result = Json.array();
    for (double percent : percents) {
      double wanted = total * percent / 100;
      double sum = 0;
      JsonNode found = Json.ofNull();
      for (int i : order) {
        sum += weights[i];
        found = a.node(0).get(i);
        if (sum >= wanted) {
          break;
        }
      }
      result.add(found);
    }
    return result;
  }
}
