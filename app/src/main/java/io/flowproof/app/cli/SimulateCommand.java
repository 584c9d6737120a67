package io.flowproof.app.cli;

import io.flowproof.simulate.attack.Attack;
import io.flowproof.simulate.attack.Level;
import io.flowproof.simulate.attack.Scenario;
import io.flowproof.simulate.deliver.BackgroundSink;
import io.flowproof.simulate.deliver.TruthFile;
import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.InvalidFileException;
import io.flowproof.simulate.network.NetworkFile;
import io.flowproof.simulate.network.Yaml;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.LostWindow;
import io.flowproof.simulate.record.Outage;
import io.flowproof.simulate.record.Period;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.Recorder;
import io.flowproof.simulate.record.RecorderSettings;
import io.flowproof.simulate.record.RecorderTotals;
import io.flowproof.simulate.run.SimulationPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate}: flow logs of a network of which everything is known. */
@Command(
    name = "simulate",
    description = "Write the flow logs of a network, its honest work and attacks in it.",
    footer = {
      "",
      "Example:",
      "  flowproof simulate --list",
      "  flowproof simulate --network web-shop --scenario beacon-fixed --hours 2 --out simulated"
    })
final class SimulateCommand implements Callable<Integer> {
  private static final double MOST_HOURS = 24 * 366;

