package io.flowproof.engine.api;

import java.time.Duration;

/**
 * What a query may use. An engine keeps to both between the vectors that it works on; inside one
 * value it cannot, which is what {@link Watchdog} is for.
 *
 * @param timeout how long the engine may work on one query; the time that the caller takes between
 *     two rows does not count
 * @param memoryBytes how much memory the engine may use for all its queries together, beside the
 *     Java heap; what does not fit is spilled to disk where the engine has a place for it
 */
public record QueryLimits(Duration timeout, long memoryBytes) {
  /** One minute and 1 GiB. */
  public static final QueryLimits DEFAULT = new QueryLimits(Duration.ofMinutes(1), 1L << 30);

  private static final long LEAST_MEMORY = 16L << 20;

  /** Checks that both are enough to start with. */
  public QueryLimits {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("The timeout must be positive: " + timeout);
    }
    if (memoryBytes < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "The memory limit must be 16 MiB or more: " + memoryBytes + " bytes");
    }
  }
}
