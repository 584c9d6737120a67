package io.flowproof.contract;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Trino of one coordinator and two workers, in a process of its own: see {@code TrinoCluster}.
 */
final class TrinoProcess implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", ".."));
  private static final String MAIN = "io.flowproof.trinoserver.TrinoCluster";

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;
  private final Path log;
  private final String url;

  private TrinoProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.url = answer("ready ");
  }

  /** Starts it, and waits until it is up; says why where it does not start. */
  static TrinoProcess start() {
    Path server = ROOT.resolve("trino-server/target");
    try {
      String libraries = Files.readString(server.resolve("classpath.txt")).strip();
      Path log = Files.createTempFile("trino-server", ".log");
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx1500m",
                  "--add-modules=jdk.incubator.vector",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-cp",
                  server.resolve("classes") + ":" + libraries,
                  MAIN));
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new TrinoProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Trino cannot be started; mvn -Ptrino builds trino-server first", e);
    }
  }

  /** Where it listens. */
  String url() {
    return url;
  }

  /** Makes a lake's tables a catalog. */
  void catalog(String name, Path lake) {
    Properties properties = new Properties();
    properties.setProperty("iceberg.catalog.type", "jdbc");
    properties.setProperty("iceberg.jdbc-catalog.driver-class", "org.sqlite.JDBC");
    properties.setProperty(
        "iceberg.jdbc-catalog.connection-url", "jdbc:sqlite:" + lake.resolve("catalog.db"));
    properties.setProperty("iceberg.jdbc-catalog.catalog-name", "flowproof");
    properties.setProperty("iceberg.jdbc-catalog.default-warehouse-dir", lake.toUri().toString());
    properties.setProperty("fs.local.enabled", "true");
    properties.setProperty("local.location", "/");
    try {
      Path file = Files.createTempFile("catalog", ".properties");
      try (var writer = Files.newBufferedWriter(file)) {
        properties.store(writer, null);
      }
      command("catalog " + name + " " + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops a worker, whatever it is doing. */
  void stopWorker() {
    command("stop-worker");
  }

  /** Adds a worker. */
  void startWorker() {
    command("start-worker");
  }

  private void command(String command) {
    try {
      commands.write(command);
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answer("done");
  }

  private String answer(String expected) {
    try {
      @Nullable String answer = answers.readLine();
      if (answer == null || !answer.startsWith(expected)) {
        throw new IllegalStateException(
            "Trino answered '%s' and not '%s'; the end of its log %s:%n%s"
                .formatted(answer, expected.strip(), log, end()));
      }
      return answer.substring(expected.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String end() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
