package io.flowproof.app.report.html;

import io.flowproof.app.report.Timeline;
import io.flowproof.detection.gaps.GapReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a timeline as one HTML file that needs nothing beside it. Every text is escaped by the
 * template.
 */
public final class TimelinePage {
  private TimelinePage() {}

  /**
   * The text of the file.
   *
   * @param gaps what is missing, for the window and the limits
   * @param sources what was looked at
   * @param tool who made it, with its version
   */
  public static String of(Timeline timeline, GapReport gaps, List<String> sources, String tool) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("timeline", timeline);
    parameters.put("gaps", gaps);
    parameters.put("sources", sources);
    parameters.put("tool", tool);
    parameters.put("style", Page.resource("gaps.css"));
    return Page.of("timeline.jte", parameters);
  }
}
