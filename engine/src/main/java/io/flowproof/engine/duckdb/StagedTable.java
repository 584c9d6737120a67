package io.flowproof.engine.duckdb;

import io.flowproof.core.column.Column;
import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.column.TableShape.ShapeColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A table while it is written: a part for each set of columns that batches bring, and in the end a
 * view over the parts. A record of the default format has 20 of the flow table's 61 columns; to
 * write the other 41 as nulls would take as long as the 20 do.
 */
final class StagedTable {
  /** More sets of columns than this share one part with all columns. */
  private static final int MOST_PARTS = 32;

  private final TableShape shape;
  private final DuckDBConnection database;
  private final Map<Set<String>, Part> parts = new ConcurrentHashMap<>();
  private volatile @Nullable Part common;

  StagedTable(TableShape shape, DuckDBConnection database) {
    this.shape = shape;
    this.database = database;
  }

  TableShape shape() {
    return shape;
  }

  void append(ColumnBatch batch) throws SQLException {
    Part part = part(batch.columns().stream().map(Column::name).collect(Collectors.toSet()));
    StagingWriter writer = part.idle.poll();
    if (writer == null) {
      // Made after the part, so that its transaction sees it.
      writer = new StagingWriter(database.duplicate(), part.name);
      part.all.add(writer);
    }
    writer.append(batch);
    part.idle.add(writer);
  }

  private Part part(Set<String> columns) throws SQLException {
    Part part = parts.get(columns);
    if (part != null) {
      return part;
    }
    synchronized (this) {
      part = parts.get(columns);
      if (part == null) {
        part = parts.size() < MOST_PARTS ? newPart(columns) : common();
        parts.put(columns, part);
      }
      return part;
    }
  }

  private Part common() throws SQLException {
    Part part = common;
    if (part == null) {
      part = newPart(shape.columns().stream().map(ShapeColumn::name).collect(Collectors.toSet()));
      common = part;
    }
    return part;
  }

  private Part newPart(Set<String> columns) throws SQLException {
    List<ShapeColumn> own =
        shape.columns().stream().filter(column -> columns.contains(column.name())).toList();
    if (own.size() != columns.size()) {
      Set<String> unknown = new TreeSet<>(columns);
      own.forEach(column -> unknown.remove(column.name()));
      throw new IllegalArgumentException("Table " + shape.name() + " has no columns " + unknown);
    }
    Part part = new Part(shape.name() + "$" + (parts.size() + 1), own);
    // Another table may be making a part just now, and a connection does one thing at a time.
    synchronized (database) {
      DuckDbDatabase.execute(database, Ddl.createTable(new TableShape(part.name, own)));
    }
    return part;
  }

  /** Commits everything and puts the view in place. No append may run. */
  void finish() throws SQLException {
    List<Part> distinct = parts.values().stream().distinct().toList();
    for (Part part : distinct) {
      for (StagingWriter writer : part.all) {
        writer.commit();
      }
    }
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

  private String select(Part part) {
    return shape.columns().stream()
        .map(
            column ->
                part.columns.contains(column)
                    ? Ddl.quoted(column.name())
                    : "CAST(NULL AS %s) AS %s"
                        .formatted(Ddl.type(column.type()), Ddl.quoted(column.name())))
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + Ddl.quoted(part.name)));
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

  /** Rows that have values in the same columns, and who writes them. */
  private static final class Part {
    private final String name;
    private final List<ShapeColumn> columns;
    private final Queue<StagingWriter> idle = new ConcurrentLinkedQueue<>();
    private final Queue<StagingWriter> all = new ConcurrentLinkedQueue<>();

    Part(String name, List<ShapeColumn> columns) {
      this.name = name;
      this.columns = columns;
    }
  }
}
