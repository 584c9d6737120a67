package io.flowproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The rival: DuckDB runs hand-written SQL over the raw logs. Usage: {@code DuckDbRival LOGS
 * FILE.sql…}; in the SQL, {@code {logs}} stands for a {@code read_csv} with all columns typed.
 * Prints the number of rows of each result.
 */
public final class DuckDbRival {
  private static final String READ =
      """
      read_csv('{folder}/**/*.log.gz', delim = ' ', header = true, nullstr = '-',
        columns = {'version': 'INTEGER', 'account_id': 'VARCHAR', 'interface_id': 'VARCHAR',
        'srcaddr': 'VARCHAR', 'dstaddr': 'VARCHAR', 'srcport': 'INTEGER', 'dstport': 'INTEGER',
        'protocol': 'INTEGER', 'packets': 'BIGINT', 'bytes': 'BIGINT', 'start': 'BIGINT',
        'end': 'BIGINT', 'action': 'VARCHAR', 'log_status': 'VARCHAR'})""";

  private DuckDbRival() {}

  /** The command that runs these files over the logs in a process of its own. */
  static List<String> command(Path logs, List<Path> files) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            DuckDbRival.class.getName(),
            logs.toString()));
    files.forEach(file -> command.add(file.toString()));
    return command;
  }

  /** The same for SQL that is written to a file first. */
  static List<String> command(Path logs, Path file, String sql) throws IOException {
    Files.writeString(file, sql);
    return command(logs, List.of(file));
  }

  /** Runs the files one after the other in one process. */
  public static void main(String[] arguments) throws SQLException, IOException {
    String read = READ.replace("{folder}", arguments[0]);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      for (int i = 1; i < arguments.length; i++) {
        Path file = Path.of(arguments[i]);
        int rows = 0;
        try (ResultSet result =
            statement.executeQuery(Files.readString(file).replace("{logs}", read))) {
          while (result.next()) {
            rows++;
          }
        }
        print(file.getFileName() + ": " + rows + " rows");
      }
    }
  }

  @SuppressWarnings("SystemOut") // The program's result.
  private static void print(String line) {
    System.out.println(line);
  }
}
