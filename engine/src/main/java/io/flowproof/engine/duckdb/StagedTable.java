package io.flowproof.engine.duckdb;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A table while it is written: a part for each set of columns that batches bring, and in the end a
 * view over the parts. A record of the default format has 20 of the flow table's 61 columns; to
 * write the other 41 as nulls would take as long as the 20 do. A constant column is not written
 * either: it is a literal of the view, which the engine folds into what is asked of it.
 */
final class StagedTable {
  /** More kinds of batches than this share one part, where all columns are written. */
  private static final int MOST_PARTS = 32;

  private final TableShape shape;
  private final DuckDBConnection database;
  private final Map<Kind, Part> parts = new ConcurrentHashMap<>();
  private volatile @Nullable Part common;

  StagedTable(TableShape shape, DuckDBConnection database) {
    this.shape = shape;
    this.database = database;
  }

  TableShape shape() {
    return shape;
  }

  void append(ColumnBatch batch) throws SQLException {
    Part part = part(Kind.of(batch));
    StagingWriter writer = part.idle.poll();
    if (writer == null) {
      // Made after the part, so that its transaction sees it.
      writer = new StagingWriter(database.duplicate(), part.name);
      part.all.add(writer);
    }
    writer.append(
        new ColumnBatch(
            batch.table(),
            batch.rows(),
            batch.columns().stream()
                .filter(column -> !part.constants.containsKey(column.name()))
                .toList()));
    part.idle.add(writer);
  }

  private Part part(Kind kind) throws SQLException {
    Part part = parts.get(kind);
    if (part != null) {
      return part;
    }
    synchronized (this) {
      part = parts.get(kind);
      if (part == null) {
        part = parts.size() < MOST_PARTS ? newPart(kind) : common();
        parts.put(kind, part);
      }
      return part;
    }
  }

  private Part common() throws SQLException {
    Part part = common;
    if (part == null) {
      part =
          newPart(
              new Kind(
                  shape.columns().stream().map(ShapeColumn::name).collect(Collectors.toSet()),
                  Map.of()));
      common = part;
    }
    return part;
  }

  private Part newPart(Kind kind) throws SQLException {
    Set<String> unknown = new TreeSet<>(kind.written);
    unknown.addAll(kind.constants.keySet());
    shape.columns().forEach(column -> unknown.remove(column.name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("Table " + shape.name() + " has no columns " + unknown);
    }
    List<ShapeColumn> own =
        shape.columns().stream().filter(column -> kind.written.contains(column.name())).toList();
    Part part = new Part(shape.name() + "$" + (parts.size() + 1), own, kind.constants);
    // Another table may be making a part just now, and a connection does one thing at a time.
    synchronized (database) {
      DuckDbDatabase.execute(database, Ddl.createTable(new TableShape(part.name, own)));
    }
    return part;
  }

  /** Commits everything and puts the view in place. No append may run. */
  void finish() throws SQLException {
    List<Part> distinct = parts.values().stream().distinct().toList();
    commit(distinct.stream().flatMap(part -> part.all.stream()).toList());
    close();
    List<String> selects = new ArrayList<>();
    for (Part part : distinct) {
      selects.add(select(part));
    }
    DuckDbDatabase.execute(
        database,
        selects.isEmpty()
            ? Ddl.createTable(shape)
            : "CREATE VIEW "
                + Ddl.quoted(shape.name())
                + " AS "
                + String.join(" UNION ALL ", selects));
  }

  /** At once: each writer has a part of a row group left to compress. */
  private static void commit(List<StagingWriter> writers) throws SQLException {
    if (writers.isEmpty()) {
      return;
    }
    int cores = Runtime.getRuntime().availableProcessors();
    try (ExecutorService each = Executors.newFixedThreadPool(Math.min(writers.size(), cores))) {
      List<Future<?>> commits = new ArrayList<>();
      for (StagingWriter writer : writers) {
        commits.add(
            each.submit(
                () -> {
                  writer.commit();
                  return null;
                }));
      }
      for (Future<?> commit : commits) {
        commit.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Staging was stopped");
    }
  }

  private String select(Part part) {
    return shape.columns().stream()
        .map(
            column ->
                part.columns.contains(column)
                    ? Ddl.quoted(column.name())
                    : "CAST(%s AS %s) AS %s"
                        .formatted(
                            literal(part.constants.get(column.name())),
                            Ddl.type(column.type()),
                            Ddl.quoted(column.name())))
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + Ddl.quoted(part.name)));
  }

  /** A constant in SQL. */
  static String literal(@Nullable Object constant) {
    return switch (constant) {
      case null -> "NULL";
      case String text -> Ddl.literal(text);
      case Object number -> number.toString();
    };
  }

  /** Closes the connections; what is not committed is lost. */
  void close() throws SQLException {
    for (Part part : parts.values()) {
      part.idle.clear();
      for (StagingWriter writer = part.all.poll(); writer != null; writer = part.all.poll()) {
        writer.close();
      }
    }
  }

  /** What makes batches go to the same part. */
  private record Kind(Set<String> written, Map<String, Object> constants) {
    static Kind of(ColumnBatch batch) {
      Set<String> written = new HashSet<>();
      Map<String, Object> constants = new HashMap<>();
      for (Column column : batch.columns()) {
        if (column instanceof Column.Constant constant) {
          constants.put(constant.name(), constant.value());
        } else {
          written.add(column.name());
        }
      }
      if (written.isEmpty()) { // A table must have a column.
        written.addAll(constants.keySet());
        return new Kind(written, Map.of());
      }
      return new Kind(written, constants);
    }
  }

  /** Rows of one kind, and who writes them. */
  private static final class Part {
    private final String name;
    private final List<ShapeColumn> columns;
    private final Map<String, Object> constants;
    private final Queue<StagingWriter> idle = new ConcurrentLinkedQueue<>();
    private final Queue<StagingWriter> all = new ConcurrentLinkedQueue<>();

    Part(String name, List<ShapeColumn> columns, Map<String, Object> constants) {
      this.name = name;
      this.columns = columns;
      this.constants = constants;
    }
  }
}
