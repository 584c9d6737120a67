package io.flowproof.app.report;

import io.flowproof.detection.run.Finding;
import io.flowproof.query.Language;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    // There may be tens of thousands of findings: only those of the same entities are compared.
    Map<Subject, List<List<Finding>>> bySubject = new HashMap<>();
    for (Finding finding : findings) {
      List<List<Finding>> alike =
          bySubject.computeIfAbsent(Subject.of(finding), subject -> new ArrayList<>());
      List<Finding> group =
          alike.stream()
              .filter(found -> found.stream().allMatch(other -> isSame(other, finding)))
              .findFirst()
              .orElse(null);
      if (group == null) {
        group = new ArrayList<>();
        groups.add(group);
        alike.add(group);
      }
      group.add(finding);
    }
    return groups.stream().map(SharedFinding::sorted).toList();
  }

  /** What a finding is about, whenever it was. */
  private record Subject(String rule, Map<String, @Nullable String> entities) {
    static Subject of(Finding finding) {
      return new Subject(finding.rule().name(), finding.entities());
    }
  }

  private static SharedFinding sorted(List<Finding> group) {
    group.sort(java.util.Comparator.comparing(Finding::language));
    return new SharedFinding(List.copyOf(group));
  }

  /** Of two findings of one subject. */
  private static boolean isSame(Finding a, Finding b) {
    return a.language() != b.language()
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
