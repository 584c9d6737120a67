package io.flowproof.app.report;

import io.flowproof.core.source.SourceText;
import io.flowproof.detection.proof.Agreement;
import io.flowproof.detection.proof.Agreement.Disagreement;
import io.flowproof.detection.proof.Outcome;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofLevel;
import io.flowproof.detection.proof.Robustness.Fate;
import io.flowproof.detection.proof.Robustness.Mutant;
import io.flowproof.detection.proof.RuleProof;
import io.flowproof.detection.proof.RuleProof.Effort;
import io.flowproof.detection.proof.Testing.CaseResult;
import io.flowproof.detection.proof.Verdict;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A proof as a person reads it: a table of all rules, then what to do about each that lacks. */
public final class ProofReport {
  private static final int MOST_FLOWS = 4;
  private static final int MOST_MUTANTS = 12;
  private static final int MOST_FAILURES = 3;
  private static final String ABSENT = "-";

  private final PrintStream out;
  private final Page page;

  /** Prints to a stream. */
  public ProofReport(PrintStream out, Page page) {
    this.out = out;
    this.page = page;
  }

  /** Prints all of it. */
  public void print(Proof proof) {
    table(proof.rules());
    ReplayReport.print(proof, out);
    List<RuleProof> below = proof.rules().stream().filter(rule -> !rule.isEnough()).toList();
    below.forEach(this::lacking);
    List<RuleProof> enough =
        proof.rules().stream()
            .filter(RuleProof::isEnough)
            .filter(rule -> next(rule) != null && !isUntried(rule))
            .toList();
    if (!enough.isEmpty()) {
      out.println();
      out.println("Enough for their status; what further levels lack:");
      enough.forEach(this::nextStep);
    }
    summary(proof, below.size());
  }

  /** What is proven when the work is stopped: some of so many rules. */
  public void printSoFar(List<RuleProof> proven, int all) {
    if (!proven.isEmpty()) {
      table(proven);
      out.println();
    }
    out.println("Stopped: %d of %s proven".formatted(proven.size(), Numbers.count(all, "rule")));
  }

  private void table(List<RuleProof> rules) {
    Layout layout = Layout.columns("lllrll");
    layout.line("rule", "status", "proven", "cases", "samples that fire", "mutants killed");
    layout.line("----", "------", "------", "-----", "-----------------", "--------------");
    for (RuleProof rule : rules) {
      layout.line(
          Printable.of(rule.name()),
          word(rule.status()),
          level(rule.level()) + (rule.isEnough() ? "" : "  BELOW " + level(rule.demanded())),
          cases(rule),
          samples(rule.agreeing()),
          mutants(rule));
    }
    layout.lines("").forEach(out::println);
  }

