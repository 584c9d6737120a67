package io.flowproof.detection.trial;

import io.flowproof.detection.pack.Rule;
import io.flowproof.detection.pack.TestCase;
import io.flowproof.query.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of a case in one language of a rule.
 *
 * @param expected the findings that should have come, by entity
 * @param found those that came, at any tick
 * @param flows lines at fault, each under what it is about; bounded
 * @param problem why the text could not run, or null
 */
public record CaseResult(
    Rule rule,
    TestCase testCase,
    Language language,
    List<Map<String, String>> expected,
    List<Map<String, @Nullable String>> found,
    List<FlowsAtFault> flows,
    @Nullable String problem) {

  /** Copies the lists. */
  public CaseResult {
    expected = List.copyOf(expected);
    found = List.copyOf(found);
    flows = List.copyOf(flows);
  }

  /**
   * Lines that explain a finding that came and should not have, or one that should have come.
   *
   * @param entities the finding
   * @param lines the first of them as they stand in the logs
   * @param total how many there are
   */
  public record FlowsAtFault(
      Map<String, ? extends @Nullable String> entities, List<String> lines, long total) {}

  /** Whether exactly the expected findings came. */
  public boolean passes() {
    return problem == null && missing().isEmpty() && unexpected().isEmpty();
  }

  /** What should have come and did not. */
  public List<Map<String, String>> missing() {
    return expected.stream().filter(finding -> !found.contains(finding)).toList();
  }

  /** What came and should not have. */
  public List<Map<String, @Nullable String>> unexpected() {
    return found.stream().filter(finding -> !expected.contains(finding)).toList();
  }

  /** What was expected, what came, and the flows at fault, a line each. */
  public String explain() {
    if (passes()) {
      return "%s of %s: %s: passes".formatted(language, rule.name(), testCase.name());
    }
    List<String> lines = new ArrayList<>();
    lines.add("%s of %s: %s".formatted(language, rule.name(), testCase.name()));
    if (problem != null) {
      lines.add("  could not run: " + problem);
      return String.join("\n", lines);
    }
    lines.add("  expected " + texts(expected.stream()));
    lines.add("  found    " + texts(found.stream()));
    for (FlowsAtFault fault : flows) {
      boolean missing = expected.contains(fault.entities());
      lines.add(
          "  %s %s: %,d flows%s"
              .formatted(
                  missing ? "missing" : "unexpected",
                  text(fault.entities()),
                  fault.total(),
                  missing ? " with these entities" : " passed the rule's own filters"));
      fault.lines().forEach(line -> lines.add("    " + line));
      if (fault.total() > fault.lines().size() && !fault.lines().isEmpty()) {
        lines.add("    …");
      }
    }
    return String.join("\n", lines);
  }

  private static String texts(Stream<? extends Map<String, ? extends @Nullable String>> findings) {
    List<String> texts = findings.map(CaseResult::text).sorted().toList();
    return texts.isEmpty() ? "none" : String.join("; ", texts);
  }

  private static String text(Map<String, ? extends @Nullable String> finding) {
    List<String> parts = new ArrayList<>();
    finding.forEach((name, value) -> parts.add(name + " " + value));
    return String.join(", ", parts);
  }
}
