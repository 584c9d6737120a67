package io.flowproof.detection.proof;

import io.flowproof.query.Language;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Level 4: mutants of the texts, against the rule's own cases.
 *
 * @param outcome whether the tests kill what they must
 * @param mutants each of them, in the order of the texts
 */
public record Robustness(Outcome outcome, List<Mutant> mutants) {
  /** The share of all mutants of a text that the tests must kill. */
  public static final double ENOUGH = 0.9;

  /** The share of all mutants of a text that may be marked as equivalent. */
  public static final double MOST_EQUIVALENT = 0.05;

  /** Copies the list. */
  public Robustness {
    mutants = List.copyOf(mutants);
  }

  /** The mutants of a language. */
  public List<Mutant> of(Language language) {
    return mutants.stream().filter(mutant -> mutant.language() == language).toList();
  }

  /** The mutants that no test killed and nobody explained. */
  public List<Mutant> survivors() {
    return mutants.stream().filter(mutant -> mutant.fate() == Fate.SURVIVED).toList();
  }

  /**
   * A text with one thing changed.
   *
   * @param id short and stable: the same change of the same text has the same id
   * @param language of the text
   * @param kind what was changed
   * @param line of the text where it was changed, from 1
   * @param column from 1
   * @param change what stood there and what stands there now, such as {@code Count > 100 → Count >=
   *     100}
   * @param text the whole mutant, as the language's printer writes it
   * @param fate what became of it
   * @param by the first case that killed it; why it is equivalent; what the compiler or the engine
   *     said; null for a survivor
   */
  public record Mutant(
      String id,
      Language language,
      Kind kind,
      int line,
      int column,
      String change,
      String text,
      Fate fate,
      @Nullable String by) {}

  /** What a mutant changes. */
  public enum Kind {
    /** A number that something is compared with, by one. */
    THRESHOLD(true),
    /** A comparison: {@code >} for {@code >=}, {@code ==} for {@code !=}. */
    COMPARISON(true),
    /** A value taken out of a list, of ports, protocols or addresses. */
    SET(true),
    /** A condition taken away. */
    DROPPED_CONDITION(true),
    /** A condition turned round. */
    NEGATED_CONDITION(false),
    /** A span of time. */
    WINDOW(true),
    /** An aggregate function. */
    AGGREGATE(false),
    /** A key of a group taken away. */
    GROUP_KEY(false),
    /** The kind of a join. */
    JOIN_KIND(false);

    private final boolean everyOne;

    Kind(boolean everyOne) {
      this.everyOne = everyOne;
    }

    /** True when every single mutant of the kind must be killed. */
    public boolean mustDie() {
      return everyOne;
    }
  }

  /** What became of a mutant. */
  public enum Fate {
    /** A case that the rule passes fails with it. */
    KILLED,
    /** Every case passes with it. */
    SURVIVED,
    /** It survived, is marked as equivalent, and gave equal results on the parity samples. */
    EQUIVALENT,
    /** It is no query: the compiler refuses it. It counts neither way. */
    INVALID
  }
}
