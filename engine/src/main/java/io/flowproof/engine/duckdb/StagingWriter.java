package io.flowproof.engine.duckdb;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;

/**
 * Appends batches through one connection, in one transaction that lasts until {@link #commit}:
 * DuckDB writes each full row group to the file at once and no write-ahead log. For one thread at a
 * time.
 */
final class StagingWriter implements AutoCloseable {
  private static final String STREAM = "flowproof_batch";

  private final DuckDBConnection connection;
  private final String table;
  private final BufferAllocator allocator = new RootAllocator();

  StagingWriter(DuckDBConnection connection, String table) throws SQLException {
    this.connection = connection;
    this.table = table;
    connection.setAutoCommit(false);
  }

  void append(ColumnBatch batch) throws SQLException {
    String columns =
        batch.columns().stream()
            .map(Column::name)
            .map(Ddl::quoted)
            .collect(Collectors.joining(", "));
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        Statement insert = connection.createStatement()) {
      Data.exportArrayStream(allocator, BatchReader.of(allocator, batch), stream);
      connection.registerArrowStream(STREAM, stream);
      insert.execute(
          "INSERT INTO %s (%s) SELECT %s FROM %s"
              .formatted(Ddl.quoted(table), columns, columns, STREAM));
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    allocator.close();
  }
}
