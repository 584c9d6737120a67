package io.flowproof.app.report.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.flowproof.detection.gaps.GapReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what is missing as one HTML file that needs nothing beside it: the blockers, a bar for
 * each interface that shows when it was recorded, and the tables. Every text is escaped by the
 * template.
 */
public final class GapsPage {
  private static final class Engine {
    static final TemplateEngine ENGINE =
        TemplateEngine.createPrecompiled(
            null,
            ContentType.Html,
            GapsPage.class.getClassLoader(),
            "io.flowproof.app.report.html.template");
  }

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
    parameters.put("style", style());
    StringOutput output = new StringOutput();
    Engine.ENGINE.render("gaps.jte", parameters, output);
    return output.toString();
  }

  private static String style() {
    try (InputStream in = GapsPage.class.getResourceAsStream("gaps.css")) {
      if (in == null) {
        throw new IllegalStateException("Missing resource: gaps.css");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
