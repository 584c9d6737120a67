package io.flowproof.engine.duckdb;

import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Watchdog;
import java.nio.file.Path;
import java.time.Duration;

/** A process whose query cannot be stopped: DuckDB does not look for a stop inside one value. */
final class StuckQuery {
  private StuckQuery() {}

  public static void main(String[] arguments) {
    DuckDbStaging staging = DuckDbStaging.open(Path.of(arguments[0]), 64L << 20);
    DuckDbEngine engine =
        staging.finish(
            DuckDbSettings.of(
                new QueryLimits(Duration.ofMillis(300), 64L << 20),
                Watchdog.halting(Duration.ofMillis(500), DuckDbStaging::removeAll)));
    engine.all("SELECT length(regexp_replace(repeat('a', 400000000), '(a|b)', 'c', 'g'))");
    System.out.println("The query ended");
  }
}
