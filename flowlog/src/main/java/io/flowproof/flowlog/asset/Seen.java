package io.flowproof.flowlog.asset;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What inventories say, each entry with the time at which AWS said it. */
final class Seen {
  /** Answers this near to each other are pages of one inventory. */
  private static final Duration ONE_INVENTORY = Duration.ofMinutes(15);

  /** Interfaces that were asked for themselves. */
  final List<Interface> interfaces = new ArrayList<>();

  /** Interfaces as answers about instances mention them. */
  final List<Interface> shortInterfaces = new ArrayList<>();

  final List<Instance> instances = new ArrayList<>();
  final List<Described> networks = new ArrayList<>();

  /**
   * An interface at one time.
   *
   * @param attached when it was attached to what it is attached to, or null
   * @param fixed those of its addresses that it has for life
   */
  record Interface(Instant at, Asset asset, @Nullable Instant attached, Set<String> fixed) {
    Interface with(Instant other, Asset described) {
      return new Interface(other, described, attached, fixed);
    }
  }

  /** What an instance adds to its interfaces. */
  record Instance(Instant at, String id, @Nullable String role, Map<String, String> tags) {}

  /** A subnet or VPC with all its networks. */
  record Described(Instant at, String id, @Nullable String name, List<Subnet> parts) {}

  /**
   * The interfaces by id, each by time, with what is known of their instances. Where an inventory
   * has an interface itself, what it says of it as an instance's adds nothing.
   */
  Map<String, List<Interface>> byInterface() {
    Map<Instant, Instant> inventory = inventories();
    Map<String, List<Instance>> byInstance = new HashMap<>();
    instances.forEach(one -> byInstance.computeIfAbsent(one.id, id -> new ArrayList<>()).add(one));
    Map<String, TreeMap<Instant, Interface>> all = new TreeMap<>();
    for (List<Interface> list : List.of(interfaces, shortInterfaces)) {
      for (Interface one : list) {
        Instant at = Objects.requireNonNull(inventory.get(one.at));
        Asset asset = described(one, byInstance);
        all.computeIfAbsent(asset.interfaceId(), id -> new TreeMap<>())
            .putIfAbsent(at, one.with(at, asset));
      }
    }
    Map<String, List<Interface>> result = new TreeMap<>();
    all.forEach((id, byTime) -> result.put(id, List.copyOf(byTime.values())));
    return result;
  }

  /** For each VPC when all its interfaces were asked for. */
  Map<String, NavigableSet<Instant>> inventoriesOfVpcs() {
    Map<Instant, Instant> inventory = inventories();
    Map<String, NavigableSet<Instant>> times = new HashMap<>();
    for (Interface one : interfaces) {
      if (one.asset.vpcId() != null) {
        times
            .computeIfAbsent(one.asset.vpcId(), vpc -> new TreeSet<>())
            .add(Objects.requireNonNull(inventory.get(one.at)));
      }
    }
    return times;
  }

  /** For each time of an answer the time of its inventory, that of the first answer in it. */
  private Map<Instant, Instant> inventories() {
    TreeSet<Instant> times = new TreeSet<>();
    interfaces.forEach(one -> times.add(one.at));
    shortInterfaces.forEach(one -> times.add(one.at));
    Map<Instant, Instant> inventory = new HashMap<>();
    Instant first = null;
    for (Instant time : times) {
      if (first == null || Duration.between(first, time).compareTo(ONE_INVENTORY) > 0) {
        first = time;
      }
      inventory.put(time, first);
    }
    return inventory;
  }

  private static Asset described(Interface one, Map<String, List<Instance>> byInstance) {
    Asset asset = one.asset;
    List<Instance> all = byInstance.getOrDefault(String.valueOf(asset.instanceId()), List.of());
    Instance nearest =
        all.stream()
            .min(Comparator.comparing(instance -> Duration.between(instance.at, one.at).abs()))
            .orElse(null);
    if (nearest == null) {
      return asset;
    }
    Map<String, String> tags = new TreeMap<>(asset.tags());
    tags.putAll(nearest.tags);
    String name = nearest.tags.getOrDefault("Name", "");
    return new Asset(
        asset.kind(),
        asset.id(),
        name.isBlank() ? asset.name() : name,
        asset.interfaceId(),
        asset.account(),
        asset.vpcId(),
        asset.subnetId(),
        asset.zone(),
        asset.instanceId(),
        nearest.role,
        asset.securityGroups(),
        asset.addresses(),
        tags);
  }
}
