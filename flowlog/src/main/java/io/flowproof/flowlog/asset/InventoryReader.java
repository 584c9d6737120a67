package io.flowproof.flowlog.asset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.core.address.AddressReader;
import io.flowproof.core.address.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code aws ec2 describe-network-interfaces}, {@code describe-instances}, {@code
 * describe-subnets} and {@code describe-vpcs} print, in any order and number. Source: EC2 API
 * reference, types {@code NetworkInterface}, {@code Instance}, {@code Subnet}, {@code Vpc}.
 */
public final class InventoryReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KINDS =
      List.of("NetworkInterfaces", "Reservations", "Subnets", "Vpcs");

  private final Seen seen = new Seen();
  private final List<String> remarks = new ArrayList<>();
  private String file = "";
  private Instant at = Instant.EPOCH;

  private InventoryReader() {}

  /**
   * Reads files.
   *
   * @throws InvalidInventoryException for a file that is none of these, with what would be right; a
   *     single entry that cannot be used is left out and said by {@link Inventory#remarks}
   */
  public static Inventory read(List<InventoryFile> files) throws IOException {
    InventoryReader reader = new InventoryReader();
    for (InventoryFile file : files) {
      reader.read(file);
    }
    return Inventory.of(reader.seen, reader.remarks);
  }

  /** True for a file that {@link #read} takes, told by its first members; false for any other. */
  public static boolean isInventory(Path path) {
    try {
      JsonNode root = tree(path);
      return KINDS.stream().anyMatch(kind -> root.path(kind).isArray());
    } catch (IOException e) {
      return false;
    }
  }

  private static JsonNode tree(Path path) throws IOException {
    try (InputStream bytes = Files.newInputStream(path);
        InputStream in = path.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
      return JSON.readTree(in);
    }
  }

  private void read(InventoryFile given) throws IOException {
    file = given.path().toString();
    at = given.at();
    JsonNode root;
    try {
      root = tree(given.path());
    } catch (JsonProcessingException e) {
      throw new InvalidInventoryException(
          "%s:%d:%d: Not JSON: %s (expected what 'aws ec2 describe-network-interfaces' prints)"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    }
    if (KINDS.stream().noneMatch(kind -> root.path(kind).isArray())) {
      throw new InvalidInventoryException(
          "%s: None of 'NetworkInterfaces', 'Reservations', 'Subnets', 'Vpcs' is a list in it (expected what 'aws ec2 describe-network-interfaces', 'describe-instances', 'describe-subnets' or 'describe-vpcs' print with --output json)"
              .formatted(file));
    }
    if (root.hasNonNull("NextToken")) {
      remarks.add(file + ": this is one page of several, for it has a NextToken");
    }
    each(root, "NetworkInterfaces", this::networkInterface);
    each(root, "Reservations", this::reservation);
    each(root, "Subnets", (place, subnet) -> network(place, subnet, "SubnetId"));
    each(root, "Vpcs", (place, vpc) -> network(place, vpc, "VpcId"));
  }

  private interface Entry {
    void read(String place, JsonNode node);
  }

  private static void each(JsonNode parent, String list, Entry entry) {
    JsonNode array = parent.path(list);
    for (int i = 0; i < array.size(); i++) {
      entry.read(list + "[" + i + "]", array.get(i));
    }
  }

  private void remark(String place, String message) {
    remarks.add("%s: %s: %s".formatted(file, place, message));
  }

  /** The id of an entry, or null, which is then said. */
  private @Nullable String id(String place, JsonNode node, String member, String prefix) {
    String id = node.path(member).asText("");
    if (id.startsWith(prefix)) {
      return id;
    }
    remark(
        place,
        "left out, for its %s is %s (must begin with %s)"
            .formatted(member, id.isEmpty() ? "missing" : "'" + id + "'", prefix));
    return null;
  }

  private void networkInterface(String place, JsonNode node) {
    String id = id(place, node, "NetworkInterfaceId", "eni-");
    if (id == null) {
      return;
    }
    InterfaceIdentity identity = InterfaceIdentity.of(node);
    Map<String, String> tags = tags(place, node.path("TagSet"));
    String instance = text(node.path("Attachment"), "InstanceId");
    List<String> fixed = new ArrayList<>();
    List<String> moving = new ArrayList<>();
    addresses(place, node, fixed, moving);
    List<String> all = new ArrayList<>(fixed);
    all.addAll(moving);
    String named = tags.get("Name");
    Asset asset =
        new Asset(
            identity.kind(),
            identity.id() == null ? id : identity.id(),
            named == null || named.isBlank() ? identity.name() : named,
            id,
            text(node, "OwnerId"),
            text(node, "VpcId"),
            text(node, "SubnetId"),
            text(node, "AvailabilityZone"),
            instance,
            null,
            members(node.path("Groups"), "GroupId"),
            all,
            tags);
    Instant attached = time(place, text(node.path("Attachment"), "AttachTime"), "AttachTime");
    seen.interfaces.add(new Seen.Interface(at, asset, attached, Set.copyOf(fixed)));
  }

  /**
   * Addresses of an interface.
   *
   * @param fixed the primary private one, which stays for the interface's life
   * @param moving all others, which come and go
   */
  private void addresses(String place, JsonNode node, List<String> fixed, List<String> moving) {
    Set<String> others = new LinkedHashSet<>();
    String primary = address(place, text(node, "PrivateIpAddress"));
    JsonNode listed = node.path("PrivateIpAddresses");
    for (JsonNode one : listed) {
      String address = address(place, text(one, "PrivateIpAddress"));
      if (one.path("Primary").asBoolean(false) && primary == null) {
        primary = address;
      } else if (address != null) {
        others.add(address);
      }
    }
    for (JsonNode one : node.path("Ipv6Addresses")) {
      addIfThere(others, address(place, text(one, "Ipv6Address")));
    }
    for (JsonNode one : node.path("Ipv4Prefixes")) {
      addIfThere(others, prefix(place, text(one, "Ipv4Prefix")));
    }
    for (JsonNode one : node.path("Ipv6Prefixes")) {
      addIfThere(others, prefix(place, text(one, "Ipv6Prefix")));
    }
    addIfThere(others, address(place, text(node.path("Association"), "PublicIp")));
    for (JsonNode one : listed) {
      for (String member : List.of("PublicIp", "CarrierIp", "CustomerOwnedIp")) {
        addIfThere(others, address(place, text(one.path("Association"), member)));
      }
    }
    if (primary != null) {
      fixed.add(primary);
      others.remove(primary);
    }
    moving.addAll(others);
  }

  private static void addIfThere(Set<String> all, @Nullable String text) {
    if (text != null) {
      all.add(text);
    }
  }

  private @Nullable String address(String place, @Nullable String text) {
    if (text == null) {
      return null;
    }
    AddressReader reader = new AddressReader();
    if (reader.read(text)) {
      return reader.text();
    }
    remark(place, "'%s' is no address; it is left out".formatted(text));
    return null;
  }

  private @Nullable String prefix(String place, @Nullable String text) {
    if (text == null || Network.parse(text).isPresent()) {
      return text;
    }
    remark(place, "'%s' is no network in CIDR form; it is left out".formatted(text));
    return null;
  }

  private void reservation(String place, JsonNode reservation) {
    if (!reservation.path("Instances").isArray()) {
      remark(place, "left out, for it has no list 'Instances'");
      return;
    }
    String account = text(reservation, "OwnerId");
    each(
        reservation,
        "Instances",
        (inner, instance) -> instance(place + "." + inner, instance, account));
  }

  private void instance(String place, JsonNode node, @Nullable String account) {
    String id = id(place, node, "InstanceId", "i-");
    if (id == null) {
      return;
    }
    seen.instances.add(
        new Seen.Instance(
            at, id, text(node.path("IamInstanceProfile"), "Arn"), tags(place, node.path("Tags"))));
    JsonNode interfaces = node.path("NetworkInterfaces");
    for (int i = 0; i < interfaces.size(); i++) {
      instanceInterface(place + ".NetworkInterfaces[" + i + "]", id, interfaces.get(i), account);
    }
  }

  /** An instance's interface in short: enough where interfaces were not asked for themselves. */
  private void instanceInterface(
      String place, String instance, JsonNode node, @Nullable String account) {
    String id = id(place, node, "NetworkInterfaceId", "eni-");
    if (id == null) {
      return;
    }
    List<String> fixed = new ArrayList<>();
    List<String> moving = new ArrayList<>();
    addresses(place, node, fixed, moving);
    List<String> all = new ArrayList<>(fixed);
    all.addAll(moving);
    String owner = text(node, "OwnerId");
    seen.shortInterfaces.add(
        new Seen.Interface(
            at,
            new Asset(
                AssetKind.INSTANCE,
                instance,
                null,
                id,
                owner == null ? account : owner,
                text(node, "VpcId"),
                text(node, "SubnetId"),
                null,
                instance,
                null,
                members(node.path("Groups"), "GroupId"),
                all,
                Map.of()),
            time(place, text(node.path("Attachment"), "AttachTime"), "AttachTime"),
            Set.copyOf(fixed)));
  }

  private void network(String place, JsonNode node, String member) {
    String id = id(place, node, member, member.equals("SubnetId") ? "subnet-" : "vpc-");
    if (id == null) {
      return;
    }
    Set<String> cidrs = new LinkedHashSet<>();
    addIfThere(cidrs, prefix(place, text(node, "CidrBlock")));
    for (JsonNode one : node.path("CidrBlockAssociationSet")) {
      addIfThere(cidrs, prefix(place, text(one, "CidrBlock")));
    }
    for (JsonNode one : node.path("Ipv6CidrBlockAssociationSet")) {
      addIfThere(cidrs, prefix(place, text(one, "Ipv6CidrBlock")));
    }
    if (cidrs.isEmpty()) {
      remark(place, "left out, for %s has no CidrBlock".formatted(id));
      return;
    }
    String name = tags(place, node.path("Tags")).get("Name");
    List<Subnet> parts = new ArrayList<>();
    for (String cidr : cidrs) {
      parts.add(new Subnet(id, name, cidr, node.path("VpcId").asText(id), text(node, "OwnerId")));
    }
    seen.networks.add(new Seen.Described(at, id, name, parts));
  }

  private Map<String, String> tags(String place, JsonNode set) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (JsonNode tag : set) {
      String key = text(tag, "Key");
      if (key == null) {
        remark(place, "a tag without Key is left out: " + tag);
      } else {
        tags.put(key, tag.path("Value").asText(""));
      }
    }
    return tags;
  }

  private @Nullable Instant time(String place, @Nullable String text, String member) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      remark(
          place,
          "%s '%s' is no time, and is left out (must be like 2026-03-02T10:00:00+00:00)"
              .formatted(member, text));
      return null;
    }
  }

  private static List<String> members(JsonNode array, String member) {
    List<String> texts = new ArrayList<>();
    array.forEach(
        element -> {
          String text = text(element, member);
          if (text != null) {
            texts.add(text);
          }
        });
    return texts;
  }

  private static @Nullable String text(JsonNode node, String member) {
    JsonNode value = node.path(member);
    return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
  }
}
