package io.flowproof.app.report.html;

import io.flowproof.detection.gaps.GapReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what is missing as one HTML file that needs nothing beside it: the blockers, a bar for
 * each interface that shows when it was recorded, and the tables. Every text is escaped by the
 * template.
 */
public final class GapsPage {
  private GapsPage() {}

  /**
   * The text of the file.
   *
   * @param sources what was looked at
   * @param tool who made it, with its version
   */
  public static String of(GapReport report, List<String> sources, String tool) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("report", report);
    parameters.put("sources", sources);
    parameters.put("tool", tool);
    parameters.put("bars", TimeBars.of(report));
    parameters.put("style", Page.resource("gaps.css"));
    return Page.of("gaps.jte", parameters);
  }
}
