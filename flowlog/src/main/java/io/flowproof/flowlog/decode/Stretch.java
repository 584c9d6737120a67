package io.flowproof.flowlog.decode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A time that records cover without a pause worth the name.
 *
 * @param from the minute in which the first of them begins
 * @param to when the last of them ends, as they say
 */
public record Stretch(Instant from, Instant to) {

  /**
   * Puts stretches together that overlap, or that are no further apart than a pause.
   *
   * @return them in order of time
   */
  public static List<Stretch> joined(Collection<Stretch> stretches, Duration pause) {
    List<Stretch> joined = new ArrayList<>();
    for (Stretch next : stretches.stream().sorted(Comparator.comparing(Stretch::from)).toList()) {
      Stretch last = joined.isEmpty() ? null : joined.getLast();
      if (last == null || next.from.isAfter(last.to.plus(pause))) {
        joined.add(next);
      } else if (next.to.isAfter(last.to)) {
        joined.set(joined.size() - 1, new Stretch(last.from, next.to));
      }
    }
    return joined;
  }
}
