package io.flowproof.engine.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** Opens DuckDB databases: one to write, without anything that queries need; or locked ones. */
final class DuckDbDatabase {
  private static final String URL = "jdbc:duckdb:";
  private static final String EXTERNAL_ACCESS = "enable_external_access";

  private DuckDbDatabase() {}

  /**
   * What a database reaches beside its own file.
   *
   * @param files files
   * @param directories directories, with all that is below them
   */
  record Outside(List<Path> files, List<Path> directories) {
    static final Outside NOTHING = new Outside(List.of(), List.of());

    boolean isNothing() {
      return files.isEmpty() && directories.isEmpty();
    }
  }

  /**
   * A new file to write to. Threads of DuckDB's own double the work of an insert without making it
   * faster: those who call it are enough.
   */
  static DuckDBConnection create(Path file, Path temporary, long memoryBytes, Outside outside)
      throws SQLException {
    Properties properties = common(memoryBytes, 1);
    properties.setProperty("temp_directory", temporary.toString());
    return open(URL + file, properties, outside);
  }

  /** A database without tables that writes files and reads them. */
  static DuckDBConnection writing(Path temporary, long memoryBytes, int threads, Outside outside)
      throws SQLException {
    Properties properties = common(memoryBytes, threads);
    properties.setProperty("temp_directory", temporary.toString());
    return open(URL, properties, outside);
  }

  /** A file to read from, closed off from everything but it and the directory to spill to. */
  static DuckDBConnection readOnly(
      Path file, Path temporary, long memoryBytes, int threads, Outside outside)
      throws SQLException {
    Properties properties = common(memoryBytes, threads);
    properties.setProperty("access_mode", "READ_ONLY");
    properties.setProperty("temp_directory", temporary.toString());
    return open(URL + file, properties, outside);
  }

  /** A database without tables that touches no file at all, so that it cannot spill either. */
  static DuckDBConnection inMemory(long memoryBytes, int threads) throws SQLException {
    Properties properties = common(memoryBytes, threads);
    properties.setProperty("temp_directory", "");
    return open(URL, properties);
  }

  /** The same, for a look at these files. */
  static DuckDBConnection inMemory(long memoryBytes, List<Path> readable) throws SQLException {
    Properties properties = common(memoryBytes, 1);
    properties.setProperty("temp_directory", "");
    return open(URL, properties, new Outside(readable, List.of()));
  }

  /** The last step before queries: from here on no setting can be changed, by anybody. */
  static void lock(DuckDBConnection connection) throws SQLException {
    execute(connection, "SET lock_configuration = true");
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void preload() {
    try {
      connect(URL, new Properties()).close();
    } catch (SQLException e) {
      // Opening a database meets the same and reports it.
    }
  }

  private static Properties common(long memoryBytes, int threads) {
    Properties properties = new Properties();
    properties.setProperty(EXTERNAL_ACCESS, "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("allow_community_extensions", "false");
    properties.setProperty("allow_persistent_secrets", "false");
    properties.setProperty("memory_limit", memoryBytes + "B");
    properties.setProperty("threads", Integer.toString(threads));
    return properties;
  }

  private static DuckDBConnection open(String url, Properties properties, Outside outside)
      throws SQLException {
    if (outside.isNothing()) {
      return open(url, properties);
    }
    properties.remove(EXTERNAL_ACCESS);
    DuckDBConnection connection = open(url, properties);
    execute(connection, "SET GLOBAL allowed_paths = " + list(outside.files()));
    execute(connection, "SET GLOBAL allowed_directories = " + list(outside.directories()));
    execute(connection, "SET GLOBAL " + EXTERNAL_ACCESS + " = false");
    return connection;
  }

  private static String list(List<Path> paths) {
    return paths.stream()
        .map(Path::toString)
        .map(Ddl::literal)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static DuckDBConnection open(String url, Properties properties) throws SQLException {
    DuckDBConnection connection = connect(url, properties);
    // Otherwise the machine's: a result must not depend on where it is computed.
    execute(connection, "SET GLOBAL TimeZone = 'UTC'");
    return connection;
  }

  private static DuckDBConnection connect(String url, Properties properties) throws SQLException {
    try {
      return DriverManager.getConnection(url, properties).unwrap(DuckDBConnection.class);
    } catch (LinkageError e) {
      throw new SQLException(
          "DuckDB's native library cannot be loaded or unpacked into "
              + System.getProperty("java.io.tmpdir"),
          e);
    }
  }
}
