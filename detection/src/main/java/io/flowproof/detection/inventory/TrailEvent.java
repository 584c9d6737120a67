package io.flowproof.detection.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An event of CloudTrail, as {@code lookup-events} has it.
 *
 * @param id its id
 * @param name the API call, such as {@code DeleteFlowLogs}
 * @param time when
 * @param user who; empty where CloudTrail does not say
 * @param error why the call failed; empty where it did not
 * @param body the whole event ({@code CloudTrailEvent}); missing where it could not be read
 */
public record TrailEvent(
    String id, String name, Instant time, String user, String error, JsonNode body) {
  private static final Pattern FLOW_LOG = Pattern.compile("fl-[0-9a-zA-Z]+");

  /** Whether the call did what it says. */
  public boolean succeeded() {
    return error.isEmpty();
  }

  /** The flow logs that it names, in its request or its answer. */
  public Set<String> flowLogs() {
    return matching(FLOW_LOG);
  }

  /** Every text of the request and of the answer that is wholly of a form. */
  public Set<String> matching(Pattern form) {
    Set<String> found = new LinkedHashSet<>();
    collect(body.path("requestParameters"), form, found);
    collect(body.path("responseElements"), form, found);
    return found;
  }

  private static void collect(JsonNode node, Pattern form, Set<String> found) {
    if (node.isTextual() && form.matcher(node.asText()).matches()) {
      found.add(node.asText());
    }
    node.forEach(child -> collect(child, form, found));
  }

  /** A value of the request by its name, at whatever depth; empty where there is none. */
  public String requested(String name) {
    JsonNode found = body.path("requestParameters").findValue(name);
    if (found == null) {
      return "";
    }
    return found.isContainerNode() ? found.path("content").asText("") : found.asText("");
  }

  /** The address that the call came from; empty where CloudTrail does not say. */
  public String sourceAddress() {
    return body.path("sourceIPAddress").asText("");
  }
}
