package io.flowproof.engine.duckdb;

import io.flowproof.core.column.ColumnBatch;
import io.flowproof.core.column.TableShape;
import io.flowproof.core.function.JavaFunction;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.api.FileChoice;
import io.flowproof.engine.duckdb.AttachedTables.Attached;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A database file that decoded records are written to once, and that queries then read. It lies in
 * a private directory, removed on {@link #close}, when the process ends, or, if that was killed, by
 * the next process that stages in the same place.
 *
 * <p>Memory stays the same however much is written: each full row group goes to the file at once.
 */
public final class DuckDbStaging implements AutoCloseable {
  private static final String FILE = "flows.duckdb";
  private static final String SPILL = "spill";

  private final StagingDirectory directory;
  private final DuckDBConnection database;
  private final @Nullable Path files;
  private final Map<String, StagedTable> tables = new ConcurrentHashMap<>();
  private final Map<String, String> views = new LinkedHashMap<>();
  private AttachedTables attached = AttachedTables.NONE;
  private @Nullable DuckDbEngine engine;
  private volatile boolean writable = true;

  private DuckDbStaging(
      StagingDirectory directory, DuckDBConnection database, @Nullable Path files) {
    this.directory = directory;
    this.database = database;
    this.files = files;
  }

  /** Where staging directories are made unless the user says otherwise. */
  public static Path defaultParent() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * Makes the directory, and in it a database with the tables of {@link FlowTables}.
   *
   * @param parent where the directory is made; created where it is missing
   * @param memoryBytes how much memory DuckDB may use for writing
   * @throws EngineException if that is not possible
   */
  public static DuckDbStaging open(Path parent, long memoryBytes) {
    return open(parent, memoryBytes, FlowTables.all());
  }

  /** The same with these tables, of which a query sees just the columns that they have. */
  public static DuckDbStaging open(Path parent, long memoryBytes, List<TableShape> tables) {
    return open(parent, memoryBytes, tables, List.of());
  }

  /** The same; {@link #load} may read these files while it is written. */
  public static DuckDbStaging open(
      Path parent, long memoryBytes, List<TableShape> tables, List<DataFile> files) {
    return open(parent, memoryBytes, tables, files, null);
  }

  /**
   * The same; Parquet files may be read below {@code parquet}, an absolute path without symbolic
   * links.
   */
  public static DuckDbStaging open(
      Path parent,
      long memoryBytes,
      List<TableShape> tables,
      List<DataFile> files,
      @Nullable Path parquet) {
    List<Path> readable = files.stream().map(DataFile::realPath).distinct().toList();
    StagingDirectory directory = StagingDirectory.create(parent.toAbsolutePath());
    try {
      DuckDBConnection database =
          DuckDbDatabase.create(
              directory.path().resolve(FILE),
              directory.path().resolve(SPILL),
              memoryBytes,
              new DuckDbDatabase.Outside(readable, directories(parquet)));
      DuckDbStaging staging = new DuckDbStaging(directory, database, parquet);
      tables.forEach(staging::createTable);
      return staging;
    } catch (SQLException e) {
      EngineException failure = StagingErrors.of(e, directory);
      directory.close();
      throw failure;
    } catch (EngineException e) {
      directory.close();
      throw e;
    }
  }

  private static List<Path> directories(@Nullable Path parquet) {
    return parquet == null ? List.of() : List.of(parquet);
  }

  /** Removes the staging directories of this process, for a last resort that ends it. */
  public static void removeAll() {
    StagingDirectory.removeAll();
  }

  /** The private directory. */
  public Path directory() {
    return directory.path();
  }

  /** Bytes that the directory takes on disk now. */
  public long bytes() {
    return directory.bytes();
  }

  /** Makes a further table. */
  public void createTable(TableShape shape) {
    if (tables.putIfAbsent(shape.name(), new StagedTable(shape, database)) != null) {
      throw new IllegalArgumentException("The table is there already: " + shape.name());
    }
  }

  /**
   * Writes a batch. May be called by several threads at once, each of which has a connection of its
   * own; the order of rows in the table is not defined.
   *
   * @throws EngineException if it cannot be written, the disk being full for example; nothing can
   *     be written afterwards
   */
  public void append(ColumnBatch batch) {
    if (!writable) {
      throw new IllegalStateException("The staging database is finished, or a write failed");
    }
    if (batch.rows() == 0) {
      return;
    }
    StagedTable table = tables.get(batch.table());
    if (table == null) {
      throw new IllegalArgumentException("There is no table " + batch.table());
    }
    try {
      table.append(batch);
    } catch (SQLException e) {
      writable = false;
      throw StagingErrors.of(e, directory);
    }
  }

  /**
   * Makes a table of a file's rows, in their order.
   *
   * @param shape the table: a LONG for the row's number, then the columns
   * @param file one of those that this database was opened with
   * @param columns as {@link DataFile#columns} gave them
   * @throws EngineException with {@code DATA} for a file that does not hold what its columns say
   */
  public void load(TableShape shape, DataFile file, List<DataFile.FileColumn> columns) {
    try {
      synchronized (database) {
        DuckDbDatabase.execute(database, Ddl.createTable(shape));
        DuckDbDatabase.execute(
            database,
            "INSERT INTO " + Ddl.quoted(shape.name()) + " " + file.select(shape, columns));
      }
    } catch (SQLException e) {
      writable = false;
      throw file.unreadable(e);
    }
  }

  /**
   * Makes a table of Parquet files, which stay where they are.
   *
   * @param shape the table
   * @param files what it is read from, below the directory that this was opened with
   * @param choice chooses among the files for each query
   */
  public void attach(TableShape shape, ParquetTable files, FileChoice choice) {
    try {
      synchronized (database) {
        if (!files.files().isEmpty()) {
          attached = attached.with(new Attached(shape.name(), files.files(), choice));
          attached.setAll(database);
        }
        DuckDbDatabase.execute(database, files.ddl(shape));
      }
    } catch (SQLException e) {
      writable = false;
      throw files.unreadable(e);
    }
  }

  /**
   * Sees to it that queries find a view.
   *
   * @param name its name
   * @param select a query over the tables and earlier views, made when writing ends; it may call
   *     the functions of the engine's settings
   */
  public void createView(String name, String select) {
    views.put(name, select);
  }

  /** Makes a table of what a query over the attached tables gives. */
  public void table(String name, String select) {
    try {
      synchronized (database) {
        DuckDbDatabase.execute(database, "CREATE TABLE " + Ddl.quoted(name) + " AS " + select);
      }
    } catch (SQLException e) {
      writable = false;
      throw StagingErrors.of(e, directory);
    }
  }

  /**
   * Ends writing, when every {@link #append} has returned, and opens what was written for queries
   * only. The directory stays until this object is closed.
   *
   * @throws EngineException if the rest cannot be written or the file not be opened again
   */
  public DuckDbEngine finish(DuckDbSettings settings) {
    if (!writable) {
      throw new IllegalStateException("The staging database is finished, or a write failed");
    }
    writable = false;
    try {
      for (StagedTable table : tables.values()) {
        table.finish();
      }
      if (!views.isEmpty()) {
        for (JavaFunction function : settings.functions()) {
          FunctionAdapter.register(function, database);
        }
      }
      for (Map.Entry<String, String> view : views.entrySet()) {
        DuckDbDatabase.execute(
            database, "CREATE VIEW " + Ddl.quoted(view.getKey()) + " AS " + view.getValue());
      }
      DuckDbDatabase.execute(database, "CHECKPOINT");
      database.close();
    } catch (SQLException e) {
      throw StagingErrors.of(e, directory);
    }
    DuckDbEngine opened =
        DuckDbEngine.readOnly(
            directory.path().resolve(FILE),
            directory.path().resolve(SPILL),
            settings,
            new DuckDbDatabase.Outside(List.of(), directories(files)),
            attached);
    engine = opened;
    return opened;
  }

  /** Closes the engine too, if there is one, and removes the directory. */
  @Override
  public void close() {
    writable = false;
    try {
      if (engine != null) {
        engine.close();
      }
      for (StagedTable table : tables.values()) {
        table.close();
      }
      database.close();
    } catch (SQLException e) {
      throw new EngineException(
          ErrorCode.ENGINE, "Cannot close the staging database: " + DuckDbErrors.text(e), e);
    } finally {
      directory.close();
    }
  }
}
