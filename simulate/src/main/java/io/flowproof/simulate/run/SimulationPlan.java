package io.flowproof.simulate.run;

import io.flowproof.simulate.attack.Attack;
import io.flowproof.simulate.attack.Level;
import io.flowproof.simulate.attack.Scenario;
import io.flowproof.simulate.behaviour.Cast;
import io.flowproof.simulate.behaviour.Simulation;
import io.flowproof.simulate.deliver.TruthFile;
import io.flowproof.simulate.network.NetworkFile;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.Recorder;
import io.flowproof.simulate.record.RecorderSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to happen in a network. The same plan gives the same records.
 *
 * @param file the network; it is used up by a run and must be read anew for the next
 * @param honest whether its honest work goes on
 * @param scenarios the attacks
 * @param level how much of them
 * @param seed what chance is drawn from
 */
public record SimulationPlan(
    NetworkFile file, boolean honest, List<Scenario> scenarios, Level level, long seed) {

  /** Copies the list. */
  public SimulationPlan {
    scenarios = List.copyOf(scenarios);
  }

  /**
   * What happened.
   *
   * @param recorder knows what was recorded and what was lost
   * @param attacks the attacks, in the order of the scenarios
   */
  public record Run(Recorder recorder, List<Attack> attacks) {}

  /**
   * Lets it happen.
   *
   * @param logs the flow logs that record it
   * @param settings when, and what is recorded besides traffic
   * @param sink gets the records; it is left open
   * @param truth gets every contact of the attacks; it is left open
   * @throws io.flowproof.simulate.network.InvalidFileException when a scenario wants somebody whom
   *     the network does not have
   */
  public Run run(List<FlowLog> logs, RecorderSettings settings, RecordSink sink, TruthFile truth) {
    Recorder recorder = new Recorder(file.network(), logs, settings, sink);
    Simulation simulation = new Simulation(file, recorder, settings.time());
    Cast cast = new Cast(file);
    if (honest) {
      simulation.work(cast, seed);
    }
    List<Attack> attacks = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      Attack attack = new Attack(scenario, level, cast, truth, seed);
      attack.begin(simulation);
      attacks.add(attack);
    }
    simulation.run();
    attacks.forEach(Attack::end);
    return new Run(recorder, attacks);
  }
}
