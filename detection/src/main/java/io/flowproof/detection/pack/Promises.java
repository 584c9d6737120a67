package io.flowproof.detection.pack;

import java.time.Duration;
import java.util.List;

/**
 * What a rule promises of replays ({@code promises} in {@code rule.yml}); proof level 5 holds it to
 * them.
 *
 * @param detectWithin how long after an attack's first packet it is found at the latest
 * @param alertsPerDay how many alerts there are at most on an honest day of a network
 * @param leaves attacks of the rule's techniques that it does not look for
 */
public record Promises(Duration detectWithin, double alertsPerDay, List<Left> leaves) {
  /** Copies the list. */
  public Promises {
    leaves = List.copyOf(leaves);
  }

  /**
   * An attack that is left to others.
   *
   * @param scenario its name
   * @param to the rule that looks for it, or why none can
   */
  public record Left(String scenario, String to) {}

  /** Whether an attack is left to others. */
  public boolean leaves(String scenario) {
    return leaves.stream().anyMatch(left -> left.scenario().equals(scenario));
  }
}
