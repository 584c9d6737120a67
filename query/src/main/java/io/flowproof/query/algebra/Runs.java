package io.flowproof.query.algebra;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Runs of a query at regular times.
 *
 * @param first the tick of the first
 * @param every from one tick to the next, whole microseconds, more than nothing
 * @param count how many there are, at least one
 */
public record Runs(Instant first, Duration every, int count) {
  /** Checks what must hold. */
  public Runs {
    if (every.compareTo(Duration.ZERO) <= 0 || count < 1) {
      throw new IllegalArgumentException("No runs: " + count + " every " + every);
    }
  }

  /** The tick of a run. */
  public Instant tick(int run) {
    return first.plus(every.multipliedBy(run));
  }

  long everyMicroseconds() {
    return every.toNanos() / 1_000;
  }

  /** Microseconds from a run's tick to an instant. */
  long after(int run, Instant instant) {
    return ChronoUnit.MICROS.between(tick(run), instant);
  }
}
