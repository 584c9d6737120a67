package io.flowproof.detection.pack;

import java.time.Duration;
import java.util.Set;

/**
 * What a rule asks of the recording, beside the fields: what an engineer sets when he creates a
 * flow log.
 *
 * @param needs records without which the rule is blind
 * @param wants records without which it is degraded
 * @param longestInterval the longest aggregation interval that does not degrade it
 */
public record Recording(Set<Traffic> needs, Set<Traffic> wants, Duration longestInterval) {
  /** The longest interval that AWS offers. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /** Nothing is asked. */
  public static final Recording ANY = new Recording(Set.of(), Set.of(), LONGEST);

  /** Copies the sets. */
  public Recording {
    needs = Set.copyOf(needs);
    wants = Set.copyOf(wants);
  }

  /** Kinds of records, as the traffic type of a flow log tells them apart. */
  public enum Traffic {
    /** Of accepted traffic. */
    ACCEPT,
    /** Of rejected traffic. */
    REJECT
  }
}
