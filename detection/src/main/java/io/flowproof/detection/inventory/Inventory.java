package io.flowproof.detection.inventory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What AWS said of a network, of the flow logs that record it, of what keeps or deletes them, and
 * of who changed that.
 *
 * @param flowLogs every flow log that was described or that an event names, by id
 * @param interfaces by id
 * @param instances by id
 * @param subnets the VPC of each subnet
 * @param groups by name
 * @param buckets by name
 * @param events in order of time
 * @param lookups which events were asked for, and over what time
 * @param taken when AWS was asked last; null for an empty inventory
 * @param describesFlowLogs whether AWS was asked which flow logs there are
 * @param doubts what could not be read, in sentences
 */
public record Inventory(
    Map<String, FlowLogLife> flowLogs,
    Map<String, DescribedInterface> interfaces,
    Map<String, DescribedInstance> instances,
    Map<String, String> subnets,
    Map<String, LogGroupSetting> groups,
    Map<String, BucketSetting> buckets,
    List<TrailEvent> events,
    List<EventLookup> lookups,
    @Nullable Instant taken,
    boolean describesFlowLogs,
    List<String> doubts) {

  /** No inventory. */
  public static final Inventory NONE =
      new Inventory(
          Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of(), List.of(), null,
          false, List.of());

  /** Whether there is none. */
  public boolean isEmpty() {
    return taken == null;
  }

  /** The flow logs that record an interface: its own, its subnet's, its VPC's. */
  public List<FlowLogLife> recording(String id, @Nullable String subnet, @Nullable String vpc) {
    DescribedInterface described = interfaces.get(id);
    String itsSubnet = described == null ? subnet : described.subnet();
    String itsVpc = described == null ? vpc : described.vpc();
    List<FlowLogLife> found = new ArrayList<>();
    for (FlowLogLife life : flowLogs.values()) {
      String resource = life.resource();
      if (resource != null
          && (resource.equals(id)
              || Objects.equals(resource, itsSubnet)
              || Objects.equals(resource, itsVpc))) {
        found.add(life);
      }
    }
    return found;
  }

  /** The longest aggregation interval that a flow log had between those two, in seconds. */
  public int longestInterval(Instant from, Instant to) {
    List<FlowLogLife> existing =
        flowLogs.values().stream().filter(life -> life.existed(from, to)).toList();
    boolean known = !existing.isEmpty() && existing.stream().allMatch(l -> l.interval() > 0);
    return known ? existing.stream().mapToInt(FlowLogLife::interval).max().orElse(600) : 600;
  }

  /** Events of those names, in order of time. */
  public List<TrailEvent> events(String... names) {
    List<String> wanted = List.of(names);
    return events.stream().filter(event -> wanted.contains(event.name())).toList();
  }

  /** The lookup of a name that covers a time. */
  public Optional<EventLookup> lookup(String name, Instant from, Instant to) {
    return lookups.stream()
        .filter(lookup -> lookup.name().equals(name) && lookup.covers(from, to))
        .findFirst();
  }
}
