package io.flowproof.detection.agreement;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.pack.Rule;
import io.flowproof.query.Language;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shrinks a sample on which the languages differ to the fewest flows that still show it (delta
 * debugging: Zeller, Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002). All
 * candidates of a round are staged and run together.
 */
final class Shrinker {
  private static final int MOST_CANDIDATES = 64;

  private final Rule rule;
  private final Samples.Stager stager;
  private final Instant deadline;

  Shrinker(Rule rule, Samples.Stager stager, Duration time) {
    this.rule = rule;
    this.stager = stager;
    this.deadline = Instant.now().plus(time);
  }

  /**
   * A sample that shows a difference.
   *
   * @param flows the sample
   * @param onlyKql entities that only KQL found
   * @param onlySpl entities that only SPL found
   * @param smallest true when taking any one flow away makes the languages agree
   */
  record Difference(
      Flows flows,
      Set<Map<String, @Nullable String>> onlyKql,
      Set<Map<String, @Nullable String>> onlySpl,
      boolean smallest) {}

  /** The smallest that can be found in time. */
  Difference shrink(Difference from) throws IOException, InterruptedException {
    Difference smallest = from;
    int parts = 2;
    while (smallest.flows().rows().size() > 1) {
      if (Instant.now().isAfter(deadline)) {
        return smallest;
      }
      int size = smallest.flows().rows().size();
      parts = Math.min(parts, size);
      Difference next = firstThatDiffers(candidates(smallest.flows(), parts));
      if (next != null) {
        boolean isPart = next.flows().rows().size() <= (size + parts - 1) / parts;
        smallest = next;
        parts = isPart ? 2 : Math.max(2, parts - 1);
      } else if (parts == size) {
        break;
      } else {
        parts = Math.min(size, parts * 2);
      }
    }
    return new Difference(smallest.flows(), smallest.onlyKql(), smallest.onlySpl(), true);
  }

  /** Each of so many parts alone, then all but each of them. */
  private static List<Flows> candidates(Flows flows, int parts) {
    List<Map<FlowLogField, String>> rows = flows.rows();
    List<Flows> alone = new ArrayList<>();
    List<Flows> without = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) rows.size() * i / parts);
      int to = (int) ((long) rows.size() * (i + 1) / parts);
      alone.add(flows.with(rows.subList(from, to)));
      List<Map<FlowLogField, String>> rest = new ArrayList<>(rows.subList(0, from));
      rest.addAll(rows.subList(to, rows.size()));
      without.add(flows.with(rest));
    }
    if (parts > 2) {
      alone.addAll(without);
    }
    return alone;
  }

  private @Nullable Difference firstThatDiffers(List<Flows> candidates)
      throws IOException, InterruptedException {
    for (int from = 0; from < candidates.size(); from += MOST_CANDIDATES) {
      List<Flows> some =
          candidates.subList(from, Math.min(candidates.size(), from + MOST_CANDIDATES));
      try (Samples samples = Samples.stage(rule, some, stager)) {
        List<Difference> differences = differences(samples);
        if (!differences.isEmpty()) {
          return differences.getFirst();
        }
      }
    }
    return null;
  }

  /** The samples on which the languages differ, in their order. */
  static List<Difference> differences(Samples samples) {
    List<Set<Map<String, @Nullable String>>> kql = samples.found(Language.KQL);
    List<Set<Map<String, @Nullable String>>> spl = samples.found(Language.SPL);
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      if (!kql.get(i).equals(spl.get(i))) {
        differences.add(
            new Difference(
                samples.flows(i),
                without(kql.get(i), spl.get(i)),
                without(spl.get(i), kql.get(i)),
                false));
      }
    }
    return differences;
  }

  private static Set<Map<String, @Nullable String>> without(
      Set<Map<String, @Nullable String>> all, Set<Map<String, @Nullable String>> others) {
    Set<Map<String, @Nullable String>> rest = new java.util.LinkedHashSet<>(all);
    rest.removeAll(others);
    return rest;
  }
}
