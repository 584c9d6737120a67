package io.flowproof.engine.duckdb;

import io.flowproof.core.function.JavaFunction;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.Rows;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.duckdb.DuckDBConnection;

/**
 * DuckDB, closed off: its tables can only be read, no file or network is reached, nothing can be
 * loaded and no setting changed.
 */
public final class DuckDbEngine implements QueryEngine {
  private final DuckDBConnection database;
  private final DuckDbSettings settings;
  private final Set<DuckDbRows> running = ConcurrentHashMap.newKeySet();

  private DuckDbEngine(DuckDBConnection database, DuckDbSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * Loads the native library in the background, which takes a while, for somebody who has other
   * things to do before the first engine is opened. If it cannot be loaded, opening says so.
   */
  public static void preload() {
    Thread.ofPlatform().daemon().name("duckdb-preload").start(DuckDbDatabase::preload);
  }

  /** An engine without tables, for queries that need none; it cannot spill to disk. */
  public static DuckDbEngine inMemory(DuckDbSettings settings) {
    try {
      return locked(
          DuckDbDatabase.inMemory(settings.limits().memoryBytes(), settings.threads()), settings);
    } catch (SQLException e) {
      throw cannotOpen(e);
    }
  }

  static DuckDbEngine readOnly(
      Path file, Path spill, DuckDbSettings settings, DuckDbDatabase.Outside outside) {
    try {
      return locked(
          DuckDbDatabase.readOnly(
              file, spill, settings.limits().memoryBytes(), settings.threads(), outside),
          settings);
    } catch (SQLException e) {
      throw cannotOpen(e);
    }
  }

  private static DuckDbEngine locked(DuckDBConnection database, DuckDbSettings settings)
      throws SQLException {
    for (JavaFunction function : settings.functions()) {
      FunctionAdapter.register(function, database);
    }
    DuckDbDatabase.lock(database);
    return new DuckDbEngine(database, settings);
  }

  private static EngineException cannotOpen(SQLException e) {
    return new EngineException(
        ErrorCode.ENGINE, "Cannot open the query engine: " + DuckDbErrors.text(e), e);
  }

  @Override
  public Rows run(String sql) {
    DuckDbRows rows;
    try {
      rows = new DuckDbRows(database.duplicate(), settings, running::remove);
    } catch (SQLException e) {
      throw DuckDbErrors.of(e, settings.limits());
    }
    running.add(rows);
    try {
      rows.start(sql);
      return rows;
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  @Override
  public void cancel() {
    running.forEach(DuckDbRows::cancel);
  }

  @Override
  public void close() {
    cancel();
    running.forEach(DuckDbRows::close);
    try {
      database.close();
    } catch (SQLException e) {
      throw DuckDbErrors.of(e, settings.limits());
    }
  }
}
