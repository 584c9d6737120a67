package io.flowproof.app.report.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.flowproof.app.report.Timeline;
import io.flowproof.detection.gaps.GapReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a timeline as one HTML file that needs nothing beside it. Every text is escaped by the
 * template.
 */
public final class TimelinePage {
  private static final class Engine {
    static final TemplateEngine ENGINE =
        TemplateEngine.createPrecompiled(
            null,
            ContentType.Html,
            TimelinePage.class.getClassLoader(),
            "io.flowproof.app.report.html.template");
  }

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
    parameters.put("style", style());
    StringOutput output = new StringOutput();
    Engine.ENGINE.render("timeline.jte", parameters, output);
    return output.toString();
  }

  private static String style() {
    try (InputStream in = TimelinePage.class.getResourceAsStream("gaps.css")) {
      if (in == null) {
        throw new IllegalStateException("Missing resource: gaps.css");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
