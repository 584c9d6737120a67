package io.flowproof.detection.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowproof.detection.inventory.FlowLogLife.Destination;
import io.flowproof.flowlog.decode.LogFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts together when each flow log existed: from descriptions (a flow log that a later description
 * of the same scope lacks was deleted in between), and from CloudTrail's CreateFlowLogs and
 * DeleteFlowLogs.
 */
final class FlowLogLives {
  private static final Pattern RESOURCE =
      Pattern.compile("(?:vpc|subnet|eni|tgw|tgw-attach|nat)-[0-9a-zA-Z]+");
  private static final String BUCKET_ARN = "arn:aws:s3:::";

  private final Map<String, FlowLogLife> lives = new TreeMap<>();

  /** The flow logs of each description: by scope, then by collection. */
  private final Map<String, TreeMap<Long, Description>> descriptions = new HashMap<>();

  private record Description(Instant taken, Set<String> ids) {}

  /** Whether AWS was asked which flow logs there are. */
  boolean isDescribed() {
    return !descriptions.isEmpty();
  }

  /** Adds a page of {@code describe-flow-logs}; later pages replace what earlier ones say. */
  void describe(InventoryFile file, JsonNode flowLogs, List<String> doubts) {
    Set<String> ids =
        descriptions
            .computeIfAbsent(file.scope(), scope -> new TreeMap<>())
            .computeIfAbsent(file.collection(), n -> new Description(file.taken(), new TreeSet<>()))
            .ids();
    for (JsonNode node : flowLogs) {
      String id = node.path("FlowLogId").asText("");
      ids.add(id);
      lives.put(id, described(file, id, node, doubts));
    }
  }

  private static FlowLogLife described(
      InventoryFile file, String id, JsonNode node, List<String> doubts) {
    @Nullable LogFormat format = LogFormat.DEFAULT;
    if (node.hasNonNull("LogFormat")) {
      format = format(node.path("LogFormat").asText());
      if (format == null) {
        doubts.add(
            "%s: %s has the LogFormat '%s', which cannot be read"
                .formatted(file.file(), id, node.path("LogFormat").asText()));
      }
    }
    boolean failed = node.path("DeliverLogsStatus").asText("SUCCESS").equals("FAILED");
    return new FlowLogLife(
        id,
        node.hasNonNull("ResourceId") ? node.path("ResourceId").asText() : null,
        InventoryReader.time(node.path("CreationTime")),
        null,
        "",
        node.path("TrafficType").asText(""),
        format,
        node.path("MaxAggregationInterval").asInt(0),
        destination(
            node.path("LogDestinationType").asText("cloud-watch-logs"),
            node.path("LogDestination").asText(""),
            node.path("LogGroupName").asText("")),
        role(node.path("DeliverLogsPermissionArn").asText("")),
        node.path("DeliverLogsErrorMessage").asText(failed ? "no reason given" : ""),
        failed);
  }

  private static @Nullable LogFormat format(String text) {
    try {
      return LogFormat.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static Destination destination(String type, String arn, String group) {
    if (type.equals("s3") && arn.startsWith(BUCKET_ARN)) {
      String place = arn.substring(BUCKET_ARN.length());
      int slash = place.indexOf('/');
      return slash < 0
          ? new Destination(type, place, "")
          : new Destination(
              type, place.substring(0, slash), place.substring(slash + 1).replaceAll("/+$", ""));
    }
    if (type.equals("cloud-watch-logs")) {
      String name = group.isEmpty() ? arn.replaceAll(".*:log-group:|:\\*$", "") : group;
      return name.isEmpty() ? Destination.UNKNOWN : new Destination(type, name, "");
    }
    return type.isEmpty()
        ? Destination.UNKNOWN
        : new Destination(type, arn.substring(arn.lastIndexOf('/') + 1), "");
  }

  /** All of them, with what the events and the later descriptions say of their ends. */
  Map<String, FlowLogLife> finish(List<TrailEvent> events, List<String> doubts) {
    events.stream()
        .filter(event -> event.name().equals("CreateFlowLogs") && event.succeeded())
        .forEach(event -> created(event, doubts));
    for (TrailEvent event : events) {
      if (event.name().equals("DeleteFlowLogs") && event.succeeded()) {
        deleted(event);
      }
    }
    descriptions.values().forEach(this::gone);
    return Collections.unmodifiableMap(lives);
  }

  /** An event for several resources makes several flow logs, whose order nothing tells. */
  private void created(TrailEvent event, List<String> doubts) {
    List<String> ids = new ArrayList<>(event.flowLogs());
    List<String> resources = new ArrayList<>(event.matching(RESOURCE));
    for (String id : ids) {
      if (lives.containsKey(id)) {
        continue;
      }
      if (resources.size() != 1) {
        doubts.add(
            "CreateFlowLogs of %s made %s for %d resources: which is of which cannot be told"
                .formatted(event.time(), String.join(", ", ids), resources.size()));
      }
      String text = event.requested("LogFormat");
      lives.put(
          id,
          new FlowLogLife(
              id,
              resources.size() == 1 ? resources.getFirst() : null,
              event.time(),
              null,
              "",
              event.requested("TrafficType"),
              text.isEmpty() ? LogFormat.DEFAULT : format(text),
              interval(event.requested("MaxAggregationInterval")),
              destination(
                  event.requested("LogDestinationType"),
                  event.requested("LogDestination"),
                  event.requested("LogGroupName")),
              role(event.requested("DeliverLogsPermissionArn")),
              "",
              false));
    }
  }

  private static String role(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private static int interval(String text) {
    return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 600;
  }

  private void deleted(TrailEvent event) {
    String how =
        "deleted by %s (DeleteFlowLogs)".formatted(event.user().isEmpty() ? "?" : event.user());
    for (String id : event.flowLogs()) {
      FlowLogLife life =
          lives.getOrDefault(
              id,
              new FlowLogLife(
                  id, null, null, null, "", "", null, 0, Destination.UNKNOWN, "", "", false));
      lives.put(id, life.deletedAt(event.time(), how));
    }
  }

  private void gone(Map<Long, Description> collections) {
    Set<String> before = new TreeSet<>();
    for (Description description : collections.values()) {
      for (String id : before) {
        if (!description.ids().contains(id)) {
          lives.computeIfPresent(
              id,
              (key, life) ->
                  life.deletedAt(
                      description.taken(), "gone when AWS was asked again; when is not known"));
        }
      }
      before.addAll(description.ids());
    }
  }
}
