package io.flowproof.detection.pack.lint;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.query.Language;
import java.util.ArrayList;
import java.util.List;

/**
 * Each language of a rule needs a case of every kind: two that fire, typical and just above the
 * threshold, and three that are silent, just below, the nearest honest look-alike, and the other
 * direction.
 */
final class KindsOfTests implements LintCheck {
  @Override
  public String name() {
    return "kinds-of-tests";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    List<LintFinding> found = new ArrayList<>();
    for (Rule rule : pack.rules()) {
      for (TestCase.Kind kind : TestCase.Kind.values()) {
        List<Language> missing = new ArrayList<>();
        for (Language language : Language.values()) {
          if (rule.text(language).isPresent()
              && rule.tests().stream()
                  .noneMatch(test -> test.kind() == kind && test.languages().contains(language))) {
            missing.add(language);
          }
        }
        if (!missing.isEmpty()) {
          found.add(about(rule, "No test of kind '" + kind.word() + "' " + of(missing)));
        }
      }
    }
    return found;
  }

  private static String of(List<Language> languages) {
    return "of the "
        + String.join(" and the ", languages.stream().map(Language::toString).toList());
  }
}
