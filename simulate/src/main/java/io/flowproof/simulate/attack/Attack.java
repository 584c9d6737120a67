package io.flowproof.simulate.attack;

import io.flowproof.simulate.behaviour.Cast;
import io.flowproof.simulate.behaviour.ContactListener;
import io.flowproof.simulate.behaviour.ContactPlan;
import io.flowproof.simulate.behaviour.Contacts;
import io.flowproof.simulate.behaviour.Range;
import io.flowproof.simulate.behaviour.Simulation;
import io.flowproof.simulate.deliver.TruthFile;
import io.flowproof.simulate.network.Yaml;
import io.flowproof.simulate.record.PacketGroup;
import io.flowproof.simulate.record.Period;
import io.flowproof.simulate.record.Suspension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A scenario that is carried out: its phases one after the other, each contact written down as
 * truth. It begins at a time that the seed decides, within the first third of the simulation.
 */
public final class Attack {
  private static final String DELETE = "delete-flow-logs";

  private final Scenario scenario;
  private final Level level;
  private final Cast cast;
  private final TruthFile truth;
  private final SplittableRandom random;
  private final List<Yaml> phases;
  private final List<Deletion> deletions = new ArrayList<>();
  private final Map<String, Cast.Hosts> hosts = new LinkedHashMap<>();
  private long contacts;

  /** A time without flow logs. */
  private record Deletion(String technique, Suspension suspension) {}

  /** An attack on the network of that cast. */
  public Attack(Scenario scenario, Level level, Cast network, TruthFile truth, long seed) {
    this.scenario = scenario;
    this.level = level;
    this.truth = truth;
    this.random = new SplittableRandom(seed * 31 + scenario.name().hashCode());
    this.cast = network.copy();
    Yaml drawn = scenario.drawn(level, random);
    this.phases = drawn.at("phases").items();
    drawn
        .at("hosts")
        .entries()
        .forEach(
            (name, words) -> {
              Cast.Hosts found = cast.find(words, words.text(), random);
              hosts.put(name, found);
              cast.name(name, found);
            });
  }

  /**
   * The addresses of the scenario's hosts, by their names: private ones for interfaces. Hosts that
   * cannot be counted, such as those of the whole internet, are not there.
   */
  public Map<String, List<String>> hosts() {
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    hosts.forEach(
        (name, known) -> {
          if (known.size() > 0) {
            addresses.put(
                name,
                IntStream.range(0, known.size())
                    .mapToObj(number -> known.get(number, random).address().toString())
                    .toList());
          }
        });
    return addresses;
  }

  /** How many contacts it made. */
  public long contacts() {
    return contacts;
  }

  /** Adds it to a simulation. */
  public void begin(Simulation simulation) {
    Period time = simulation.time();
    double share = 0.05 + 0.28 * random.nextDouble();
    phase(0, time.from() + (long) ((time.to() - time.from()) * share), simulation);
  }

  private void phase(int number, long start, Simulation simulation) {
    if (number >= phases.size()) {
      return;
    }
    Yaml phase = phases.get(number);
    long dwell = Math.round(Range.read(phase.at("dwell")).drawn(random) * Period.SECOND);
    long begin = start + dwell;
    if (phase.at("name").text().equals(DELETE)) {
      delete(phase, begin, number, simulation);
      return;
    }
    ContactPlan plan = ContactPlan.read(phase);
    Cast.Hosts from = cast.find(phase.at("from"), plan.from(), random);
    Cast.Hosts to = cast.find(phase.at("to"), plan.to(), random);
    boolean together =
        number + 1 < phases.size() && phases.get(number + 1).at("together").flagOr(false);
    int clocks = Simulation.clocks(plan, from, to);
    if (plan.at() >= 0) {
      begin = Math.max(number == 0 ? simulation.time().from() : begin, simulation.time().from());
      long latest = Contacts.latest(plan, begin);
      if (latest >= simulation.time().to()) {
        throw phase
            .at("at")
            .wrong(
                "This is not within the simulation, which must go on until "
                    + TruthFile.instant(latest)
                    + " (--start and --hours say when it is)");
      }
    }
    simulation.add(
        plan,
        from,
        to,
        begin,
        random.split(),
        new Phase(
            phase.at("technique").textOr(scenario.technique()), number, together ? -1 : clocks));
    if (together) {
      phase(number + 1, begin, simulation);
    }
  }

  private void delete(Yaml phase, long begin, int number, Simulation simulation) {
    long lasts = Math.round(Range.read(phase.at("lasts")).drawn(random) * Period.SECOND);
    deletions.add(
        new Deletion(
            phase.at("technique").textOr(scenario.technique()),
            simulation.recorder().suspend(new Period(begin, begin + lasts))));
    boolean during =
        number + 1 < phases.size() && phases.get(number + 1).at("together").flagOr(false);
    phase(number + 1, during ? begin : begin + lasts, simulation);
  }

  /** Writes down what is known only at the end: what deleted flow logs would have recorded. */
  public void end() {
    for (Deletion deletion : deletions) {
      Suspension suspension = deletion.suspension();
      Map<String, Object> line = head(DELETE, deletion.technique());
      line.put("start", TruthFile.instant(suspension.period().from()));
      line.put("end", TruthFile.instant(suspension.period().to()));
      line.put("records", suspension.unwritten().records());
      line.put("packets", suspension.unwritten().packets());
      line.put("bytes", suspension.unwritten().bytes());
      truth.write(line);
    }
  }

  private Map<String, Object> head(String phase, String technique) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("scenario", scenario.name());
    line.put("level", level.name().toLowerCase(Locale.ROOT));
    line.put("tactic", scenario.tactic());
    line.put("technique", technique);
    line.put("phase", phase);
    return line;
  }

  /** Writes a phase's contacts down, and begins the next one when all its clocks have ended. */
  private final class Phase implements ContactListener {
    private final String technique;
    private final int number;
    private int running;

    Phase(String technique, int number, int running) {
      this.technique = technique;
      this.number = number;
      this.running = running;
    }

    @Override
    public void contacted(Contacts.Contact contact) {
      contacts++;
      List<PacketGroup> groups = contact.groups();
      Map<String, Object> line = head(contact.plan().name(), technique);
      line.put("client", contact.client().address());
      line.put("client_port", contact.clientPort());
      line.put("server", contact.server().address());
      line.put("server_port", contact.serverPort());
      line.put("protocol", contact.plan().protocol());
      line.put("start", TruthFile.instant(groups.getFirst().first()));
      line.put(
          "end",
          TruthFile.instant(groups.stream().mapToLong(PacketGroup::last).max().orElseThrow()));
      line.put("packets", groups.stream().mapToLong(PacketGroup::packets).sum());
      line.put("bytes", groups.stream().mapToLong(PacketGroup::bytes).sum());
      line.put(
          "interfaces",
          contact.track().journey().there().stream()
              .map(step -> step.point().id())
              .collect(Collectors.toCollection(TreeSet::new))
              .stream()
              .collect(Collectors.joining(",")));
      truth.write(line);
    }

    @Override
    public void finished(long now, Simulation simulation) {
      running--;
      if (running == 0) {
        phase(number + 1, now, simulation);
      }
    }
  }
}
