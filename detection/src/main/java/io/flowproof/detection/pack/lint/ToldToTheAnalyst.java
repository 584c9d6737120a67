package io.flowproof.detection.pack.lint;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import java.util.ArrayList;
import java.util.List;

/** Who gets the finding must be told what honestly looks the same, and what to do. */
final class ToldToTheAnalyst implements LintCheck {
  @Override
  public String name() {
    return "told-to-the-analyst";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    List<LintFinding> found = new ArrayList<>();
    for (Rule rule : pack.rules()) {
      if (rule.falsePositives().isEmpty()) {
        found.add(about(rule, "No falsePositives"));
      }
      if (rule.response().isEmpty()) {
        found.add(about(rule, "No response"));
      }
    }
    return found;
  }
}
