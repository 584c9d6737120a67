package io.flowproof.simulate.behaviour;

import io.flowproof.simulate.network.Yaml;
import java.util.SplittableRandom;

/**
 * Numbers between two.
 *
 * @param low the least
 * @param high the most
 */
public record Range(double low, double high) {
  /** Reads {@code 5}, {@code [2, 8]}, with k, M, G for thousands and s, m, h, d for seconds. */
  static Range of(Yaml yaml, double otherwise) {
    if (yaml.isMissing()) {
      return new Range(otherwise, otherwise);
    }
    var items = yaml.items();
    if (items.size() > 2) {
      throw yaml.wrong("There must be one number or two");
    }
    double low = number(items.getFirst());
    double high = number(items.getLast());
    if (low > high || low < 0) {
      throw yaml.wrong("Invalid range: " + low + " to " + high);
    }
    return new Range(low, high);
  }

  /** Reads a range; 0 where there is none. */
  public static Range read(Yaml yaml) {
    return of(yaml, 0);
  }

  /** One of them. */
  public double drawn(SplittableRandom random) {
    return draw(random);
  }

  private static double number(Yaml yaml) {
    String text = yaml.text();
    double unit =
        switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
          case 'k' -> 1e3;
          case 'M' -> 1e6;
          case 'G' -> 1e9;
          case 's' -> 1;
          case 'm' -> 60;
          case 'h' -> 3600;
          case 'd' -> 86_400;
          default -> 0;
        };
    try {
      return Double.parseDouble(unit == 0 ? text : text.substring(0, text.length() - 1))
          * (unit == 0 ? 1 : unit);
    } catch (NumberFormatException e) {
      throw yaml.wrong("Invalid number: '" + text + "' (must be such as 20, 1.5M, 30s or 2h)");
    }
  }

  /** One of them; wide ranges are drawn by their order of magnitude, as sizes are. */
  double draw(SplittableRandom random) {
    if (low == high) {
      return low;
    }
    double share = random.nextDouble();
    return low > 0 && high / low > 20
        ? low * Math.pow(high / low, share)
        : low + (high - low) * share;
  }

  long drawLong(SplittableRandom random) {
    return Math.round(draw(random));
  }
}
