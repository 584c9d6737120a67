package io.flowproof.app.report;

import io.flowproof.detection.run.Finding;
import io.flowproof.query.Language;
import java.util.ArrayList;
import java.util.List;

/**
 * The same thing found by the texts of one rule: equal entities at overlapping times, at most one
 * finding of each language.
 *
 * @param findings at least one, in the order of their languages
 */
record SharedFinding(List<Finding> findings) {

  /** Puts together what belongs together; the order is that of each first finding. */
  static List<SharedFinding> of(List<Finding> findings) {
    List<List<Finding>> groups = new ArrayList<>();
    for (Finding finding : findings) {
      groups.stream()
          .filter(group -> group.stream().allMatch(other -> isSame(other, finding)))
          .findFirst()
          .ifPresentOrElse(
              group -> group.add(finding), () -> groups.add(new ArrayList<>(List.of(finding))));
    }
    return groups.stream().map(SharedFinding::sorted).toList();
  }

  private static SharedFinding sorted(List<Finding> group) {
    group.sort(java.util.Comparator.comparing(Finding::language));
    return new SharedFinding(List.copyOf(group));
  }

  private static boolean isSame(Finding a, Finding b) {
    return a.language() != b.language()
        && a.rule().name().equals(b.rule().name())
        && a.entities().equals(b.entities())
        && !a.firstSeen().isAfter(b.lastSeen())
        && !b.firstSeen().isAfter(a.lastSeen());
  }

  Finding first() {
    return findings.getFirst();
  }

  /** True when all languages saw the same records. */
  boolean isAgreed() {
    Finding first = first();
    return findings.stream()
        .allMatch(
            f ->
                f.flows() == first.flows()
                    && f.bytes() == first.bytes()
                    && f.firstSeen().equals(first.firstSeen())
                    && f.lastSeen().equals(first.lastSeen()));
  }

  List<Language> languages() {
    return findings.stream().map(Finding::language).toList();
  }
}
