package io.flowproof.lake.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.duckdb.ParquetFile.ColumnStats;
import io.flowproof.lake.ledger.Batch.Operation;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.LakeException;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.table.TableFile;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a lake was given: every raw object by URI, size and SHA-256, the batches that they came in,
 * the files that were written for them, and the states of the lake that can be read. A database of
 * SQLite; each method is one transaction. For one thread.
 */
public final class Ledger implements AutoCloseable {
  /** The form of lakes that this reads and writes; one with another number is left alone. */
  public static final int FORMAT = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LakeDirectory lake;
  private final LedgerDatabase database;

  private Ledger(LakeDirectory lake, LedgerDatabase database) {
    this.lake = lake;
    this.database = database;
  }

  /** For writing, by whoever holds the lock; made where it is missing. */
  public static Ledger create(LakeDirectory lake, Steps steps) {
    steps.before("open the ledger");
    LedgerDatabase database = LedgerDatabase.writable(lake, steps);
    Ledger ledger = new Ledger(lake, database);
    try {
      if (database.isEmpty()) {
        database.transaction(
            "make the ledger",
            () -> {
              database.execute(LedgerSchema.STATEMENTS);
              database.update("INSERT INTO meta VALUES ('format', ?)", Integer.toString(FORMAT));
            });
      }
      ledger.check();
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
    ledger.put("location", ledger.location().orElse(lake.uri()));
    return ledger;
  }

  /** For reading. */
  public static Ledger open(LakeDirectory lake) {
    Ledger ledger = new Ledger(lake, LedgerDatabase.readOnly(lake));
    try {
      ledger.check();
      return ledger;
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  private void check() {
    if (database.isEmpty()) {
      throw new LakeException(
          ErrorCode.DATA,
          "'%s' is no lake yet: its ledger is empty (flowproof ingest --lake DIR PATH… fills it)"
              .formatted(lake.path()));
    }
    String format = meta("format");
    if (!Integer.toString(FORMAT).equals(format)) {
      throw new LakeException(
          ErrorCode.DATA,
          "The lake '%s' has format %s, this version of Flowproof reads and writes format %d (%s)"
              .formatted(
                  lake.path(),
                  format,
                  FORMAT,
                  "1".equals(format)
                      ? "ingest its raw objects into a new lake"
                      : "use the version that wrote it, or a newer one"));
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
        database.query("SELECT value FROM meta WHERE key = ?", row -> row.getString(1), key);
    return values.isEmpty() ? null : values.getFirst();
  }

  /** Sets a fact of the lake. */
  public void put(String key, String value) {
    database.transaction(
        "note " + key,
        () -> database.update("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value));
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
    return database.query(
        "SELECT source_id, uri, bytes, sha256 FROM object " + where,
        row -> new RawObject(row.getInt(1), row.getString(2), row.getLong(3), row.getString(4)),
        values);
  }

  /** The number of the next raw object. */
  public int nextSourceId() {
    return database
        .query("SELECT coalesce(max(source_id) + 1, 0) FROM object", row -> row.getInt(1))
        .getFirst();
  }

  /** The batches that are not done, oldest first. */
  public List<Batch> open() {
    return database.query(
        "SELECT id, operation, state FROM batch WHERE state <> 'done' ORDER BY number",
        row ->
            new Batch(
                row.getString(1),
                Operation.of(row.getString(2)),
                Batch.State.of(row.getString(3))));
  }

  /** A batch is about to be written, of these objects. */
  public void plan(String batch, List<RawObject> objects, Instant now) {
    database.transaction(
        "plan the batch",
        () -> {
          plan(batch, Operation.INGEST, now);
          for (RawObject object : objects) {
            database.update(
                "INSERT INTO object VALUES (?, ?, ?, ?, ?)",
                object.sourceId(),
                object.uri(),
                object.bytes(),
                object.sha256(),
                batch);
          }
        });
  }

  /** A batch is about to be written that puts files together. */
  public void planCompaction(String batch, Instant now) {
    database.transaction("plan the batch", () -> plan(batch, Operation.COMPACT, now));
  }

  private void plan(String batch, Operation operation, Instant now) throws SQLException {
    database.update(
        "INSERT INTO batch (id, operation, state, planned_at) VALUES (?, ?, 'planned', ?)",
        batch,
        operation.text(),
        now.toString());
  }

  /** A planned batch is given up: it is as if it had never been. */
  public void forget(String batch) {
    database.transaction(
        "forget the batch",
        () -> {
          database.update("DELETE FROM object WHERE batch = ?", batch);
          database.update("DELETE FROM file WHERE batch = ?", batch);
          database.update("DELETE FROM batch WHERE id = ?", batch);
        });
  }

  /**
   * All files of a batch are on the disk: from here on it goes forward only.
   *
   * @param replaced the files whose rows are in the batch's files from now on
   */
  public void written(String batch, List<TableFile> files, List<TableFile> replaced) {
    database.transaction(
        "note the batch's files",
        () -> {
          for (TableFile file : files) {
            insert(batch, file);
          }
          for (TableFile file : replaced) {
            database.update("UPDATE file SET replaced_by = ? WHERE path = ?", batch, file.path());
          }
          database.update("UPDATE batch SET state = 'written' WHERE id = ?", batch);
        });
  }

  private void insert(String batch, TableFile file) throws SQLException {
    database.update(
        "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        file.path(),
        batch,
        file.table(),
        file.day() == null ? null : file.day().toString(),
        file.rows(),
        file.bytes(),
        file.sha256(),
        json(file.columns()),
        file.isSorted() ? 1 : 0);
  }

  /** The files that were written for a batch. */
  public List<TableFile> files(String batch) {
    return selected("batch = ?", batch);
  }

  /** The files whose rows are in those of a batch now. */
  public List<TableFile> replacedBy(String batch) {
    return selected("replaced_by = ?", batch);
  }

  /** All files that the lake keeps, those that only earlier states have among them. */
  public List<TableFile> files() {
    return selected("true");
  }

  /** The files that the tables have after a batch. */
  public List<TableFile> filesAfter(String batch) {
    return selected(
        """
        (SELECT number FROM batch WHERE id = file.batch) <= (SELECT number FROM batch WHERE id = ?)
        AND (replaced_by IS NULL
          OR (SELECT number FROM batch WHERE id = replaced_by) > (SELECT number FROM batch WHERE id = ?))
        """,
        batch,
        batch);
  }

  private List<TableFile> selected(String where, Object... values) {
    return database.query(
        "SELECT table_name, path, day, rows, bytes, sha256, columns, sorted FROM file WHERE "
            + where
            + " ORDER BY path",
        row ->
            new TableFile(
                row.getString(1),
                row.getString(2),
                row.getString(3) == null ? null : LocalDate.parse(row.getString(3)),
                row.getLong(4),
                row.getLong(5),
                row.getString(6),
                stats(row.getString(7)),
                row.getInt(8) == 1),
        values);
  }

  /** A batch is in every table: what readers see from now on. */
  public void done(Batch batch, Map<String, Long> snapshots, Instant now) {
    database.transaction(
        "note that the batch is done",
        () -> {
          database.update("UPDATE batch SET state = 'done' WHERE id = ?", batch.id());
          database.update(
              "INSERT INTO snapshot (at, operation, batch, tables) VALUES (?, ?, ?, ?)",
              now.toString(),
              batch.operation().text(),
              batch.id(),
              json(snapshots));
        });
  }

  /** The states of the lake, oldest first. */
  public List<LakeSnapshot> snapshots() {
    return database.query(
        "SELECT number, at, operation, batch, tables FROM snapshot ORDER BY number",
        row ->
            new LakeSnapshot(
                row.getLong(1),
                Instant.parse(row.getString(2)),
                row.getString(3),
                row.getString(4),
                numbers(row.getString(5))));
  }

  /** Forgets states, and the files that only they had. */
  public void expire(List<LakeSnapshot> states) {
    database.transaction(
        "forget states",
        () -> {
          for (LakeSnapshot state : states) {
            database.update("DELETE FROM snapshot WHERE number = ?", state.number());
          }
          database.update(
              """
              DELETE FROM file WHERE replaced_by IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM snapshot
                JOIN batch AS of_state ON of_state.id = snapshot.batch
                JOIN batch AS since ON since.id = file.batch
                JOIN batch AS until ON until.id = file.replaced_by
                WHERE since.number <= of_state.number AND of_state.number < until.number)
              """);
        });
  }

  /** Notes which flow log recorded which interfaces. */
  public void subscribed(Map<String, Set<String>> interfacesByFlowLog) {
    database.transaction(
        "note the interfaces",
        () -> {
          for (Map.Entry<String, Set<String>> entry : interfacesByFlowLog.entrySet()) {
            for (String name : entry.getValue()) {
              database.update(
                  "INSERT OR IGNORE INTO subscription VALUES (?, ?)", name, entry.getKey());
            }
          }
        });
  }

  /** The interfaces that several flow logs have recorded, by name. */
  public List<String> overlapping() {
    return database.query(
        "SELECT interface_id FROM subscription GROUP BY interface_id HAVING count(*) > 1 ORDER BY"
            + " 1",
        row -> row.getString(1));
  }

  /** The tags, by name. */
  public List<LakeTag> tags() {
    return database.query(
        "SELECT name, snapshot, at, held_by FROM tag ORDER BY name",
        row ->
            new LakeTag(
                row.getString(1),
                row.getLong(2),
                Instant.parse(row.getString(3)),
                row.getString(4)));
  }

  /** From here on the tag's state is kept. */
  public void tag(LakeTag tag) {
    database.transaction(
        "note the tag",
        () ->
            database.update(
                "INSERT INTO tag VALUES (?, ?, ?, ?)",
                tag.name(),
                tag.snapshot(),
                tag.at().toString(),
                tag.heldBy()));
  }

  /** The tag's state is not kept by it any more. */
  public void untag(String name) {
    database.transaction(
        "forget the tag", () -> database.update("DELETE FROM tag WHERE name = ?", name));
  }

  /** The lake lies elsewhere, and its tables were made anew there. */
  public void relocated(String location, List<LakeSnapshot> snapshots) {
    database.transaction(
        "note where the lake lies",
        () -> {
          for (LakeSnapshot snapshot : snapshots) {
            database.update(
                "UPDATE snapshot SET tables = ? WHERE number = ?",
                json(snapshot.tables()),
                snapshot.number());
          }
          database.update("INSERT OR REPLACE INTO meta VALUES ('location', ?)", location);
        });
  }

  @Override
  public void close() {
    database.close();
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
