package io.flowproof.lake.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.duckdb.ParquetFile.ColumnStats;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.table.TableFile;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * What a lake was given: every raw object by URI, size and SHA-256, the batches that they came in,
 * the files that were written for them, and the states of the lake that can be read. A database of
 * SQLite; each method is one transaction. For one thread.
 */
public final class Ledger implements AutoCloseable {
  /** The form of lakes that this writes; one with a higher number is left alone. */
  public static final int FORMAT = 1;

  private static final int BUSY_MILLIS = 60_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LakeDirectory lake;
  private final Connection database;
  private final Steps steps;

  private Ledger(LakeDirectory lake, Connection database, Steps steps) {
    this.lake = lake;
    this.database = database;
    this.steps = steps;
  }

  /** For writing, by whoever holds the lock; made where it is missing. */
  public static Ledger create(LakeDirectory lake, Steps steps) {
    steps.before("open the ledger");
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    Ledger ledger = new Ledger(lake, connect(lake, config), steps);
    ledger.transaction(
        "make the ledger",
        statement -> {
          for (String ddl : LedgerSchema.STATEMENTS) {
            statement.execute(ddl);
          }
          statement.execute("INSERT OR IGNORE INTO meta VALUES ('format', '" + FORMAT + "')");
        });
    ledger.put("location", ledger.location().orElse(lake.uri()));
    ledger.check();
    return ledger;
  }

