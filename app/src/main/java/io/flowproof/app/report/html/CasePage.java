package io.flowproof.app.report.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.flowproof.evidence.custody.CustodyEntry;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what is in a case as one HTML file that needs nothing beside it, for whoever gets the
 * case: collections, problems, holds, seals, the life of the incident, and every object with its
 * SHA-256. Every text is escaped by the template.
 */
public final class CasePage {
  private static final class Engine {
    static final TemplateEngine ENGINE =
        TemplateEngine.createPrecompiled(
            null,
            ContentType.Html,
            CasePage.class.getClassLoader(),
            "io.flowproof.app.report.html.template");
  }

  private CasePage() {}

  /**
   * The text of the file.
   *
   * @param tool who made it, with its version
   */
  public static String of(CustodyRecord record, String tool) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("record", record);
    parameters.put("tool", tool);
    parameters.put("style", style());
    StringOutput output = new StringOutput();
    Engine.ENGINE.render("case.jte", parameters, output);
    return output.toString();
  }

  /** Entries of the life of the incident, in order. */
  public static List<CustodyEntry> incident(CustodyRecord record) {
    return record.entries().stream()
        .filter(
            e ->
                switch (e.action()) {
                  case INCIDENT, ACKNOWLEDGE, CONTAIN, CLOSE -> true;
                  case OPEN,
                      COLLECTION,
                      OBJECT,
                      PROBLEM,
                      COLLECTED,
                      RECOVERED,
                      HOLD,
                      RELEASE,
                      SEAL,
                      EXPORT ->
                      false;
                })
        .toList();
  }

  /** Entries of an action. */
  public static List<CustodyEntry> entries(CustodyRecord record, Action action) {
    return record.entries(action);
  }

  private static String style() {
    try (InputStream in = CasePage.class.getResourceAsStream("gaps.css")) {
      if (in == null) {
        throw new IllegalStateException("Missing resource: gaps.css");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
