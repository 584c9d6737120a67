package io.flowproof.simulate;

import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.simulate.attack.Attack;
import io.flowproof.simulate.attack.Level;
import io.flowproof.simulate.attack.Scenario;
import io.flowproof.simulate.behaviour.Cast;
import io.flowproof.simulate.behaviour.Simulation;
import io.flowproof.simulate.deliver.BackgroundSink;
import io.flowproof.simulate.deliver.TruthFile;
import io.flowproof.simulate.network.NetworkFile;
import io.flowproof.simulate.network.Yaml;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.Period;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.Recorder;
import io.flowproof.simulate.record.RecorderSettings;
import io.flowproof.simulate.record.RecorderTotals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A simulation of one of the networks that ship.
 *
 * @param network its name
 * @param work whether there is honest work
 * @param scenarios the attacks
 * @param level how much of them
 * @param start when it begins
 * @param minutes how long it lasts
 * @param seed what chance is drawn from
 * @param format the fields of the records
 * @param truth where the truth goes, or null
 */
public record Simulated(
    String network,
    boolean work,
    List<Scenario> scenarios,
    Level level,
    Instant start,
    int minutes,
    long seed,
    LogFormat format,
    @Nullable Path truth) {
  private static final Path ROOT = Path.of(System.getProperty("flowproof.root", "."));

  /** Honest work only, on a Monday morning. */
  public static Simulated work(String network, int minutes) {
    return new Simulated(
        network,
        true,
        List.of(),
        Level.TYPICAL,
        Instant.parse("2026-03-02T09:00:00Z"),
        minutes,
        7,
        LogFormat.DEFAULT,
        null);
  }

  /** The same with a scenario, and only that. */
  public Simulated only(Scenario scenario, Level newLevel) {
    return new Simulated(
        network, false, List.of(scenario), newLevel, start, minutes, seed, format, truth);
  }

  /** The same with a scenario too. */
  public Simulated and(Scenario scenario) {
    return new Simulated(
        network, work, List.of(scenario), level, start, minutes, seed, format, truth);
  }

  /** The same at another time. */
  public Simulated from(String newStart) {
    return new Simulated(
        network, work, scenarios, level, Instant.parse(newStart), minutes, seed, format, truth);
  }

  /** The same with another seed. */
  public Simulated withSeed(long newSeed) {
    return new Simulated(network, work, scenarios, level, start, minutes, newSeed, format, truth);
  }

  /** The same with other fields. */
  public Simulated in(LogFormat newFormat) {
    return new Simulated(network, work, scenarios, level, start, minutes, seed, newFormat, truth);
  }

  /** The same with its truth in that folder. */
  public Simulated truthTo(Path folder) {
    return new Simulated(network, work, scenarios, level, start, minutes, seed, format, folder);
  }

  /** All scenarios that ship. */
  public static List<Scenario> allScenarios() throws IOException {
    return Scenario.readAll(ROOT.resolve("scenarios"));
  }

  /** A scenario that ships. */
  public static Scenario scenario(String name) throws IOException {
    return allScenarios().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  /** Its network, read anew. */
  public NetworkFile networkFile() throws IOException {
    Path file = ROOT.resolve("networks").resolve(network + ".yml");
    return NetworkFile.read(Yaml.read(network, Files.readString(file)));
  }

  /** Runs it, and closes the sink. */
  public RecorderTotals run(RecordSink to) throws IOException {
    NetworkFile file = networkFile();
    long from = start.getEpochSecond() * Period.SECOND;
    Period time = new Period(from, from + minutes * 60 * Period.SECOND);
    FlowLog log =
        new FlowLog(
            "fl-0a1b2c3d",
            file.account(),
            "us-east-1",
            format,
            60,
            FlowLog.Traffic.ALL,
            point -> true);
    try (RecordSink sink = new BackgroundSink(to);
        TruthFile truthFile = new TruthFile(truth)) {
      Recorder recorder =
          new Recorder(file.network(), List.of(log), RecorderSettings.over(time), sink);
      Simulation simulation = new Simulation(file, recorder, time);
      Cast cast = new Cast(file);
      if (work) {
        simulation.work(cast, seed);
      }
      List<Attack> attacks =
          scenarios.stream().map(s -> new Attack(s, level, cast, truthFile, seed)).toList();
      attacks.forEach(attack -> attack.begin(simulation));
      simulation.run();
      attacks.forEach(Attack::end);
      return recorder.totals();
    }
  }
}
