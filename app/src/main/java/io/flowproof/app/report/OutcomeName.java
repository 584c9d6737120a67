package io.flowproof.app.report;

import io.flowproof.detection.run.RuleOutcome;

/** What became of a rule's text, in a word or two. */
final class OutcomeName {
  private OutcomeName() {}

  static String of(RuleOutcome outcome) {
    return switch (outcome) {
      case RuleOutcome.Ran ran -> "ran";
      case RuleOutcome.Blind blind -> "blind";
      case RuleOutcome.Failed failed -> "failed";
      case RuleOutcome.Invalid invalid ->
          invalid.problem().unsupportedOnly() ? "not supported" : "invalid";
    };
  }
}
