package io.flowproof.detection.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Interfaces, instances and subnets; of several descriptions of one the last counts. */
final class Resources {
  private final Map<String, DescribedInterface> interfaces = new TreeMap<>();
  private final Map<String, DescribedInstance> instances = new TreeMap<>();
  private final Map<String, String> subnets = new TreeMap<>();

  Map<String, DescribedInterface> interfaces() {
    return interfaces;
  }

  Map<String, DescribedInstance> instances() {
    return instances;
  }

  Map<String, String> subnets() {
    return subnets;
  }

  void subnet(JsonNode node) {
    subnets.put(node.path("SubnetId").asText(""), node.path("VpcId").asText(""));
  }

  void networkInterface(JsonNode node, Instant seen) {
    JsonNode attachment = node.path("Attachment");
    String id = node.path("NetworkInterfaceId").asText("");
    interfaces.put(
        id,
        new DescribedInterface(
            id,
            node.path("VpcId").asText(""),
            node.path("SubnetId").asText(""),
            node.path("InterfaceType").asText("interface"),
            node.path("Description").asText(""),
            node.path("Status").asText(""),
            text(attachment.path("InstanceId")),
            attachment.path("DeleteOnTermination").asBoolean(false),
            InventoryReader.time(attachment.path("AttachTime")),
            addresses(node),
            seen));
  }

  private static List<String> addresses(JsonNode node) {
    Set<String> found = new LinkedHashSet<>();
    found.add(node.path("PrivateIpAddress").asText(""));
    found.add(node.path("Association").path("PublicIp").asText(""));
    for (JsonNode address : node.path("PrivateIpAddresses")) {
      found.add(address.path("PrivateIpAddress").asText(""));
      found.add(address.path("Association").path("PublicIp").asText(""));
    }
    node.path("Ipv6Addresses").forEach(a -> found.add(a.path("Ipv6Address").asText("")));
    found.remove("");
    return List.copyOf(found);
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }

  void instance(JsonNode node, Instant seen) {
    List<DescribedInstance.Volume> volumes = new ArrayList<>();
    for (JsonNode device : node.path("BlockDeviceMappings")) {
      JsonNode ebs = device.path("Ebs");
      if (ebs.has("VolumeId")) {
        volumes.add(
            new DescribedInstance.Volume(
                ebs.path("VolumeId").asText(""), ebs.path("DeleteOnTermination").asBoolean(false)));
      }
    }
    String id = node.path("InstanceId").asText("");
    instances.put(
        id,
        new DescribedInstance(
            id,
            node.path("State").path("Name").asText(""),
            node.path("RootDeviceType").asText("").equals("instance-store"),
            volumes,
            seen));
  }
}
