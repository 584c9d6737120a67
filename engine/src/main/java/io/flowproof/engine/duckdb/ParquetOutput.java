package io.flowproof.engine.duckdb;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.engine.api.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file that is being written by a thread of its own, which takes one batch after the
 * other: the next is filled while the last is encoded. For one thread that appends.
 */
public final class ParquetOutput {
  private static final String STREAM = "flowproof_batches";

  private final Path file;
  private final List<Column> streamed;
  private final Thread thread;
  private @Nullable ColumnBatch offered;
  private boolean complete;
  private boolean abandoned;
  private @Nullable ParquetFile written;
  private @Nullable EngineException failure;

  private ParquetOutput(DuckDBConnection connection, Path file, List<Column> streamed, String sql) {
    this.file = file;
    this.streamed = streamed;
    Runnable copy = () -> copy(connection, sql);
    thread = Thread.ofPlatform().daemon().name("parquet-" + file.getFileName()).unstarted(copy);
  }

  static ParquetOutput start(
      DuckDBConnection connection, Path file, ColumnBatch like, List<ParquetColumn> columns) {
    List<Column> streamed =
        like.columns().stream().filter(column -> !(column instanceof Column.Constant)).toList();
    ParquetOutput output = new ParquetOutput(connection, file, streamed, sql(file, like, columns));
    output.thread.start();
    return output;
  }

  private static String sql(Path file, ColumnBatch like, List<ParquetColumn> columns) {
    Set<String> there =
        like.columns().stream().map(Column::name).collect(Collectors.toCollection(HashSet::new));
    List<ParquetColumn> own =
        columns.stream().filter(c -> c.reads().stream().anyMatch(there::contains)).toList();
    String rows =
        like.columns().stream()
            .map(ParquetOutput::expression)
            .collect(Collectors.joining(", ", "SELECT ", " FROM " + STREAM));
    String select =
        own.stream()
            .map(c -> c.expression() + " AS " + Ddl.quoted(c.name()))
            .collect(Collectors.joining(", ", "SELECT ", " FROM (" + rows + ") AS batches"));
    return ParquetWriter.copy(select, own, file.toString());
  }

  private static String expression(Column column) {
    return column instanceof Column.Constant constant
        ? "CAST(%s AS %s) AS %s"
            .formatted(
                StagedTable.literal(constant.value()),
                Ddl.type(constant.type()),
                Ddl.quoted(constant.name()))
        : Ddl.quoted(column.name());
  }

  private void copy(DuckDBConnection connection, String sql) {
    try (connection;
        BufferAllocator allocator = new RootAllocator();
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        Statement statement = connection.createStatement()) {
      Data.exportArrayStream(
          allocator, new BatchReader(allocator, streamed, new Offered()), stream);
      connection.registerArrowStream(STREAM, stream);
      try (ResultSet rows = statement.executeQuery(sql)) {
        rows.next();
        end(ParquetWriter.written(file, rows), null);
      }
    } catch (SQLException e) {
      end(null, ParquetWriter.failure(e, file));
    } catch (RuntimeException | OutOfMemoryError e) {
      end(null, ParquetWriter.failure(new SQLException(e.toString(), e), file));
    }
  }

  /** The batches, as the writing thread takes them. */
  private final class Offered implements BatchReader.Source {
    @Override
    public @Nullable ColumnBatch next() throws IOException {
      return take();
    }

    @Override
    public void copied() {
      taken();
    }
  }

  private synchronized @Nullable ColumnBatch take() throws IOException {
    while (offered == null && !complete && !abandoned) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
    }
    if (abandoned) {
      throw new IOException("given up");
    }
    ColumnBatch batch = offered;
    return batch == null ? null : arranged(batch);
  }

  /** The columns in the order of the first batch. */
  private ColumnBatch arranged(ColumnBatch batch) {
    return new ColumnBatch(
        batch.table(),
        batch.rows(),
        streamed.stream()
            .map(column -> Objects.requireNonNull(batch.column(column.name())))
            .toList());
  }

  private synchronized void taken() {
    offered = null;
    notifyAll();
  }

  private synchronized void end(@Nullable ParquetFile result, @Nullable EngineException problem) {
    if (written == null && failure == null) {
      written = result;
      failure = problem;
    }
    notifyAll();
  }

  /**
   * Appends a batch, which is lent until this returns.
   *
   * @throws EngineException when the file cannot be written
   * @throws CancellationException when the thread is interrupted
   */
  public synchronized void append(ColumnBatch batch) {
    offered = batch;
    notifyAll();
    try {
      while (offered != null) {
        check();
        wait();
      }
    } catch (InterruptedException e) {
      throw stopped();
    }
  }

  private void check() {
    if (failure != null) {
      throw failure;
    }
  }

  private static CancellationException stopped() {
    Thread.currentThread().interrupt();
    return new CancellationException("Writing was stopped");
  }

  /** Says that there are no more batches; {@link #finish} waits for the file. */
  public synchronized void complete() {
    complete = true;
    notifyAll();
  }

  /**
   * Completes the file.
   *
   * @throws EngineException when it cannot be written
   */
  public synchronized ParquetFile finish() {
    complete();
    try {
      while (written == null) {
        check();
        wait();
      }
      return written;
    } catch (InterruptedException e) {
      throw stopped();
    }
  }

  /** Gives the file up and waits until nothing is written any more. */
  void abandon() {
    synchronized (this) {
      abandoned = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // The engine must not be closed beneath a thread that writes.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
