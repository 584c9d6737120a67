package io.flowproof.app.report.html;

import io.flowproof.evidence.custody.CustodyEntry;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what is in a case as one HTML file that needs nothing beside it, for whoever gets the
 * case: collections, problems, holds, seals, the life of the incident, and every object with its
 * SHA-256. Every text is escaped by the template.
 */
public final class CasePage {
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
    parameters.put("style", Page.resource("gaps.css"));
    return Page.of("case.jte", parameters);
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
}
