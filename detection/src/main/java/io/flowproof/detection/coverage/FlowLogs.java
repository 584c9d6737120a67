package io.flowproof.detection.coverage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowproof.core.schema.FlowLogField;
import io.flowproof.detection.coverage.Observation.Stretch;
import io.flowproof.detection.coverage.Observation.Unit;
import io.flowproof.detection.pack.Recording.Traffic;
import io.flowproof.flowlog.decode.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The user's flow logs, as AWS's API describes them: what {@code aws ec2 describe-flow-logs}
 * prints, and, to know which interfaces they cover, {@code describe-network-interfaces}. Source:
 * EC2 API reference, types {@code FlowLog} and {@code NetworkInterface}.
 */
public final class FlowLogs {
  /** What is to be said of any other format; a rule's text cannot tell. */
  static final String NOT_EXTRACTED =
      "the Splunk Add-on for AWS does not extract (it knows the version 2 default and version 5):"
          + " SPL texts on its fields are blind there";

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Map<String, List<Recorded>> ways = new LinkedHashMap<>();
  private final List<JsonNode> interfaces = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();
  private final List<String> files = new ArrayList<>();

  private FlowLogs() {}

  /**
   * Reads what the AWS command line printed, in any order.
   *
   * @throws InvalidConfigurationException for a file that is none of these, with what would be
   *     right
   * @throws IOException when one cannot be read
   */
  public static Observation read(List<Path> files) throws IOException {
    FlowLogs logs = new FlowLogs();
    for (Path file : files) {
      logs.read(file);
    }
    if (logs.ways.isEmpty() && logs.interfaces.isEmpty()) {
      throw new InvalidConfigurationException(
          "No flow log in " + String.join(", ", logs.files) + " (is it another region's?)");
    }
    return logs.observation();
  }

  private void read(Path file) throws IOException {
    files.add(file.toString());
    JsonNode root;
    try {
      root = MAPPER.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new InvalidConfigurationException(
          "%s:%d:%d: Not JSON: %s (expected what 'aws ec2 describe-flow-logs' prints)"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    }
    if (root.path("FlowLogs").isArray()) {
      for (JsonNode log : root.path("FlowLogs")) {
        flowLog(file, log);
      }
    } else if (root.path("NetworkInterfaces").isArray()) {
      root.path("NetworkInterfaces").forEach(interfaces::add);
    } else {
      throw new InvalidConfigurationException(
          "%s: Neither 'FlowLogs' nor 'NetworkInterfaces' in it (expected what 'aws ec2"
                  .formatted(file)
              + " describe-flow-logs' and 'describe-network-interfaces' print)");
    }
    if (root.hasNonNull("NextToken")) {
      doubts.add(file + " is one page of several: it has a NextToken");
    }
  }

  private void flowLog(Path file, JsonNode log) {
    String id = log.path("FlowLogId").asText("a flow log");
    String resource = log.path("ResourceId").asText("");
    if (resource.isEmpty()) {
      throw new InvalidConfigurationException("%s: %s has no ResourceId".formatted(file, id));
    }
    if (resource.startsWith("tgw-")) {
      doubts.add(
          "%s records transit gateway %s: the rules read flow logs of VPCs, not these"
              .formatted(id, resource));
      return;
    }
    ways.computeIfAbsent(resource, key -> new ArrayList<>()).add(recorded(file, id, log));
  }

  private Recorded recorded(Path file, String id, JsonNode log) {
    if (log.path("DeliverLogsStatus").asText("SUCCESS").equals("FAILED")) {
      return Recorded.nothing(
          "the delivery of %s fails: %s"
              .formatted(id, log.path("DeliverLogsErrorMessage").asText("no reason given")));
    }
    if (log.hasNonNull("DeliverLogsErrorMessage")) {
      doubts.add(
          "%s delivers with errors, so that records may be missing: %s"
              .formatted(id, log.path("DeliverLogsErrorMessage").asText()));
    }
    return new Recorded(
        fields(file, id, log),
        traffic(file, id, log.path("TrafficType").asText("ALL")),
        Duration.ofSeconds(log.path("MaxAggregationInterval").asLong(600)),
        null);
  }

  private Set<FlowLogField> fields(Path file, String id, JsonNode log) {
    try {
      LogFormat format =
          log.hasNonNull("LogFormat")
              ? LogFormat.parse(log.path("LogFormat").asText())
              : LogFormat.DEFAULT;
      if (format.splunkFormat() == 0) {
        doubts.add(id + " has a format that " + NOT_EXTRACTED);
      }
      return format.columns().stream()
          .flatMap(column -> Stream.ofNullable(column.field()))
          .collect(Collectors.toSet());
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException("%s: %s: %s".formatted(file, id, e.getMessage()));
    }
  }

  private static Set<Traffic> traffic(Path file, String id, String type) {
    return switch (type) {
      case "ALL" -> EnumSet.allOf(Traffic.class);
      case "ACCEPT" -> EnumSet.of(Traffic.ACCEPT);
      case "REJECT" -> EnumSet.of(Traffic.REJECT);
      default ->
          throw new InvalidConfigurationException(
              "%s: %s has the TrafficType '%s' (must be ALL, ACCEPT or REJECT)"
                  .formatted(file, id, type));
    };
  }

  private Observation observation() {
    List<Stretch> stretches = new ArrayList<>();
    if (interfaces.isEmpty()) {
      ways.forEach((resource, recorded) -> stretches.add(new Stretch(resource, "", 1, recorded)));
      doubts.add(
          "Without the output of describe-network-interfaces nobody can tell how many interfaces"
              + " each flow log records, nor which have none");
    } else {
      interfaces.forEach(each -> stretches.add(stretch(each)));
    }
    return new Observation(
        String.join(", ", files),
        interfaces.isEmpty() ? Unit.RESOURCES : Unit.INTERFACES,
        stretches,
        doubts);
  }

  private Stretch stretch(JsonNode networkInterface) {
    String id = networkInterface.path("NetworkInterfaceId").asText();
    String subnet = networkInterface.path("SubnetId").asText();
    String vpc = networkInterface.path("VpcId").asText();
    List<Recorded> recorded = new ArrayList<>();
    for (String resource : List.of(id, subnet, vpc)) {
      recorded.addAll(ways.getOrDefault(resource, List.of()));
    }
    if (recorded.isEmpty()) {
      recorded.add(
          Recorded.nothing("no flow log covers its interface, subnet %s or VPC".formatted(subnet)));
    }
    return new Stretch(id, subnet, 1, recorded);
  }
}
