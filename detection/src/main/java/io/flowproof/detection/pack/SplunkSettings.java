package io.flowproof.detection.pack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a saved search of Splunk needs beside the text; nothing in it contradicts the rule's
 * schedule.
 *
 * @param cronSchedule five cron fields that fire at every {@code schedule.every}
 * @param earliestTime a relative time, {@code schedule.over} before the latest
 * @param latestTime {@code now}, snapped to the minute at most
 * @param risk the risk event that Enterprise Security writes for each row, or null for none
 * @param notable the notable event that Enterprise Security writes, or null for none
 */
public record SplunkSettings(
    String cronSchedule,
    String earliestTime,
    String latestTime,
    @Nullable Risk risk,
    @Nullable Notable notable) {

  /** A risk event; the message holds {@code $field$} for values of the row. */
  public record Risk(String message, List<RiskObject> objects, List<ThreatObject> threatObjects) {
    /** Copies the lists. */
    public Risk {
      objects = List.copyOf(objects);
      threatObjects = List.copyOf(threatObjects);
    }
  }

  /** Who gets the risk: a result field, its kind (system, user, other), and 1 to 100 points. */
  public record RiskObject(String field, String type, int score) {}

  /** What the risk comes from: a result field and its kind, such as {@code ip_address}. */
  public record ThreatObject(String field, String type) {}

  /** A notable event; the title holds {@code $field$} for values of the row. */
  public record Notable(String ruleTitle, String securityDomain) {}
}
