package io.flowproof.app.cli;

import io.flowproof.core.function.JavaFunction;
import io.flowproof.engine.api.QueryLimits;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.query.function.JavaFunctions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What queries may use. */
final class EngineArguments {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "How long one query may run, such as 30s or 5m (default: ${DEFAULT-VALUE}).",
      defaultValue = "5m")
  private Duration timeout = Duration.ofMinutes(5);

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = SizeArgument.class,
      description = {
        "How much memory the engine may use beside Java's, such as 512m or 2g; what does not",
        "fit goes to the staging directory (default: ${DEFAULT-VALUE})."
      },
      defaultValue = "1g")
  private long memory = 1L << 30;

  @Option(
      names = "--staging",
      paramLabel = "DIR",
      description = {
        "Where decoded logs lie while the command runs, about a fifth of the logs' size as text",
        "(default: the system's directory for temporary files)."
      })
  private @Nullable Path staging;

  @Option(
      names = "--geo",
      paramLabel = "FILE.mmdb",
      description = "A country database in MaxMind's format, instead of the one that ships.")
  private @Nullable Path geo;

  /** How long one query may run. */
  Duration timeout() {
    return timeout;
  }

  /** The user's country database, or null. */
  @Nullable Path geo() {
    return geo;
  }

  /**
   * The countries of addresses.
   *
   * @throws UsageException for a database that cannot be read
   */
  Countries countries() {
    return Countries.open(geo);
  }

  /** Where the staging directory is made. */
  Path staging() {
    return staging == null ? DuckDbStaging.defaultParent() : staging;
  }

  /**
   * The engine's settings.
   *
   * @throws UsageException for a limit that nothing can run in, or a database that cannot be read
   */
  DuckDbSettings settings(Watchdog watchdog) {
    return settings(watchdog, List.of());
  }

  /** The same with these functions beside those of KQL and SPL. */
  DuckDbSettings settings(Watchdog watchdog, List<JavaFunction> more) {
    try {
      List<JavaFunction> functions = new ArrayList<>(JavaFunctions.all(countries()));
      functions.addAll(more);
      return DuckDbSettings.of(new QueryLimits(timeout, memory), watchdog).withFunctions(functions);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
