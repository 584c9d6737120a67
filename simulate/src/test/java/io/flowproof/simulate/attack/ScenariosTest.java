package io.flowproof.simulate.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.simulate.behaviour.Cast;
import io.flowproof.simulate.behaviour.Simulation;
import io.flowproof.simulate.network.InvalidFileException;
import io.flowproof.simulate.network.NetworkFile;
import io.flowproof.simulate.network.Yaml;
import io.flowproof.simulate.record.BackgroundSink;
import io.flowproof.simulate.record.Delivery;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.Period;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.Recorder;
import io.flowproof.simulate.record.RecorderSettings;
import io.flowproof.simulate.record.RecorderTotals;
import io.flowproof.simulate.record.S3Objects;
import io.flowproof.simulate.record.TruthFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The networks and scenarios that ship. */
class ScenariosTest {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", "."));
  private static final List<String> NETWORKS =
      List.of("web-shop", "microservices", "hub-and-spoke");
  private static final long START = 1_772_442_000L * Period.SECOND;

  @TempDir Path folder;

  private static NetworkFile network(String name) throws IOException {
    Path file = ROOT.resolve("networks").resolve(name + ".yml");
    return NetworkFile.read(Yaml.read(name, Files.readString(file)));
  }

  /** Runs it and gives back what was recorded. */
  private RecorderTotals run(
      String network, List<Scenario> scenarios, Level level, boolean work, int minutes, Path out)
      throws Exception {
    NetworkFile file = network(network);
    Period time = new Period(START, START + minutes * 60 * Period.SECOND);
    FlowLog log =
        new FlowLog(
            "fl-0a1b2c3d",
            file.account(),
            "us-east-1",
            LogFormat.DEFAULT,
            60,
            FlowLog.Traffic.ALL,
            point -> true,
            List.of());
    try (RecordSink sink = new BackgroundSink(new S3Objects(out, Delivery.USUAL));
        TruthFile truth = new TruthFile(out)) {
      Recorder recorder =
          new Recorder(file.network(), List.of(log), RecorderSettings.over(time), sink);
      Simulation simulation = new Simulation(file, recorder, time);
      Cast cast = new Cast(file);
      if (work) {
        simulation.work(cast, 7);
      }
      for (Scenario scenario : scenarios) {
        new Attack(scenario, level, cast, truth, 7).begin(simulation);
      }
      simulation.run();
      return recorder.totals();
    }
  }

  private static ReadTotals read(Path out) throws Exception {
    return new FlowLogReader(ReadOptions.STANDARD.withThreads(1))
        .read(List.of(out), batch -> {}, (done, of) -> {})
        .totals();
  }

  private static List<Scenario> all() throws IOException {
    return Scenario.readAll(ROOT.resolve("scenarios"));
  }

  @Test
  void everyScenarioRunsInEveryNetworkAndItsLogsAddUp() throws Exception {
    for (String network : NETWORKS) {
      for (Scenario scenario : all()) {
        Path out = folder.resolve(network).resolve(scenario.name());
        RecorderTotals totals = run(network, List.of(scenario), Level.MILD, false, 90, out);
        ReadTotals read = read(out);

        assertThat(out.resolve(TruthFile.NAME)).as(scenario.name() + " in " + network).exists();
        assertThat(read.flows()).as(scenario.name()).isEqualTo(totals.records());
        assertThat(read.nodata()).isEqualTo(totals.nodata());
        assertThat(read.rejected()).isZero();
        // Where the flow logs are deleted, there are records of the time before and after only.
        assertThat(totals.records() + totals.nodata()).as(scenario.name()).isPositive();
        delete(out);
      }
    }
  }

  @Test
  void louderLevelsMakeMoreRecords() throws Exception {
    for (Scenario scenario : all()) {
      if (scenario.tactic().equals("reconnaissance")) {
        long mild =
            run(
                    "web-shop",
                    List.of(scenario),
                    Level.MILD,
                    false,
                    60,
                    folder.resolve("m" + scenario.name()))
                .records();
        long loud =
            run(
                    "web-shop",
                    List.of(scenario),
                    Level.LOUD,
                    false,
                    60,
                    folder.resolve("l" + scenario.name()))
                .records();

        assertThat(loud).as(scenario.name()).isGreaterThan(mild);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws Exception {
    List<Scenario> one = all().stream().filter(s -> s.name().equals("beacon-jittered")).toList();
    run("web-shop", one, Level.TYPICAL, true, 12, folder.resolve("a"));
    run("web-shop", one, Level.TYPICAL, true, 12, folder.resolve("b"));

    assertThat(contents(folder.resolve("a"))).isNotEmpty().isEqualTo(contents(folder.resolve("b")));
  }

  private static TreeMap<String, List<Object>> contents(Path out) throws IOException {
    TreeMap<String, List<Object>> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Object time = file.endsWith(TruthFile.NAME) ? "" : Files.getLastModifiedTime(file);
        contents.put(
            out.relativize(file).toString(),
            List.of(java.util.HexFormat.of().formatHex(Files.readAllBytes(file)), time));
      }
    }
    return contents;
  }

  @Test
  void honestWorkHasWhatMakesRulesFail() throws Exception {
    for (String network : NETWORKS) {
      RecorderTotals totals =
          run(network, List.of(), Level.MILD, true, 10, folder.resolve(network));

      assertThat(totals.records()).as(network).isGreaterThan(5_000);
      assertThat(totals.rejectedPackets()).as("noise that is rejected in " + network).isPositive();
      assertThat(folder.resolve(network).resolve(TruthFile.NAME)).doesNotExist();
    }
  }

  @Test
  void namesTheFileAndThePlaceOfAMistake() {
    assertThatThrownBy(() -> NetworkFile.read(Yaml.read("n.yml", "vpcs: {a: {cidr: 10.0.0.0/8}}")))
        .isInstanceOf(InvalidFileException.class)
        .hasMessage("n.yml: vpcs.a: Unknown key 'cidr' (did you mean 'cidrs'?)");
    assertThatThrownBy(() -> NetworkFile.read(Yaml.read("n.yml", "groups: {a: {in: [tcp]}}")))
        .hasMessage(
            "n.yml: groups.a.in[0]: Invalid rule: 'tcp' (must be such as tcp 443 0.0.0.0/0)");
  }

  private static void delete(Path out) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(out)) {
      walk.forEach(files::add);
    }
    for (Path file : files.reversed()) {
      Files.delete(file);
    }
  }
}
