package io.flowproof.trino;

import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.Rows;
import io.trino.jdbc.TrinoDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Trino cluster, asked over JDBC. Tables without a catalog and schema in their names are those of
 * the settings. What a query may reach is for the cluster to say, by the user's rights; the SQL
 * that is made of KQL and SPL only reads.
 */
public final class TrinoEngine implements QueryEngine {
  private final TrinoSettings settings;
  private final Set<TrinoRows> running = ConcurrentHashMap.newKeySet();

  /** Over a cluster, which is not asked anything yet. */
  public TrinoEngine(TrinoSettings settings) {
    this.settings = settings;
  }

  @Override
  public Rows run(String sql) {
    TrinoRows rows = new TrinoRows(connection(), settings, running::remove);
    running.add(rows);
    try {
      rows.start(sql);
      return rows;
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private Connection connection() {
    try {
      Connection connection = new TrinoDriver().connect(settings.jdbcUrl(), settings.properties());
      connection.setCatalog(settings.catalog());
      connection.setSchema(settings.schema());
      return connection;
    } catch (SQLException e) {
      throw TrinoErrors.of(e, settings);
    }
  }

  /** What Trino itself is going to do for a query, in its words. */
  public String plan(String sql) {
    StringBuilder plan = new StringBuilder();
    for (var row : all("EXPLAIN " + sql)) {
      plan.append(row.getFirst());
    }
    return plan.toString();
  }

  @Override
  public void cancel() {
    running.forEach(TrinoRows::cancel);
  }

  /**
   * Cancels what runs.
   *
   * @throws EngineException never
   */
  @Override
  public void close() {
    cancel();
    running.forEach(TrinoRows::close);
  }
}