  /** For reading. */
  public static Ledger open(LakeDirectory lake) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setReadOnly(true);
    Ledger ledger = new Ledger(lake, connect(lake, config), Steps.ALL);
    ledger.check();
    return ledger;
  }

  private static Connection connect(LakeDirectory lake, SQLiteConfig config) {
    try {
      return config.createConnection("jdbc:sqlite:" + lake.ledger());
    } catch (SQLException e) {
      throw unreadable(lake, e);
    }
  }

  private void check() {
    String format = meta("format");
    if (format == null) {
      throw new LakeException(
          ErrorCode.DATA,
          "'%s' is no lake yet: its ledger is empty (flowproof ingest --lake DIR PATH… fills it)"
              .formatted(lake.path()));
    }
    if (Integer.parseInt(format) > FORMAT) {
      throw new LakeException(
          ErrorCode.DATA,
          "The lake '%s' has format %s, this version of Flowproof knows formats up to %d (use a newer version)"
              .formatted(lake.path(), format, FORMAT));
    }
  }

  /**
   * Sees to it that the lake lies where its files say that it does.
   *
   * @throws LakeException with {@code DATA} for one that was moved or copied
   */
  public void checkLocation() {
    String written = location().orElse(lake.uri());
    if (!written.equals(lake.uri())) {
      throw new LakeException(
          ErrorCode.DATA,
          "The lake was written at '%s' and lies at '%s' now (flowproof lake relocate --lake '%s' mends the names of its files)"
              .formatted(LakeDirectory.path(written), lake.path(), lake.path()));
    }
  }

  /** The URI of the directory that the lake was written in. */
  public Optional<String> location() {
    return Optional.ofNullable(meta("location"));
  }

  private @Nullable String meta(String key) {
    List<String> values =
        query("SELECT value FROM meta WHERE key = ?", row -> row.getString(1), key);
    return values.isEmpty() ? null : values.getFirst();
  }

  /** Sets a fact of the lake. */
  public void put(String key, String value) {
    transaction(
        "note " + key,
        statement -> update("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value));
  }

  /** True when the last writer did not come to its end: there may be files that nobody knows. */
  public boolean isUnclean() {
    return "true".equals(meta("unclean"));
  }

  /** The raw object of that URI. */
  public Optional<RawObject> object(String uri) {
    return objects("WHERE uri = ?", uri).stream().findFirst();
  }

  /** The first raw object with these bytes. */
  public Optional<RawObject> content(String sha256) {
    return objects("WHERE sha256 = ? ORDER BY source_id LIMIT 1", sha256).stream().findFirst();
  }

  /** All raw objects, by number. */
  public List<RawObject> objects() {
    return objects("ORDER BY source_id");
  }

  private List<RawObject> objects(String where, Object... values) {
    return query(
        "SELECT source_id, uri, bytes, sha256 FROM object " + where,
        row -> new RawObject(row.getInt(1), row.getString(2), row.getLong(3), row.getString(4)),
        values);
  }

  /** The number of the next raw object. */
  public int nextSourceId() {
    return query("SELECT coalesce(max(source_id) + 1, 0) FROM object", row -> row.getInt(1))
        .getFirst();
  }

  /** The batches that are not done, oldest first. */
  public List<Batch> open() {
    return query(
        "SELECT id, state FROM batch WHERE state <> 'done' ORDER BY number",
        row -> new Batch(row.getString(1), Batch.State.of(row.getString(2))));
  }

  /** A batch is about to be written, of these objects. */
  public void plan(String batch, List<RawObject> objects, Instant now) {
    transaction(
        "plan the batch",
        statement -> {
          update(
              "INSERT INTO batch (id, state, planned_at) VALUES (?, 'planned', ?)",
              batch,
              now.toString());
          for (RawObject object : objects) {
            update(
                "INSERT INTO object VALUES (?, ?, ?, ?, ?)",
                object.sourceId(),
                object.uri(),
                object.bytes(),
                object.sha256(),
                batch);
          }
        });
  }

  /** A planned batch is given up: it is as if it had never been. */
  public void forget(String batch) {
    transaction(
        "forget the batch",
        statement -> {
          update("DELETE FROM object WHERE batch = ?", batch);
          update("DELETE FROM file WHERE batch = ?", batch);
          update("DELETE FROM batch WHERE id = ?", batch);
        });
  }

  /** All files of a batch are on the disk: from here on it goes forward only. */
  public void written(String batch, List<TableFile> files) {
    transaction(
        "note the batch's files",
        statement -> {
          for (TableFile file : files) {
            insert(batch, file);
          }
          update("UPDATE batch SET state = 'written' WHERE id = ?", batch);
        });
  }

  private void insert(String batch, TableFile file) throws SQLException {
    update(
        "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        file.path(),
        batch,
        file.table(),
        file.day() == null ? null : file.day().toString(),
        file.rows(),
        file.bytes(),
        file.sha256(),
        json(file.columns()));
  }

  /** The files that were written for a batch. */
  public List<TableFile> files(String batch) {
    return files("WHERE batch = ? ORDER BY path", new Object[] {batch});
  }

  /** The files of all batches that go forward. */
  public List<TableFile> files() {
    return files("ORDER BY path", new Object[0]);
  }

  private List<TableFile> files(String where, Object[] values) {
    return query(
        "SELECT table_name, path, day, rows, bytes, sha256, columns FROM file " + where,
        row ->
            new TableFile(
                row.getString(1),
                row.getString(2),
                row.getString(3) == null ? null : LocalDate.parse(row.getString(3)),
                row.getLong(4),
                row.getLong(5),
                row.getString(6),
                stats(row.getString(7))),
        values);
  }

  /** A batch is in every table: what readers see from now on. */
  public void done(String batch, String operation, Map<String, Long> snapshots, Instant now) {
    transaction(
        "note that the batch is done",
        statement -> {
          update("UPDATE batch SET state = 'done' WHERE id = ?", batch);
          update(
              "INSERT INTO snapshot (at, operation, batch, tables) VALUES (?, ?, ?, ?)",
              now.toString(),
              operation,
              batch,
              json(snapshots));
        });
  }

  /** The states of the lake, oldest first. */
  public List<LakeSnapshot> snapshots() {
    return query(
        "SELECT number, at, operation, batch, tables FROM snapshot ORDER BY number",
        row ->
            new LakeSnapshot(
                row.getLong(1),
                Instant.parse(row.getString(2)),
                row.getString(3),
                row.getString(4),
                numbers(row.getString(5))));
  }

  /** The lake lies elsewhere, and its tables were made anew there. */
  public void relocated(String location, List<LakeSnapshot> snapshots) {
    transaction(
        "note where the lake lies",
        statement -> {
          for (LakeSnapshot snapshot : snapshots) {
            update(
                "UPDATE snapshot SET tables = ? WHERE number = ?",
                json(snapshot.tables()),
                snapshot.number());
          }
          update("INSERT OR REPLACE INTO meta VALUES ('location', ?)", location);
        });
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw unreadable(lake, e);
    }
  }

  /** Something that runs inside a transaction. */
  @FunctionalInterface
  private interface Work {
    void run(Statement statement) throws SQLException;
  }

  /** Reads one row. */
  @FunctionalInterface
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private void transaction(String step, Work work) {
    steps.before(step);
    try (Statement statement = database.createStatement()) {
      database.setAutoCommit(false);
      try {
        work.run(statement);
        database.commit();
      } catch (SQLException | RuntimeException e) {
        database.rollback();
        throw e;
      } finally {
        database.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new LakeException(
          ErrorCode.ENGINE,
          "Cannot write the ledger '%s': %s".formatted(lake.ledger(), e.getMessage()),
          e);
    }
  }

  private void update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private <T> List<T> query(String sql, RowReader<T> reader, Object... values) {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
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

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, ColumnStats> stats(String json) {
    return read(json, new TypeReference<LinkedHashMap<String, ColumnStats>>() {});
  }

  private static Map<String, Long> numbers(String json) {
    return read(json, new TypeReference<LinkedHashMap<String, Long>>() {});
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new LakeException(ErrorCode.DATA, "The ledger holds broken JSON: " + json, e);
    }
  }
}
