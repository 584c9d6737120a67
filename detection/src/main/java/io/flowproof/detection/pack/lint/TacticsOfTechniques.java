package io.flowproof.detection.pack.lint;

import io.flowproof.core.attack.AttackMatrix;
import io.flowproof.detection.pack.Pack;
import java.util.List;
import java.util.stream.Stream;

/** A technique must belong to the tactic that the rule gives it, in the pinned ATT&amp;CK. */
final class TacticsOfTechniques implements LintCheck {
  @Override
  public String name() {
    return "tactics-of-techniques";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    AttackMatrix matrix = AttackMatrix.pinned();
    return pack.rules().stream()
        .flatMap(
            rule ->
                rule.attack().stream()
                    .flatMap(t -> matrix.check(t.id(), t.tactic()).stream())
                    .flatMap(problem -> Stream.of(about(rule, problem.message()))))
        .toList();
  }
}
