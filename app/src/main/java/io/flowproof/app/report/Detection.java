package io.flowproof.app.report;

import io.flowproof.detection.run.Finding;
import io.flowproof.detection.run.RuleOutcome;
import java.util.Comparator;
import java.util.List;

/**
 * What a run of rules brought: what became of each text, and what was searched.
 *
 * @param outcomes one for each text of each rule
 * @param searched what they ran over
 * @param contexts what is known of entities
 */
public record Detection(List<RuleOutcome> outcomes, Searched searched, EntityContexts contexts) {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing((Finding finding) -> finding.rule().severity())
          .reversed()
          .thenComparing(Finding::firstSeen)
          .thenComparing(finding -> finding.rule().name())
          .thenComparing(finding -> finding.entities().toString())
          .thenComparing(Finding::language);

  /** Copies the list. */
  public Detection {
    outcomes = List.copyOf(outcomes);
  }

  /** All findings, the worst first, then by time. */
  public List<Finding> findings() {
    return outcomes.stream().flatMap(outcome -> findings(outcome).stream()).sorted(ORDER).toList();
  }

  /** What one text found. */
  static List<Finding> findings(RuleOutcome outcome) {
    return switch (outcome) {
      case RuleOutcome.Ran ran -> ran.findings();
      case RuleOutcome.Failed failed -> failed.findings();
      case RuleOutcome.Blind blind -> List.of();
      case RuleOutcome.Invalid invalid -> List.of();
    };
  }
}
