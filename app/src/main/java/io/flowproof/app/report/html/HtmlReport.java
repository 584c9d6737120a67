package io.flowproof.app.report.html;

import io.flowproof.detection.coverage.Coverage;
import io.flowproof.detection.proof.Proof;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes coverage and proof as one HTML file that needs nothing beside it. Every text of rules,
 * proofs and configurations is escaped by the templates; the charts' data are JSON without a {@code
 * <}.
 */
public final class HtmlReport {
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";

  private HtmlReport() {}

  /**
   * The text of the file.
   *
   * @param coverage what is shown, with its proof
   * @param against an older proof that the report says the changes since, or null
   */
  public static String of(Coverage coverage, @Nullable Proof against) {
    Proof proof = coverage.proof();
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("coverage", coverage);
    parameters.put(
        "since", against == null || proof == null ? null : SinceThen.between(against, proof));
    parameters.put("charts", new Charts(coverage).json().replace("<", "\\u003c"));
    parameters.put("style", Page.resource("report.css"));
    parameters.put("script", Page.resource("report.js"));
    parameters.put("echarts", Page.resource(ECHARTS));
    return Page.of("report.jte", parameters);
  }
}
