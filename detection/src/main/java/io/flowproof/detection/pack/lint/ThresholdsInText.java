package io.flowproof.detection.pack.lint;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import java.util.ArrayList;
import java.util.List;

/** A number that {@code tuning} gives as the default must stand in every text of the rule. */
final class ThresholdsInText implements LintCheck {
  @Override
  public String name() {
    return "thresholds-in-text";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    List<LintFinding> found = new ArrayList<>();
    for (Rule rule : pack.rules()) {
      for (Rule.Tuning tuning : rule.tuning()) {
        String value = tuning.byDefault();
        if (value.matches("[0-9.]+")) {
          LintCheck.texts(rule)
              .filter(text -> !Words.contains(text.text(), value))
              .forEach(
                  text ->
                      found.add(
                          about(
                              rule,
                              "The default %s of '%s' is not in %s"
                                  .formatted(value, tuning.name(), text.name()))));
        }
      }
    }
    return found;
  }
}
