package io.flowproof.detection.pack;

import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.simulate.attack.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Flow logs that a case is given by simulating a network.
 *
 * @param network name of a network, as {@code flowproof simulate --list} shows them
 * @param honest whether its honest work goes on
 * @param scenarios names of the attacks; none for honest work alone
 * @param level how much of the attacks
 * @param parameters values of parameters that take the place of the level's, {@code 5} or {@code
 *     [2, 8]}
 * @param seed what chance is drawn from
 * @param start when it begins
 * @param lasts how long
 * @param format the fields of the records
 */
public record GivenSimulation(
    String network,
    boolean honest,
    List<String> scenarios,
    Level level,
    Map<String, String> parameters,
    long seed,
    Instant start,
    Duration lasts,
    LogFormat format) {

  /** Copies the collections. */
  public GivenSimulation {
    scenarios = List.copyOf(scenarios);
    parameters = Map.copyOf(parameters);
  }

  /** When it ends. */
  public Instant end() {
    return start.plus(lasts);
  }
}
