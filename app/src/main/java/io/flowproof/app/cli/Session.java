package io.flowproof.app.cli;

import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.logs.StagingOptions;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An engine with logs in it, or without, whose queries are held to their limits. */
final class Session implements AutoCloseable {
  private final Watchdog watchdog;
  private final DuckDbEngine engine;
  private final @Nullable StagedLogs logs;

  private Session(Watchdog watchdog, DuckDbEngine engine, @Nullable StagedLogs logs) {
    this.watchdog = watchdog;
    this.engine = engine;
    this.logs = logs;
  }

  /** Decodes logs and opens them for queries. */
  static Session over(
      List<Path> paths, ReadArguments reading, EngineArguments limits, Terminal terminal)
      throws IOException, InterruptedException {
    return over(paths, reading, limits, null, terminal);
  }

  /** The same with only these columns of the flow table, or all where they are null. */
  static Session over(
      List<Path> paths,
      ReadArguments reading,
      EngineArguments limits,
      @Nullable Set<String> flowColumns,
      Terminal terminal)
      throws IOException, InterruptedException {
    Paths.check(paths);
    Watchdog watchdog = Watchdog.halting(DuckDbStaging::removeAll);
    StagingOptions options =
        new StagingOptions(
            reading.options(), limits.staging(), flowColumns, limits.settings(watchdog));
    try (Progress progress = new Progress(terminal)) {
      StagedLogs logs = StagedLogs.open(paths, options, progress.bytes("Reading"));
      return new Session(watchdog, logs.engine(), logs);
    }
  }

  /** For queries that need no table. */
  static Session withoutLogs(EngineArguments limits) {
    Watchdog watchdog = Watchdog.halting(DuckDbStaging::removeAll);
    DuckDbSettings settings = limits.settings(watchdog);
    return new Session(watchdog, DuckDbEngine.inMemory(settings), null);
  }

  DuckDbEngine engine() {
    return engine;
  }

  Optional<StagedLogs> logs() {
    return Optional.ofNullable(logs);
  }

  @Override
  public void close() {
    if (logs != null) {
      logs.close();
    } else {
      engine.close();
    }
    watchdog.close();
  }
}
