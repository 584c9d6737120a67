package io.flowproof.detection.gaps;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time with two ends.
 *
 * @param from its beginning, included
 * @param to its end, excluded; never before the beginning
 */
public record Period(Instant from, Instant to) {

  /** Checks the order of its ends. */
  public Period {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("Invalid period: " + from + " is after " + to);
    }
  }

  /** How long it is. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** Whether they have a moment in common. */
  public boolean overlaps(Period other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }

  /** Whether a moment lies in it. */
  public boolean contains(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(to);
  }

  /** What they have in common; empty where that is nothing. */
  public List<Period> common(Period other) {
    return overlaps(other)
        ? List.of(new Period(later(from, other.from), earlier(to, other.to)))
        : List.of();
  }

  /** Periods in order, those that overlap or are at most that far apart made one. */
  static List<Period> merged(List<Period> periods, Duration apart) {
    List<Period> merged = new ArrayList<>();
    for (Period next : periods.stream().sorted(Comparator.comparing(Period::from)).toList()) {
      Period last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && !next.from.isAfter(last.to.plus(apart))) {
        merged.set(merged.size() - 1, new Period(last.from, later(last.to, next.to)));
      } else {
        merged.add(next);
      }
    }
    return merged;
  }

  /** What these periods, in order and apart, leave of this one. */
  List<Period> without(List<Period> covered) {
    List<Period> left = new ArrayList<>();
    Instant at = from;
    for (Period period : covered) {
      if (period.from.isAfter(at) && at.isBefore(to)) {
        left.add(new Period(at, earlier(period.from, to)));
      }
      at = later(at, period.to);
    }
    if (at.isBefore(to)) {
      left.add(new Period(at, to));
    }
    return left;
  }

  /** The sum of the lengths. */
  static Duration total(List<Period> periods) {
    return periods.stream().map(Period::length).reduce(Duration.ZERO, Duration::plus);
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