  static String level(ProofLevel level) {
    return level.number() + " " + word(level);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String cases(RuleProof rule) {
    List<CaseResult> cases = rule.tested().cases();
    return cases.isEmpty()
        ? ABSENT
        : cases.stream().filter(CaseResult::passed).count() + "/" + cases.size();
  }

  private static String samples(Agreement agreement) {
    if (agreement.samples() == 0) {
      return ABSENT;
    }
    List<String> firing =
        agreement.firing().stream().map(f -> f.language() + " " + f.fired()).toList();
    return String.join(", ", firing)
        + " of "
        + agreement.samples()
        + (agreement.disagreements().isEmpty() ? "" : ", differ");
  }

  private static String mutants(RuleProof rule) {
    List<Mutant> counted =
        rule.robust().mutants().stream().filter(mutant -> mutant.fate() != Fate.INVALID).toList();
    if (counted.isEmpty()) {
      return ABSENT;
    }
    long killed = counted.stream().filter(m -> m.fate() == Fate.KILLED).count();
    long same = counted.stream().filter(m -> m.fate() == Fate.EQUIVALENT).count();
    return killed + "/" + counted.size() + (same == 0 ? "" : ", " + same + " equivalent");
  }

  /** The first level that is not shown, or null. */
  private static @Nullable ProofLevel next(RuleProof rule) {
    return rule.level().above().orElse(null);
  }

  private static boolean isUntried(RuleProof rule) {
    ProofLevel next = next(rule);
    return next != null && rule.outcome(next).verdict() == Verdict.NOT_TRIED;
  }

  private void lacking(RuleProof rule) {
    out.println();
    out.println(
        page.alarm("BELOW")
            + "  "
            + page.strong(Printable.of(rule.name()))
            + "  is "
            + level(rule.level())
            + "; '"
            + word(rule.status())
            + "' demands "
            + level(rule.demanded()));
    for (ProofLevel level : ProofLevel.values()) {
      Outcome outcome = rule.outcome(level);
      boolean isNext = level == next(rule);
      if (!outcome.isShown() && (isNext || outcome.verdict() != Verdict.NOT_TRIED)) {
        out.println("  " + level(level) + ": " + Printable.of(outcome.reasons().getFirst()));
        outcome.reasons().stream()
            .skip(1)
            .limit(MOST_FAILURES)
            .forEach(reason -> out.println("    also: " + Printable.of(reason)));
        details(rule, level);
        out.println("    do: " + advice(rule, level));
      }
    }
  }

  private void nextStep(RuleProof rule) {
    for (ProofLevel level : ProofLevel.values()) {
      Outcome outcome = rule.outcome(level);
      if (level == next(rule) || outcome.verdict() == Verdict.REFUTED) {
        out.println(
            "  %s: %s: %s"
                .formatted(
                    Printable.of(rule.name()),
                    level(level),
                    Printable.of(outcome.reasons().getFirst())));
        details(rule, level);
      }
    }
  }

  private void details(RuleProof rule, ProofLevel level) {
    switch (level) {
      case VALID ->
          rule.valid().problems().forEach(problem -> indented(problem.rendered(), "    "));
      case TESTED ->
          rule.tested().cases().stream()
              .map(CaseResult::failure)
              .filter(failure -> failure != null)
              .limit(MOST_FAILURES)
              .forEach(failure -> indented(String.valueOf(failure), "    "));
      case AGREEING ->
          rule.agreeing().disagreements().forEach(difference -> disagreement(rule, difference));
      case ROBUST -> survivors(rule);
      case WRITTEN, REPLAYED -> {}
    }
  }

  private void disagreement(RuleProof rule, Disagreement difference) {
    entities("only KQL finds", difference.onlyKql());
    entities("only SPL finds", difference.onlySpl());
    out.println(
        "    in %s%s, at %s:"
            .formatted(
                Numbers.count(difference.flows(), "flow"),
                difference.smallest() ? " (without any one of them both agree)" : "",
                difference.tick()));
    List<String> lines = difference.log().lines().toList();
    lines.stream().limit(1 + MOST_FLOWS).forEach(line -> indented(line, "      "));
    if (lines.size() > 1 + MOST_FLOWS) {
      out.println(
          "      … and %s alike, all in proof.json"
              .formatted(Numbers.count(lines.size() - 1 - MOST_FLOWS)));
    }
    text("KQL", rule.kql());
    text("SPL", rule.spl());
  }

  private void text(String language, @Nullable String text) {
    if (text != null) {
      out.println("    " + language);
      indented(text, "      ");
    }
  }

  private void entities(String who, List<Map<String, @Nullable String>> entities) {
    if (!entities.isEmpty()) {
      List<String> texts = new ArrayList<>();
      for (Map<String, @Nullable String> one : entities) {
        texts.add(
            String.join(
                ", ",
                one.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(e -> e.getKey() + " " + (e.getValue() == null ? "(none)" : e.getValue()))
                    .toList()));
      }
      out.println("    %s: %s".formatted(who, Printable.of(String.join("; ", texts))));
    }
  }

  private void survivors(RuleProof rule) {
    List<Mutant> survivors =
        rule.robust().survivors().stream()
            .sorted(Comparator.comparing(mutant -> !mutant.kind().mustDie()))
            .toList();
    Layout layout = Layout.columns("llll");
    survivors.stream()
        .limit(MOST_MUTANTS)
        .forEach(
            mutant ->
                layout.line(
                    mutant.id(),
                    "line " + mutant.line(),
                    word(mutant.kind()) + (mutant.kind().mustDie() ? "" : " (may survive)"),
                    Printable.of(
                        mutant.change() + (mutant.by() == null ? "" : " [" + mutant.by() + "]"))));
    layout.lines("    ").forEach(out::println);
    if (survivors.size() > MOST_MUTANTS) {
      out.println("    … and %d more in proof.json".formatted(survivors.size() - MOST_MUTANTS));
    }
  }

  private void indented(String text, String indent) {
    new SourceText("", text)
        .text()
        .lines()
        .forEach(line -> out.println((indent + Printable.of(line)).stripTrailing()));
  }

  private static String advice(RuleProof rule, ProofLevel level) {
    String again = "flowproof prove --rule " + rule.name();
    return switch (level) {
      case WRITTEN -> again;
      case VALID -> "mend the text, then " + again;
      case TESTED -> "mend the rule or its cases (tests.yml), then " + again;
      case AGREEING ->
          "make both texts mean the same; what the SIEMs themselves do differently goes, with its"
              + " reason, into known-differences.yml";
      case ROBUST ->
          "add a case that tells the mutant from the rule, or leave the condition out; what no flow"
              + " can tell goes, with its reason, into equivalent-mutants.yml";
      case REPLAYED -> "look at what was missed, and at what fired on honest days";
    };
  }

  private void summary(Proof proof, int below) {
    out.println();
    List<String> counts = new ArrayList<>();
    for (ProofLevel level : ProofLevel.values()) {
      long count = proof.rules().stream().filter(rule -> rule.level() == level).count();
      if (count > 0) {
        counts.add(count + " " + word(level));
      }
    }
    out.println(
        "%s: %s; %s"
            .formatted(
                Numbers.count(proof.rules().size(), "rule"),
                String.join(", ", counts),
                below == 0
                    ? "each has the level that its status demands"
                    : below + " below the level that the status demands"));
    out.println("Seed %d, ATT&CK %s".formatted(proof.seed(), proof.attack()));
  }

  /** How long each rule took, the longest first. */
  public void printTimes(Proof proof) {
    List<String> times =
        proof.rules().stream()
            .sorted(Comparator.comparingDouble(rule -> -seconds(rule)))
            .map(
                rule ->
                    "%s %s"
                        .formatted(
                            Printable.of(rule.name()),
                            rule.seconds().stream().allMatch(Effort::cached)
                                ? "cached"
                                : String.format(Locale.ROOT, "%.1f s", seconds(rule))))
            .toList();
    out.println("Time: " + String.join(", ", times));
  }

  private static double seconds(RuleProof rule) {
    return rule.seconds().stream().mapToDouble(Effort::seconds).sum();
  }
}
