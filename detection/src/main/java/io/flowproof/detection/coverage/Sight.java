package io.flowproof.detection.coverage;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.pack.Recording.Traffic;
import io.flowproof.detection.pack.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a rule can do its work on a recording.
 *
 * @param grade how well
 * @param lacks why not better; empty when it is runnable
 */
public record Sight(Grade grade, List<Lack> lacks) {
  /** It has all that it needs and wants. */
  public static final Sight RUNNABLE = new Sight(Grade.RUNNABLE, List.of());

  /** Copies the list. */
  public Sight {
    lacks = List.copyOf(lacks);
  }

  /** How well a rule can work; the better first. */
  public enum Grade {
    /** It has all that it needs and wants. */
    RUNNABLE,
    /** It runs, but finds less or is wrong more often. */
    DEGRADED,
    /** It finds nothing, whatever happens. */
    BLIND
  }

  /** What a rule can see of what is recorded so. */
  public static Sight of(Rule rule, Recorded recorded) {
    if (recorded.nothing() != null) {
      return new Sight(Grade.BLIND, List.of(new Lack.Everything(recorded.nothing())));
    }
    List<Lack> needed = lacks(rule.needs(), rule.recording().needs(), recorded);
    if (!needed.isEmpty()) {
      return new Sight(Grade.BLIND, needed);
    }
    List<Lack> wanted = lacks(rule.wants(), rule.recording().wants(), recorded);
    if (recorded.interval().compareTo(rule.recording().longestInterval()) > 0) {
      wanted.add(new Lack.Windows(recorded.interval()));
    }
    return wanted.isEmpty() ? RUNNABLE : new Sight(Grade.DEGRADED, wanted);
  }

  private static List<Lack> lacks(
      List<FlowLogField> fields, Set<Traffic> traffic, Recorded recorded) {
    List<Lack> lacks = new ArrayList<>();
    fields.stream()
        .filter(field -> !recorded.fields().contains(field))
        .forEach(field -> lacks.add(new Lack.Field(field)));
    traffic.stream()
        .sorted()
        .filter(kind -> !recorded.traffic().contains(kind))
        .forEach(kind -> lacks.add(new Lack.Records(kind)));
    return lacks;
  }
}
