package io.flowproof.engine.duckdb;

import io.flowproof.core.function.JavaFunction;
import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Watchdog;
import java.time.Duration;
import java.util.List;

/** Settings for tests: a watchdog that only shows that it bit. */
final class Engines {
  static final long MEMORY = 256L << 20;
  static final Watchdog WATCHDOG =
      new Watchdog(
          Duration.ofSeconds(30),
          () -> {
            throw new AssertionError("A query did not stop");
          });

  private Engines() {}

  static DuckDbSettings settings() {
    return limited(Duration.ofSeconds(60), MEMORY);
  }

  static DuckDbSettings limited(Duration timeout, long memoryBytes) {
    return DuckDbSettings.of(new QueryLimits(timeout, memoryBytes), WATCHDOG).withThreads(2);
  }

  static DuckDbEngine with(JavaFunction... functions) {
    return DuckDbEngine.inMemory(settings().withFunctions(List.of(functions)));
  }
}
