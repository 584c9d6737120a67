package io.flowproof.detection.coverage;

import java.util.List;

/**
 * How a user's network is recorded, part by part.
 *
 * @param source where this comes from, for people
 * @param unit what the amounts count
 * @param stretches the parts
 * @param doubts what cannot be told from the source, a sentence each
 */
public record Observation(String source, Unit unit, List<Stretch> stretches, List<String> doubts) {
  /** Copies the lists. */
  public Observation {
    stretches = List.copyOf(stretches);
    doubts = List.copyOf(doubts);
  }

  /** The amount of all parts. */
  public double amount() {
    return stretches.stream().mapToDouble(Stretch::amount).sum();
  }

  /** What an amount counts. */
  public enum Unit {
    /** An interface for an hour: logs know their time. */
    INTERFACE_HOURS("interface-hours"),
    /** An interface: an inventory knows them. */
    INTERFACES("interfaces"),
    /** A VPC, subnet or interface that a flow log names. */
    RESOURCES("resources with flow logs");

    private final String words;

    Unit(String words) {
      this.words = words;
    }

    /** As it is printed after a number. */
    public String words() {
      return words;
    }
  }

  /**
   * A part that is recorded in one way.
   *
   * @param resource such as {@code eni-0a1b…} or {@code vpc-0a1b…}
   * @param where it lies, such as a subnet; empty where that is not known
   * @param amount how much it is, in the unit
   * @param ways how it is recorded, each by a flow log of its own; a rule has the best of them
   */
  public record Stretch(String resource, String where, double amount, List<Recorded> ways) {
    /** Copies the list. */
    public Stretch {
      ways = List.copyOf(ways);
    }
  }
}
