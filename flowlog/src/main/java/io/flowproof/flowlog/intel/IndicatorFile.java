package io.flowproof.flowlog.intel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was read of a feed. Every entry is an indicator or is counted with the reason why not.
 *
 * @param indicators in the order of the file
 * @param unused for each reason how many entries it kept out
 */
public record IndicatorFile(List<Indicator> indicators, Map<String, Integer> unused) {
  /** Copies both. */
  public IndicatorFile {
    indicators = List.copyOf(indicators);
    unused = Map.copyOf(unused);
  }

  /** How many entries were kept out. */
  public int unusedEntries() {
    return unused.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Collects while a feed is read. */
  static final class Builder {
    private final List<Indicator> indicators = new ArrayList<>();
    private final Map<String, Integer> unused = new TreeMap<>();

    void add(Indicator indicator) {
      indicators.add(indicator);
    }

    void leaveOut(String reason) {
      unused.merge(reason, 1, Integer::sum);
    }

    IndicatorFile build() {
      return new IndicatorFile(indicators, unused);
    }
  }
}
