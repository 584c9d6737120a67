package io.flowproof.engine.duckdb;

import io.flowproof.core.source.ErrorCode;
import io.flowproof.engine.api.EngineException;
import io.flowproof.engine.duckdb.DataFile.FileColumn;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** Looks at files of rows through one database, which can read them and nothing else. */
public final class DataFileReader implements AutoCloseable {
  private static final long MEMORY = 256L << 20;

  private final DuckDBConnection database;

  private DataFileReader(DuckDBConnection database) {
    this.database = database;
  }

  /**
   * Opens what can look at these files.
   *
   * @throws EngineException with {@code DATA} when one of them is not there
   */
  public static DataFileReader of(Collection<Path> files) {
    try {
      return new DataFileReader(
          DuckDbDatabase.inMemory(
              MEMORY, files.stream().map(DataFile::realPath).distinct().toList()));
    } catch (SQLException e) {
      throw new EngineException(
          ErrorCode.ENGINE, "Cannot open the query engine: " + DuckDbErrors.text(e), e);
    }
  }

  /**
   * The columns of a file, one of those that this was opened for.
   *
   * @throws EngineException with {@code DATA} for a file that cannot be read as its form says
   */
  public List<FileColumn> columns(DataFile file) {
    return file.columns(database);
  }

  @Override
  public void close() {
    try {
      database.close();
    } catch (SQLException e) {
      throw new EngineException(
          ErrorCode.ENGINE, "Cannot close the query engine: " + DuckDbErrors.text(e), e);
    }
  }
}
