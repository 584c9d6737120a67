package io.flowproof.engine.duckdb;

import io.flowproof.core.function.JavaFunction;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.Rows;
import io.flowproof.engine.duckdb.AttachedTables.Chosen;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * DuckDB, closed off: its tables can only be read, no file or network is reached, nothing can be
 * loaded and no setting changed.
 */
public final class DuckDbEngine implements QueryEngine {
  private final DuckDBConnection database;
  private final DuckDbSettings settings;
  private final AttachedTables attached;
  private final Set<DuckDbRows> running = ConcurrentHashMap.newKeySet();

  private DuckDbEngine(
      DuckDBConnection database, DuckDbSettings settings, AttachedTables attached) {
    this.database = database;
    this.settings = settings;
    this.attached = attached;
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
          DuckDbDatabase.inMemory(settings.limits().memoryBytes(), settings.threads()),
          settings,
          AttachedTables.NONE);
    } catch (SQLException e) {
      throw cannotOpen(e);
    }
  }

  static DuckDbEngine readOnly(
      Path file,
      Path spill,
      DuckDbSettings settings,
      DuckDbDatabase.Outside outside,
      AttachedTables attached) {
    try {
      return locked(
          DuckDbDatabase.readOnly(
              file, spill, settings.limits().memoryBytes(), settings.threads(), outside),
          settings,
          attached);
    } catch (SQLException e) {
      throw cannotOpen(e);
    }
  }

  private static DuckDbEngine locked(
      DuckDBConnection database, DuckDbSettings settings, AttachedTables attached)
      throws SQLException {
    for (JavaFunction function : settings.functions()) {
      FunctionAdapter.register(function, database);
    }
    DuckDbDatabase.lock(database);
    return new DuckDbEngine(database, settings, attached);
  }

  private static EngineException cannotOpen(SQLException e) {
    return new EngineException(
        ErrorCode.ENGINE, "Cannot open the query engine: " + DuckDbErrors.text(e), e);
  }

  @Override
  public Rows run(String sql) {
    DuckDbRows rows;
    try {
      rows = new DuckDbRows(database.duplicate(), settings, attached, running::remove);
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

  /**
   * The files that a query reads, by table; a table that is not made of files is missing.
   *
   * @throws EngineException as {@link #run}
   */
  public Map<String, List<Path>> files(String sql) {
    try (Connection connection = database.duplicate()) {
      attached.setAll(connection);
      return attached.chosen(connection, sql).stream()
          .collect(Collectors.toMap(Chosen::table, Chosen::read, (a, b) -> a, LinkedHashMap::new));
    } catch (SQLException e) {
      throw DuckDbErrors.of(e, settings.limits());
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