  @Option(names = "--list", description = "Explain the networks and scenarios, and end.")
  private boolean list;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "A network of networks/, or a file (default: ${DEFAULT-VALUE}).")
  private String network = "web-shop";

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description = "Scenarios of scenarios/, or files; without any, nothing bad happens.")
  private List<String> scenarios = List.of();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "${COMPLETION-CANDIDATES}: how much of the scenarios (default: typical).")
  private Level level = Level.TYPICAL;

  @Option(
      names = "--hours",
      paramLabel = "H",
      description = "How long (default: ${DEFAULT-VALUE}).")
  private double hours = 1;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "When it begins (default: 2026-03-02T09:00:00Z, a Monday).")
  private Instant start = Instant.parse("2026-03-02T09:00:00Z");

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "What chance is drawn from: the same seed, the same bytes (default: 1).")
  private long seed = 1;

  @Option(names = "--quiet-network", description = "Leave the honest work out.")
  private boolean quiet;

  @Option(
      names = "--skipdata",
      paramLabel = "N",
      description = "Lose the records of so many windows, which the seed chooses.")
  private int skipdata;

  @Option(
      names = "--with",
      paramLabel = "DIR",
      description = "Lay a replay over it: add the logs and the truth that DIR holds.")
  private @Nullable Path with;

  @Option(
      names = "--transit-gateway-logs",
      description = "Write the flow logs of transit gateways too, in their default format.")
  private boolean transitGatewayLogs;

  @Mixin private final LogOutput output = new LogOutput();

  private final Terminal terminal;

  SimulateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try {
      if (list) {
        list();
      } else {
        simulate();
      }
    } catch (InvalidFileException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE.number();
  }

  private void simulate() throws IOException {
    if (!(hours > 0 && hours <= MOST_HOURS)) {
      throw new UsageException("Invalid --hours: " + hours + " (must be more than 0)");
    }
    NetworkFile file = network();
    List<Scenario> chosen = scenarios();
    long from = start.getEpochSecond() * Period.SECOND;
    Period time = new Period(from, from + Math.round(hours * 3600 * Period.SECOND));
    if (with != null && !Files.isDirectory(with)) {
      throw new UsageException("There is no folder " + with + " (--with names what replay wrote)");
    }
    Path folder = output.folder();
    if (folder == null && with != null) {
      throw new UsageException("--with adds to a folder (--out names one)");
    }
    List<FlowLog> logs = new SimulatedLogs(file, output).all(transitGatewayLogs);
    List<Attack> attacks = new ArrayList<>();
    RecorderTotals totals = record(file, logs, chosen, time, folder, attacks);
    if (folder != null && with != null) {
      Overlay.copy(with, folder);
    }
    print(folder == null ? terminal.err() : terminal.out(), totals, attacks);
  }

  private RecorderTotals record(
      NetworkFile file,
      List<FlowLog> logs,
      List<Scenario> chosen,
      Period time,
      @Nullable Path folder,
      List<Attack> attacks) {
    try (RecordSink sink = new BackgroundSink(output.sink(folder, seed, terminal.out()));
        TruthFile truth = new TruthFile(folder)) {
      RecorderSettings settings =
          RecorderSettings.over(time).withSilence(output.nodata()).withOutages(outages(file, time));
      SimulationPlan.Run run =
          new SimulationPlan(file, !quiet, chosen, level, seed).run(logs, settings, sink, truth);
      attacks.addAll(run.attacks());
      Recorder recorder = run.recorder();
      recorder.lostWindows().forEach(window -> truth.write(lost(window)));
      return recorder.totals();
    }
  }

  private List<Outage> outages(NetworkFile file, Period time) {
    SplittableRandom random = new SplittableRandom(seed * 31 + 17);
    List<Eni> enis = file.network().enis();
    List<Outage> outages = new ArrayList<>();
    for (int i = 0; i < skipdata; i++) {
      long at = random.nextLong(time.from(), time.to());
      outages.add(new Outage(enis.get(random.nextInt(enis.size())).id(), new Period(at, at + 1)));
    }
    return outages;
  }

  /** A window that SKIPDATA stands for, as truth. */
  private static Map<String, Object> lost(LostWindow window) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("phase", "skipdata");
    line.put("interfaces", window.point());
    line.put("start", TruthFile.instant(window.period().from()));
    line.put("end", TruthFile.instant(window.period().to()));
    line.put("records", window.records());
    line.put("packets", window.packets());
    line.put("bytes", window.bytes());
    return line;
  }

  private static void print(PrintStream out, RecorderTotals totals, List<Attack> attacks) {
    out.printf(
        "%,d connections, %,d packets, %,d bytes%n",
        totals.connections(), totals.given().packets(), totals.given().bytes());
    out.printf(
        "%,d records, %,d NODATA, %,d SKIPDATA%n",
        totals.records(), totals.nodata(), totals.skipdata());
    unwritten(out, "lost where there is SKIPDATA", totals.lost());
    unwritten(out, "not recorded while flow logs were deleted", totals.suspended());
    if (!attacks.isEmpty()) {
      long contacts = attacks.stream().mapToLong(Attack::contacts).sum();
      out.printf("%,d contacts of attacks%n", contacts);
    }
  }

  private static void unwritten(PrintStream out, String where, RecorderTotals.Unwritten what) {
    if (what.records() > 0) {
      out.printf(
          "%,d records of %,d packets and %,d bytes %s%n",
          what.records(), what.packets(), what.bytes(), where);
    }
  }

  private void list() throws IOException {
    PrintStream out = terminal.out();
    out.println("Networks");
    for (Path file : files(Installation.home().resolve("networks"))) {
      NetworkFile known = readNetwork(file);
      out.printf("  %-16s %s%n", known.name(), known.about());
    }
    String tactic = "";
    for (Scenario scenario : Scenario.readAll(Installation.home().resolve("scenarios"))) {
      if (!scenario.tactic().equals(tactic)) {
        tactic = scenario.tactic();
        out.printf("%n%s%n", tactic);
      }
      out.printf("  %s (%s): %s%n", scenario.name(), scenario.technique(), scenario.about());
      out.printf("      %s%n", scenario.shows());
      for (Map.Entry<String, Yaml> parameter : scenario.parameters().entrySet()) {
        Yaml range = parameter.getValue();
        out.printf(
            "      %s: %s; mild %s, typical %s, loud %s%n",
            parameter.getKey(),
            range.at("about").text(),
            range.at("mild").texts(),
            range.at("typical").texts(),
            range.at("loud").texts());
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".yml")).sorted().toList();
    }
  }

  private static NetworkFile readNetwork(Path file) throws IOException {
    return NetworkFile.read(Yaml.read(file.toString(), Files.readString(file)));
  }

  private NetworkFile network() throws IOException {
    Path known = Installation.home().resolve("networks").resolve(network + ".yml");
    Path file = Files.exists(known) ? known : Path.of(network);
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "There is no network '" + network + "' (--list shows those that are)");
    }
    return readNetwork(file);
  }

  private List<Scenario> scenarios() throws IOException {
    List<Scenario> chosen = new ArrayList<>();
    for (String name : scenarios) {
      chosen.add(scenario(name.strip()));
    }
    return chosen;
  }

  private static Scenario scenario(String name) throws IOException {
    @Nullable Scenario found = null;
    for (Scenario scenario : Scenario.readAll(Installation.home().resolve("scenarios"))) {
      if (scenario.name().equals(name)
          || (scenario.tactic() + "/" + scenario.name()).equals(name)) {
        found = scenario;
      }
    }
    if (found != null) {
      return found;
    }
    if (Files.isRegularFile(Path.of(name))) {
      return Scenario.read(Path.of(name));
    }
    throw new UsageException("There is no scenario '" + name + "' (--list shows those that are)");
  }
}
