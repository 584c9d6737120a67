package io.flowproof.trinoserver;

import io.trino.Session;
import io.trino.plugin.iceberg.IcebergPlugin;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.TestingSession;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A coordinator and two workers, told what to do on standard input, a command a line:
 *
 * <ul>
 *   <li>{@code catalog NAME FILE}: an Iceberg catalog with the properties of a file
 *   <li>{@code stop-worker}: stops one of the workers, whatever it is doing
 *   <li>{@code start-worker}: adds one
 * </ul>
 *
 * <p>Answers on standard output, a line each: {@code ready URL} at the start, then {@code done}, or
 * {@code failed} and why. It ends with its input.
 */
public final class TrinoCluster {
  /** Trino sends what is printed to its log. */
  private static final PrintStream ANSWERS =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private final DistributedQueryRunner cluster;

  private TrinoCluster(DistributedQueryRunner cluster) {
    this.cluster = cluster;
  }

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws Exception {
    Session session = TestingSession.testSessionBuilder().build();
    DistributedQueryRunner cluster =
        DistributedQueryRunner.builder(session)
            .setWorkerCount(2)
            .addExtraProperty("query.max-memory-per-node", "400MB")
            // A lost worker is to be seen soon.
            .addExtraProperty("query.remote-task.max-error-duration", "20s")
            .addExtraProperty("exchange.max-error-duration", "20s")
            .addExtraProperty("node-scheduler.include-coordinator", "true")
            .build();
    cluster.installPlugin(new IcebergPlugin());
    ANSWERS.println("ready " + cluster.getCoordinator().getBaseUrl());
    new TrinoCluster(cluster).obey();
    cluster.close();
    // Threads of Trino's that are no daemons must not keep the process.
    System.exit(0);
  }

  private void obey() throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String command;
    while ((command = commands.readLine()) != null) {
      try {
        obey(command.split(" ", 3));
        ANSWERS.println("done");
      } catch (Exception e) {
        ANSWERS.println("failed " + String.valueOf(e).replace('\n', ' '));
      }
    }
  }

  private void obey(String[] command) throws Exception {
    switch (command[0]) {
      case "catalog" -> cluster.createCatalog(command[1], "iceberg", properties(command[2]));
      case "stop-worker" -> cluster.removeWorker();
      case "start-worker" -> cluster.addServers(1);
      default -> throw new IllegalArgumentException("Unknown command " + command[0]);
    }
  }

  private static Map<String, String> properties(String file) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    }
    Map<String, String> map = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }
}
