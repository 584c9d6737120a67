package io.flowproof.detection.run;

import io.flowproof.detection.pack.Rule;
import io.flowproof.query.Language;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes findings of the results of one rule's text, window by window in order of time: the same
 * entities in windows that overlap are one finding.
 */
final class FindingCollector {
  private final Rule rule;
  private final Language language;
  private final int mostLines;
  private final Map<Map<String, @Nullable String>, OpenFinding> open = new LinkedHashMap<>();
  private final List<Finding> closed = new ArrayList<>();

  FindingCollector(Rule rule, Language language, int mostLines) {
    this.rule = rule;
    this.language = language;
    this.mostLines = mostLines;
  }

  /** A result row of a window; a second row of the same entities adds nothing of its own. */
  OpenFinding found(
      Window window,
      Map<String, @Nullable String> entities,
      Map<String, @Nullable Object> row,
      EvidenceBasis basis) {
    OpenFinding finding = open.get(entities);
    if (finding != null && !finding.continuesIn(window)) {
      closed.add(finding.close(rule, language, mostLines));
      finding = null;
    }
    if (finding == null) {
      finding = new OpenFinding(entities, basis, row, window);
      // Put anew, so that the order is that of the first window.
      open.remove(entities);
      open.put(entities, finding);
    }
    finding.enter(window, row);
    return finding;
  }

  /** All findings, by first sight, then in the order of their first window. */
  List<Finding> finish() {
    open.values().forEach(finding -> closed.add(finding.close(rule, language, mostLines)));
    open.clear();
    closed.sort(java.util.Comparator.comparing(Finding::firstSeen));
    return List.copyOf(closed);
  }
}
