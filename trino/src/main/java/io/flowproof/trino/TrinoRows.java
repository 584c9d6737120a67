package io.flowproof.trino;

import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.Rows;
import io.flowproof.engine.api.Watchdog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A result of Trino, fetched page by page as it is read. */
final class TrinoRows implements Rows {
  private final Connection connection;
  private final TrinoSettings settings;
  private final Consumer<TrinoRows> whenClosed;
  private final Watchdog.Watch watch;
  private volatile List<TrinoColumn> columns = List.of();
  private volatile @Nullable Statement statement;
  private @Nullable ResultSet result;
  private volatile boolean cancelled;
  private boolean closed;

  TrinoRows(Connection connection, TrinoSettings settings, Consumer<TrinoRows> whenClosed) {
    this.connection = connection;
    this.settings = settings;
    this.whenClosed = whenClosed;
    this.watch = settings.watchdog().watch(settings.timeout(), this::interrupt);
  }

  private interface Work<T> {
    T run() throws SQLException;
  }

  void start(String sql) {
    result =
        working(
            () -> {
              Statement opened = connection.createStatement();
              statement = opened;
              ResultSet rows = opened.executeQuery(sql);
              columns = TrinoColumn.of(rows.getMetaData());
              return rows;
            });
  }

  @Override
  public List<ResultColumn> columns() {
    return columns.stream().map(TrinoColumn::shown).toList();
  }

  @Override
  public boolean next() {
    ResultSet open = result;
    return open != null && working(open::next);
  }

  @Override
  public @Nullable Object value(int column) {
    ResultSet open = result;
    if (open == null) {
      throw new IllegalStateException("There is no current row");
    }
    try {
      return columns.get(column).value(open);
    } catch (SQLException e) {
      throw TrinoErrors.of(e, settings);
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    interrupt();
  }

  private void interrupt() {
    Statement running = statement;
    if (running != null) {
      try {
        running.cancel();
      } catch (SQLException e) {
        // It has just ended or been closed: nothing is left to stop.
      }
    }
  }

  private <T> T working(Work<T> work) {
    stopIfAsked();
    watch.enter();
    try {
      return work.run();
    } catch (SQLException e) {
      stopIfAsked();
      throw TrinoErrors.of(e, settings);
    } finally {
      watch.leave();
    }
  }

  private void stopIfAsked() {
    if (cancelled) {
      throw EngineException.cancelled();
    }
    if (watch.expired()) {
      throw EngineException.timeout(settings.timeout());
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    whenClosed.accept(this);
    watch.close();
    try {
      connection.close();
    } catch (SQLException e) {
      // The rows that were read are right all the same.
    }
  }
}
