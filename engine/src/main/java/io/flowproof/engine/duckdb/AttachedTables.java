package io.flowproof.engine.duckdb;

import io.flowproof.engine.api.FileChoice;
import io.flowproof.engine.api.ScanFilter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tables of Parquet files, whose views read the files that a variable of the connection names: for
 * each query those that its own conditions leave.
 */
final class AttachedTables {
  static final AttachedTables NONE = new AttachedTables(List.of());

  private final List<Attached> tables;

  AttachedTables(List<Attached> tables) {
    this.tables = List.copyOf(tables);
  }

  /** A table, all its files, and who chooses among them. */
  record Attached(String name, List<Path> files, FileChoice choice) {
    String prefix() {
      return name + ".";
    }
  }

  /**
   * The files that a query reads of a table.
   *
   * @param table the table
   * @param read the files that its conditions leave
   */
  record Chosen(String table, List<Path> read) {}

  /** The same tables and these. */
  AttachedTables with(Attached table) {
    List<Attached> all = new ArrayList<>(tables);
    all.add(table);
    return new AttachedTables(all);
  }

  /** Makes the files of all tables readable in a connection. */
  void setAll(Connection connection) throws SQLException {
    for (Attached table : tables) {
      set(connection, table.name, table.files);
    }
  }

  /** Makes just those files readable that a query needs. A query that is wrong says so later. */
  void setFor(Connection connection, String sql) throws SQLException {
    setAll(connection);
    if (tables.stream().anyMatch(table -> table.files.size() > 1)) {
      List<Chosen> all;
      try {
        all = chosen(connection, sql);
      } catch (SQLException e) {
        return;
      }
      for (Chosen chosen : all) {
        set(connection, chosen.table, chosen.read);
      }
    }
  }

  /** What a query reads; connection has all files. */
  List<Chosen> chosen(Connection connection, String sql) throws SQLException {
    ScanPlan plan = plan(connection, sql);
    List<Chosen> chosen = new ArrayList<>();
    for (Attached table : tables) {
      List<String> others =
          tables.stream()
              .filter(other -> !other.name.equals(table.name))
              .map(Attached::prefix)
              .toList();
      ScanFilter filter = plan.filter(table.prefix(), others);
      chosen.add(new Chosen(table.name, filter == null ? List.of() : table.choice.files(filter)));
    }
    return chosen;
  }

  private static ScanPlan plan(Connection connection, String sql) throws SQLException {
    StringBuilder json = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("EXPLAIN (FORMAT json) " + sql)) {
      while (rows.next()) {
        json.append(rows.getString(2));
      }
    }
    return ScanPlan.of(json.toString());
  }

  private void set(Connection connection, String table, List<Path> files) throws SQLException {
    // An empty list has no type that DuckDB reads files by: any one file then, of which no row is
    // asked for.
    List<Path> some = files.isEmpty() ? first(table) : files;
    String list =
        some.stream()
            .map(Path::toString)
            .map(Ddl::literal)
            .collect(Collectors.joining(", ", "[", "]"));
    DuckDbDatabase.execute(connection, "SET VARIABLE " + variable(table) + " = " + list);
  }

  private List<Path> first(String name) {
    return tables.stream()
        .filter(table -> table.name.equals(name))
        .map(table -> table.files.subList(0, 1))
        .findFirst()
        .orElseThrow();
  }

  /** The variable that names a table's files. */
  static String variable(String table) {
    return Ddl.quoted("files of " + table);
  }
}
