package io.flowproof.detection.pack.lint;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.query.Language;
import java.util.ArrayList;
import java.util.List;

/** Each language of a rule needs a case that fires and one that stays silent. */
final class FiringAndSilentTests implements LintCheck {
  @Override
  public String name() {
    return "firing-and-silent-tests";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    List<LintFinding> found = new ArrayList<>();
    for (Rule rule : pack.rules()) {
      for (Language language : Language.values()) {
        if (rule.text(language).isPresent()) {
          List<TestCase> cases =
              rule.tests().stream().filter(c -> c.languages().contains(language)).toList();
          if (cases.stream().noneMatch(TestCase::fires)) {
            found.add(about(rule, "No test in which the " + language + " fires"));
          }
          if (cases.stream().allMatch(TestCase::fires)) {
            found.add(about(rule, "No test in which the " + language + " stays silent"));
          }
        }
      }
    }
    return found;
  }
}
