package io.flowproof.detection.proof;

import java.util.Arrays;
import java.util.Optional;

/** How much is proven of a rule. Levels are cumulative: who has one has all below it. */
public enum ProofLevel {
  /** The files exist. */
  WRITTEN(0),
  /** Both texts parse and bind, the needed fields exist in some format, the techniques exist. */
  VALID(1),
  /** Every case of its tests passes in both languages. */
  TESTED(2),
  /** KQL and SPL give the same entities on generated traffic. */
  AGREEING(3),
  /** Mutants of the texts are killed by the tests. */
  ROBUST(4),
  /**
   * Seen to fire on attacks that its author did not have before him, and measured on honest days.
   */
  REPLAYED(5);

  private final int number;

  ProofLevel(int number) {
    this.number = number;
  }

  /** The level of that number; empty for a number that none has. */
  public static Optional<ProofLevel> of(int number) {
    return Arrays.stream(values()).filter(level -> level.number == number).findFirst();
  }

  /** The next level; empty above the highest. */
  public Optional<ProofLevel> above() {
    return of(number + 1);
  }

  /** The number, 0 to 5. */
  public int number() {
    return number;
  }
}
