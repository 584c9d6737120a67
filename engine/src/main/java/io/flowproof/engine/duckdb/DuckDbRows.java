package io.flowproof.engine.duckdb;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.Rows;
import io.flowproof.engine.api.Watchdog;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * A result of DuckDB, read vector by vector as it is computed.
 *
 * <p>Why not a JDBC result set: when it streams, it replaces the message of an error by "Invalid
 * result set"; when it does not, the whole result lies in memory, whatever the memory limit.
 */
final class DuckDbRows implements Rows {
  private final DuckDBConnection connection;
  private final DuckDbSettings settings;
  private final AttachedTables attached;
  private final Consumer<DuckDbRows> whenClosed;
  private final Watchdog.Watch watch;
  private volatile List<DuckDbColumn> columns = List.of();
  private volatile @Nullable DuckDBPreparedStatement statement;
  private @Nullable DuckDBChunkedResult result;
  private DuckDBReadableVector[] vectors = {};
  private long row = -1;
  private long rowsInChunk;
  private volatile boolean cancelled;
  private boolean closed;

  DuckDbRows(
      DuckDBConnection connection,
      DuckDbSettings settings,
      AttachedTables attached,
      Consumer<DuckDbRows> whenClosed) {
    this.connection = connection;
    this.settings = settings;
    this.attached = attached;
    this.whenClosed = whenClosed;
    this.watch = settings.watchdog().watch(settings.limits().timeout(), this::interrupt);
  }

  /** Prepares the query, and runs it until its first vectors are there. */
  void start(String sql) {
    result = working(() -> LargeStack.call(() -> prepared(sql).query(), this::cancel));
  }

  private DuckDBPreparedStatement prepared(String sql) throws SQLException {
    attached.setFor(connection, sql);
    DuckDBPreparedStatement prepared = connection.prepare(sql);
    columns = DuckDbColumn.of(prepared.getMetaData());
    if (columns.stream().anyMatch(DuckDbColumn::readAsText)) {
      prepared.close();
      prepared = connection.prepare(DuckDbColumn.asTexts(sql, columns));
    }
    statement = prepared;
    return prepared;
  }

  @Override
  public List<ResultColumn> columns() {
    return columns.stream().map(DuckDbColumn::shown).toList();
  }

  @Override
  public boolean next() {
    if (++row < rowsInChunk) {
      return true;
    }
    row = 0;
    rowsInChunk = working(this::fetch);
    return rowsInChunk > 0;
  }

  /** How many rows the next chunk has; 0 at the end. */
  private long fetch() throws SQLException {
    DuckDBChunkedResult open = result;
    if (open == null) {
      return 0;
    }
    while (open.nextChunk()) {
      DuckDBDataChunkReader chunk = open.chunk();
      if (chunk.rowCount() > 0) {
        vectors = new DuckDBReadableVector[columns.size()];
        for (int i = 0; i < vectors.length; i++) {
          vectors[i] = chunk.vector(i);
        }
        return chunk.rowCount();
      }
    }
    DriverInternals.checkError(open);
    return 0;
  }

  @Override
  public @Nullable Object value(int column) {
    if (row < 0 || row >= rowsInChunk) {
      throw new IllegalStateException("There is no current row");
    }
    return columns.get(column).value(vectors[column], row);
  }

  @Override
  public void cancel() {
    cancelled = true;
    interrupt();
  }

  private void interrupt() {
    try {
      DriverInternals.interrupt(connection);
    } catch (SQLException e) {
      // It has just ended or been closed: nothing is left to stop.
    }
  }

  private <T> T working(LargeStack.Work<T> work) {
    stopIfAsked();
    watch.enter();
    try {
      return work.run();
    } catch (SQLException e) {
      stopIfAsked();
      throw DuckDbErrors.of(e, settings.limits());
    } catch (OutOfMemoryError e) {
      throw new EngineException(
          ErrorCode.MEMORY, "A value of the result is too large for the Java heap", e);
    } finally {
      watch.leave();
    }
  }

  private void stopIfAsked() {
    if (cancelled) {
      throw EngineException.cancelled();
    }
    if (watch.expired()) {
      throw EngineException.timeout(settings.limits().timeout());
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    rowsInChunk = 0;
    whenClosed.accept(this);
    try {
      if (result != null) {
        result.close();
      }
      if (statement != null) {
        statement.close();
      }
      connection.close();
    } catch (SQLException e) {
      throw DuckDbErrors.of(e, settings.limits());
    } finally {
      watch.close();
    }
  }
}
