package io.flowproof.app.cli;

import io.flowproof.detection.given.CarriedRows;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.query.sql.EngineSql;
import io.flowproof.trino.TrinoEngine;
import io.flowproof.trino.TrinoSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** An engine beside the embedded one, which has the tables of a lake. */
final class RemoteArguments {
  private static final String PASSWORD = "TRINO_PASSWORD";
  private static final String NO_URL =
      "--engine trino needs --trino-url URL, such as http://localhost:8080";

  /** What can run queries. */
  enum Engine {
    DUCKDB,
    TRINO
  }

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = {
        "What runs the query: duckdb, which is embedded, or trino, on a lake's tables there",
        "(default: duckdb)."
      })
  private Engine engine = Engine.DUCKDB;

  @Option(
      names = "--trino-url",
      paramLabel = "URL",
      description = {
        "Where Trino is: http://HOST:PORT, https://HOST or jdbc:trino://HOST:PORT; a password is",
        "taken from the variable " + PASSWORD + "."
      })
  private @Nullable String url;

  @Option(
      names = "--trino-user",
      paramLabel = "USER",
      description = "Whom queries run as in Trino (default: the system's user).")
  private @Nullable String user;

  @Option(
      names = "--catalog",
      paramLabel = "NAME",
      description = "The catalog with the lake's tables there (default: ${DEFAULT-VALUE}).",
      defaultValue = "iceberg")
  private String catalog = "iceberg";

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "The schema with the lake's tables there (default: ${DEFAULT-VALUE}).",
      defaultValue = "flowproof")
  private String schema = "flowproof";

  /** True where another engine than the embedded one is asked for. */
  boolean isAsked() {
    return engine != Engine.DUCKDB;
  }

  /** The SQL of the engine. */
  EngineSql sql() {
    return switch (engine) {
      case DUCKDB -> EngineSql.DUCKDB;
      case TRINO -> EngineSql.TRINO;
    };
  }

  /**
   * Sees to it that the tables are those of the engine.
   *
   * @param paths the files and folders given
   * @throws UsageException for logs that are given in another way too, and an engine without
   *     address
   */
  void check(LakeArguments lake, List<Path> paths) {
    if (!isAsked()) {
      if (url != null) {
        throw new UsageException("--trino-url needs --engine trino");
      }
      return;
    }
    if (lake.lake() != null || !paths.isEmpty()) {
      throw new UsageException(
          "--engine trino reads the lake's tables where Trino has them (--catalog, --schema); leave"
              + " --lake and paths out");
    }
    if (url == null) {
      throw new UsageException(NO_URL);
    }
  }

  /**
   * Sees to it that the engine can have what is given beside the logs.
   *
   * @throws UsageException for SQL, which nobody looks at before it runs there
   */
  void check(boolean compiled) {
    if (isAsked() && !compiled) {
      throw new UsageException(
          "--sql is for the embedded engine (leave --engine out, or ask Trino itself)");
    }
  }

  /** Opens the lake's tables in the engine. */
  RemoteLogs open(Duration timeout, Watchdog watchdog, CarriedRows rows) {
    TrinoSettings settings = settings(timeout, watchdog);
    return new RemoteLogs(new TrinoEngine(settings), settings.shown(), rows);
  }

  /** The engine. */
  QueryEngine engine(Duration timeout, Watchdog watchdog) {
    return new TrinoEngine(settings(timeout, watchdog));
  }

  private TrinoSettings settings(Duration timeout, Watchdog watchdog) {
    if (url == null) {
      throw new UsageException(NO_URL);
    }
    try {
      return new TrinoSettings(
          url,
          user == null ? System.getProperty("user.name", "flowproof") : user,
          System.getenv(PASSWORD),
          catalog,
          schema,
          timeout,
          watchdog);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Says what is lost beside the embedded engine. */
  void say(RemoteLogs logs, Terminal terminal) {
    if (logs.flowLogs() > 1) {
      terminal.say(
          "The objects are of %d flow logs: where these overlap, copies of records are read too"
                  .formatted(logs.flowLogs())
              + " (flowproof detect --lake leaves them out)");
    }
  }
}
