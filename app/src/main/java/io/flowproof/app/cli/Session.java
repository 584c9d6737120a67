package io.flowproof.app.cli;

import io.flowproof.detection.given.CarriedRows;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.logs.Logs;
import io.flowproof.detection.logs.StagedLogs;
import io.flowproof.detection.logs.StagingOptions;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.engine.duckdb.DuckDbSettings;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.query.catalog.Catalog;
import io.flowproof.query.sql.EngineSql;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An engine with logs in it, or without, whose queries are held to their limits. */
final class Session implements AutoCloseable {
  private final Watchdog watchdog;
  private final QueryEngine engine;
  private final EngineSql sql;
  private final @Nullable Logs logs;
  private final @Nullable DuckDbStaging staging;

  private Session(
      Watchdog watchdog, QueryEngine engine, @Nullable Logs logs, @Nullable DuckDbStaging staging) {
    this(watchdog, engine, EngineSql.DUCKDB, logs, staging);
  }

  private Session(
      Watchdog watchdog,
      QueryEngine engine,
      EngineSql sql,
      @Nullable Logs logs,
      @Nullable DuckDbStaging staging) {
    this.watchdog = watchdog;
    this.engine = engine;
    this.sql = sql;
    this.logs = logs;
    this.staging = staging;
  }

  /**
   * Decodes logs and opens them for queries.
   *
   * @param flowColumns the columns of the flow table that are wanted, or null for all
   */
  static Session over(
      List<Path> paths,
      ReadArguments reading,
      EngineArguments limits,
      @Nullable Set<String> flowColumns,
      GivenData given,
      Terminal terminal)
      throws IOException, InterruptedException {
    Paths.check(paths);
    Watchdog watchdog = Watchdog.halting(DuckDbStaging::removeAll);
    StagingOptions options =
        new StagingOptions(
            reading.options(),
            limits.staging(),
            flowColumns,
            given,
            limits.settings(watchdog, given.functions()));
    try (Progress progress = new Progress(terminal)) {
      StagedLogs logs = StagedLogs.open(paths, options, progress.bytes("Reading"));
      return new Session(watchdog, logs.engine(), logs, null);
    }
  }

  /**
   * Opens a lake for queries.
   *
   * @param range when the records that are looked at begin
   */
  static Session over(
      Path lake,
      LakeArguments arguments,
      TimeRange range,
      EngineArguments limits,
      GivenData given,
      Terminal terminal) {
    Watchdog watchdog = Watchdog.halting(DuckDbStaging::removeAll);
    LakeLogs logs =
        LakeLogs.open(
            lake,
            arguments.asOf(),
            range,
            arguments.copies(),
            given,
            limits.staging(),
            limits.settings(watchdog, given.functions()));
    arguments.say(logs, terminal);
    return new Session(watchdog, logs.engine(), logs, null);
  }

  /** Opens the tables of a lake in another engine. */
  static Session over(
      RemoteArguments remote, EngineArguments limits, GivenData given, Terminal terminal) {
    Watchdog watchdog = Watchdog.halting(() -> {});
    CarriedRows rows;
    try (Session embedded = withoutLogs(limits, given)) {
      rows = CarriedRows.of(given, embedded.engine());
    }
    RemoteLogs logs = remote.open(limits.timeout(), watchdog, rows);
    remote.say(logs, terminal);
    return new Session(watchdog, logs.engine(), remote.sql(), logs, null);
  }

  /** The catalog, with the rows that queries must carry to the engine. */
  Catalog catalog(Catalog tables) {
    return logs instanceof RemoteLogs remote ? tables.carrying(remote.carried()) : tables;
  }

  /** For queries that need no logs. */
  static Session withoutLogs(EngineArguments limits, GivenData given) {
    Watchdog watchdog = Watchdog.halting(DuckDbStaging::removeAll);
    DuckDbSettings settings = limits.settings(watchdog);
    if (!given.hasRows()) {
      return new Session(watchdog, DuckDbEngine.inMemory(settings), null, null);
    }
    DuckDbStaging staging =
        DuckDbStaging.open(
            limits.staging(), settings.limits().memoryBytes(), given.shapes(), given.files());
    boolean opened = false;
    try {
      given.load(staging);
      Session session = new Session(watchdog, staging.finish(settings), null, staging);
      opened = true;
      return session;
    } finally {
      if (!opened) {
        staging.close();
      }
    }
  }

  QueryEngine engine() {
    return engine;
  }

  /** The SQL that the engine takes. */
  EngineSql sql() {
    return sql;
  }

  /**
   * The embedded engine.
   *
   * @throws UsageException where another one is asked
   */
  DuckDbEngine embedded() {
    if (engine instanceof DuckDbEngine embedded) {
      return embedded;
    }
    throw new UsageException(
        "--sql is for the embedded engine (leave --engine out, or ask " + sql.title() + " itself)");
  }

  Optional<Logs> logs() {
    return Optional.ofNullable(logs);
  }

  @Override
  public void close() {
    if (logs != null) {
      logs.close();
    } else if (staging != null) {
      staging.close();
    } else {
      engine.close();
    }
    watchdog.close();
  }
}
