package io.flowproof.detection.trial;

import io.flowproof.detection.pack.Given;
import io.flowproof.detection.pack.GivenSimulation;
import io.flowproof.simulate.attack.Attack;
import io.flowproof.simulate.deliver.BackgroundSink;
import io.flowproof.simulate.deliver.Delivery;
import io.flowproof.simulate.deliver.S3Layout;
import io.flowproof.simulate.deliver.S3Objects;
import io.flowproof.simulate.deliver.TruthFile;
import io.flowproof.simulate.network.NetworkFile;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.Period;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.RecorderSettings;
import io.flowproof.simulate.run.SimulationPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a case is given, as the objects that a SIEM's collector gets.
 *
 * @param objects in the order of their arrival
 * @param hosts addresses of the scenarios' hosts, by their names
 * @param truth what is known of the attacks, a file; null without a simulation
 * @param logs the flow logs of the simulated VPCs, by the VPC's id
 */
record GivenObjects(
    List<Arrived> objects,
    Map<String, List<String>> hosts,
    @Nullable Path truth,
    Map<String, FlowLog> logs) {
  private static final int INTERVAL = 60;
  private static final String TRUTH = "truth";

  /** An object and when it is there; {@link Instant#MIN} for always. */
  record Arrived(Path file, Instant at) {}

  /** Writes them into a folder, which must not be there yet. */
  static GivenObjects write(Given given, SimulationLibrary library, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    List<Arrived> objects = new ArrayList<>();
    for (Given.ArrivingLog log : given.logs()) {
      Path file = folder.resolve("lines-%03d.log".formatted(objects.size()));
      Files.writeString(file, log.text());
      objects.add(new Arrived(file, log.arrives() == null ? Instant.MIN : log.arrives()));
    }
    Map<String, List<String>> hosts = new LinkedHashMap<>();
    Map<String, FlowLog> logs = new LinkedHashMap<>();
    GivenSimulation simulation = given.simulation();
    if (simulation != null) {
      Path bucket = folder.resolve("bucket");
      simulate(simulation, library, bucket, hosts, logs);
      try (Stream<Path> files = Files.walk(bucket)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          objects.add(new Arrived(file, Files.getLastModifiedTime(file).toInstant()));
        }
      }
    }
    objects.sort(Comparator.comparing(Arrived::at).thenComparing(Arrived::file));
    Path truth = simulation == null ? null : folder.resolve(TRUTH).resolve(TruthFile.NAME);
    return new GivenObjects(List.copyOf(objects), hosts, truth, logs);
  }

  private static void simulate(
      GivenSimulation simulation,
      SimulationLibrary library,
      Path bucket,
      Map<String, List<String>> hosts,
      Map<String, FlowLog> logs)
      throws IOException {
    Files.createDirectories(bucket);
    Files.createDirectories(bucket.resolveSibling(TRUTH));
    NetworkFile network = library.network(simulation.network());
    SimulationPlan plan =
        new SimulationPlan(
            network,
            simulation.honest(),
            library.scenarios(simulation),
            simulation.level(),
            simulation.seed());
    network
        .vpcs()
        .values()
        .forEach(vpc -> logs.put(vpc.id(), FlowLog.of(vpc, simulation.format(), INTERVAL)));
    Period time = new Period(micros(simulation.start()), micros(simulation.end()));
    Delivery delivery = new Delivery(simulation.seed(), Delivery.USUAL.lateShare());
    try (RecordSink sink = new BackgroundSink(new S3Objects(bucket, S3Layout.DEFAULT, delivery));
        TruthFile truth = new TruthFile(bucket.resolveSibling(TRUTH))) {
      plan
          .run(List.copyOf(logs.values()), RecorderSettings.over(time), sink, truth)
          .attacks()
          .stream()
          .map(Attack::hosts)
          .forEach(names -> names.forEach(hosts::putIfAbsent));
    }
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * Period.SECOND;
  }
}
