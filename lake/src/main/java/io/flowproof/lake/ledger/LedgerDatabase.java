package io.flowproof.lake.ledger;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.Steps;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** The ledger's SQLite database: transactions that are steps, and queries. For one thread. */
final class LedgerDatabase implements AutoCloseable {
  private static final int BUSY_MILLIS = 60_000;

  private final LakeDirectory lake;
  private final Connection connection;
  private final Steps steps;

  private LedgerDatabase(LakeDirectory lake, Connection connection, Steps steps) {
    this.lake = lake;
    this.connection = connection;
    this.steps = steps;
  }

  /** What is committed is on the disk. */
  static LedgerDatabase writable(LakeDirectory lake, Steps steps) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    return new LedgerDatabase(lake, connect(lake, config), steps);
  }

  static LedgerDatabase readOnly(LakeDirectory lake) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setReadOnly(true);
    return new LedgerDatabase(lake, connect(lake, config), Steps.ALL);
  }

  private static Connection connect(LakeDirectory lake, SQLiteConfig config) {
    try {
      return config.createConnection("jdbc:sqlite:" + lake.ledger());
    } catch (SQLException e) {
      throw unreadable(lake, e);
    }
  }

  /** Something that runs inside a transaction. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** Reads one row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Does all of the work or none of it. */
  void transaction(String step, Work work) {
    steps.before(step);
    try {
      connection.setAutoCommit(false);
      try {
        work.run();
        connection.commit();
        connection.setAutoCommit(true);
      } catch (SQLException | RuntimeException e) {
        undo(e);
        throw e;
      }
    } catch (SQLException e) {
      throw new LakeException(
          ErrorCode.ENGINE,
          "Cannot write the ledger '%s': %s".formatted(lake.ledger(), e.getMessage()),
          e);
    }
  }

  /** On some failures, a full disk for one, SQLite has undone everything by itself already. */
  private void undo(Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** True where nothing was ever written: the process that made the file was killed. */
  boolean isEmpty() {
    return query("SELECT count(*) FROM sqlite_master", row -> row.getInt(1)).getFirst() == 0;
  }

  /** Within a transaction. */
  void update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  /** Within a transaction. */
  void execute(List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  <T> List<T> query(String sql, RowReader<T> reader, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      List<T> all = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(reader.read(rows));
        }
      }
      return all;
    } catch (SQLException e) {
      throw unreadable(lake, e);
    }
  }

  private static LakeException unreadable(LakeDirectory lake, SQLException e) {
    return new LakeException(
        ErrorCode.DATA,
        "Cannot read the ledger '%s': %s".formatted(lake.ledger(), e.getMessage())
            + (Files.exists(lake.ledger()) ? "" : " (is the directory a lake?)"),
        e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw unreadable(lake, e);
    }
  }
}
