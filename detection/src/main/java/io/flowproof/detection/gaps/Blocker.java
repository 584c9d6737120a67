package io.flowproof.detection.gaps;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One of the five things that keep an investigation from an answer.
 *
 * @param kind which
 * @param verdict whether it is there
 * @param facts what was found, or what the verdict rests on; never empty
 * @param now what to do now, commands among it; empty where nothing is to be done
 */
public record Blocker(Kind kind, Verdict verdict, List<Fact> facts, List<String> now) {

  /** The five. */
  public enum Kind {
    /** Logs were deleted or overwritten, or will be soon. */
    LOGS_ROTATED("Logs rotated or overwritten"),
    /** The SIEM has fewer records than AWS delivered. */
    SIEM_NOT_INGESTING("SIEM not ingesting"),
    /** Containing the attacker would lose evidence, or did. */
    PRESERVATION_IN_CONFLICT("Preservation in conflict with containment"),
    /** Somebody stopped, narrowed or changed logs. */
    ANTI_FORENSICS("Anti-forensics"),
    /** Somebody may have done something where nothing records. */
    COVERAGE_MISSING("Coverage missing");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  /** What can be said. */
  public enum Verdict {
    /** It is there. */
    FOUND("found"),
    /** It was looked for, and is not there. */
    NOT_FOUND("not found"),
    /** What would tell is not here. */
    CANNOT_TELL("cannot tell");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /**
   * A fact, and what it says for the verdict.
   *
   * @param says the verdict that this fact alone would give
   * @param text in a sentence
   * @param when the time that it is about; null for none
   */
  public record Fact(Verdict says, String text, @Nullable Period when) {}

  /** Copies the lists. */
  public Blocker {
    facts = List.copyOf(facts);
    now = List.copyOf(now);
  }

  /**
   * Gathers facts. Found wins; where something that would tell is not here and nothing was found,
   * nobody can tell.
   */
  static final class Draft {
    private final Kind kind;
    private final List<Fact> facts = new ArrayList<>();
    private final List<String> now = new ArrayList<>();

    Draft(Kind kind) {
      this.kind = kind;
    }

    Draft found(String text) {
      return fact(Verdict.FOUND, text, null);
    }

    Draft found(String text, @Nullable Period when) {
      return fact(Verdict.FOUND, text, when);
    }

    Draft fine(String text) {
      return fact(Verdict.NOT_FOUND, text, null);
    }

    Draft open(String text) {
      return fact(Verdict.CANNOT_TELL, text, null);
    }

    private Draft fact(Verdict says, String text, @Nullable Period when) {
      facts.add(new Fact(says, text, when));
      return this;
    }

    /** Something to do; the same twice is once. */
    Draft now(String text) {
      if (!now.contains(text)) {
        now.add(text);
      }
      return this;
    }

    boolean has(Verdict verdict) {
      return facts.stream().anyMatch(fact -> fact.says() == verdict);
    }

    Blocker finish() {
      Verdict verdict =
          has(Verdict.FOUND)
              ? Verdict.FOUND
              : has(Verdict.CANNOT_TELL) ? Verdict.CANNOT_TELL : Verdict.NOT_FOUND;
      List<Fact> inOrder = new ArrayList<>();
      for (Predicate<Fact> part :
          List.<Predicate<Fact>>of(
              fact -> fact.says() == Verdict.FOUND,
              fact -> fact.says() == Verdict.CANNOT_TELL,
              fact -> fact.says() == Verdict.NOT_FOUND)) {
        facts.stream().filter(part).forEach(inOrder::add);
      }
      return new Blocker(kind, verdict, inOrder, now);
    }
  }
}
