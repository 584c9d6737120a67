package io.flowproof.detection.proof;

import java.util.List;

/**
 * How long it took from the first packet of an attack to the finding, as parts that follow each
 * other and add up.
 *
 * @param seconds in all
 * @param parts in the order of time
 */
public record TimeToDetect(double seconds, List<Share> parts) {
  /** Copies the list. */
  public TimeToDetect {
    parts = List.copyOf(parts);
  }

  /**
   * A part of the time.
   *
   * @param part which
   * @param seconds how long it took
   * @param origin where the figure comes from
   */
  public record Share(Part part, double seconds, Origin origin) {}

  /** The parts, in the order of time. */
  public enum Part {
    /** From the attack's first packet to the last one that the finding needed. */
    BEHAVIOUR,
    /** From that packet to the end of its aggregation window. */
    AGGREGATION,
    /** From there until AWS delivered the record. */
    DELIVERY,
    /** From there until the SIEM could search it. */
    INGEST,
    /** From there to the tick of the rule's schedule that found it. */
    SCHEDULE
  }

  /**
   * Where a figure of time comes from; figures of different origin are never added into one part.
   */
  public enum Origin {
    /** From the user's own collection. */
    MEASURED,
    /** From the virtual clock of a simulation. */
    SIMULATED,
    /** From what the service's documentation says. */
    ASSUMED
  }
}
