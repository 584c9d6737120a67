package io.flowproof.detection.pack.lint;

import io.flowproof.detection.pack.Pack;
import io.flowproof.detection.pack.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ids and names of rules must differ: findings, exemptions and the command line refer to them. */
final class UniqueIds implements LintCheck {
  @Override
  public String name() {
    return "unique-ids";
  }

  @Override
  public List<LintFinding> findings(Pack pack) {
    List<LintFinding> found = new ArrayList<>();
    Map<Object, Rule> seen = new HashMap<>();
    for (Rule rule : pack.rules()) {
      for (Object key : List.of(rule.id(), rule.name())) {
        Rule other = seen.putIfAbsent(key, rule);
        if (other != null) {
          found.add(about(rule, "'%s' is also that of %s".formatted(key, other.directory())));
        }
      }
    }
    return found;
  }
}
