package io.flowproof.flowlog.asset;

import io.flowproof.core.address.AddressReader;
import io.flowproof.core.address.Network;
import io.flowproof.core.address.NetworkMap;
import io.flowproof.flowlog.asset.AssetSighting.Certainty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What interfaces and addresses were, at any time, from one inventory or several.
 *
 * <p>An inventory says what there was at its time. Between two that agree, and from the time of an
 * attachment on, that is observed; before and after, where nothing contradicts, it is assumed and
 * said so. Where two disagree, what lies between them is unknown unless an attachment's time
 * decides. An inventory of a VPC's interfaces that lacks an address ends what was assumed of it.
 * What AWS made for a service (a NAT gateway's interface, say) stays that for the interface's life.
 *
 * <p>Addresses are texts in any form; all times are UTC. Immutable, safe for several threads.
 */
public final class Inventory {
  /** Knows nothing. */
  public static final Inventory NONE = of(new Seen(), List.of());

  private final Map<String, List<Stay>> byInterface = new HashMap<>();
  private final Map<String, List<Stay>> byInstance = new HashMap<>();
  private final Map<String, List<Stay>> byAddress = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final NetworkMap<Stay> byPrefix;
  private final NetworkMap<Subnet> subnets;
  private final List<String> remarks;

  private Inventory(Seen seen, List<String> said) {
    List<NetworkMap.Entry<Stay>> prefixes = new ArrayList<>();
    Map<String, NavigableSet<Instant>> inventories = seen.inventoriesOfVpcs();
    seen.byInterface()
        .forEach(
            (id, sightings) -> {
              List<Stay> stays = Stay.of(sightings);
              byInterface.put(id, stays);
              stays.forEach(stay -> index(stay, inventories, prefixes));
            });
    byPrefix = NetworkMap.of(prefixes);
    subnets = subnets(seen);
    remarks = new ArrayList<>(said);
    remarks.addAll(claims());
  }

  static Inventory of(Seen seen, List<String> remarks) {
    return new Inventory(seen, remarks);
  }

  private void index(
      Stay stay,
      Map<String, NavigableSet<Instant>> inventories,
      List<NetworkMap.Entry<Stay>> prefixes) {
    Asset any = stay.sightings().getFirst().asset();
    if (any.instanceId() != null) {
      byInstance.computeIfAbsent(any.instanceId(), id -> new ArrayList<>()).add(stay);
    }
    NavigableSet<Instant> ofVpc =
        inventories.getOrDefault(String.valueOf(any.vpcId()), new TreeSet<>());
    Set<String> addresses = new LinkedHashSet<>();
    stay.sightings().forEach(sighting -> addresses.addAll(sighting.asset().addresses()));
    for (String address : addresses) {
      for (Stay part : stay.withAddress(address, ofVpc)) {
        if (address.indexOf('/') < 0) {
          byAddress.computeIfAbsent(address, a -> new ArrayList<>(1)).add(part);
        } else {
          Network.parse(address)
              .ifPresent(network -> prefixes.add(new NetworkMap.Entry<>(network, part)));
        }
      }
    }
  }

  private NetworkMap<Subnet> subnets(Seen seen) {
    Map<String, Seen.Described> latest = new TreeMap<>();
    seen.networks.stream()
        .sorted(Comparator.comparing(Seen.Described::at))
        .forEach(described -> latest.put(described.id(), described));
    List<NetworkMap.Entry<Subnet>> entries = new ArrayList<>();
    for (Seen.Described described : latest.values()) {
      if (described.name() != null) {
        names.put(described.id(), described.name());
      }
      for (Subnet part : described.parts()) {
        entries.add(new NetworkMap.Entry<>(Network.parse(part.cidr()).orElseThrow(), part));
      }
    }
    return NetworkMap.of(entries);
  }

  /** Two interfaces of one VPC cannot have an address at the same time. */
  private List<String> claims() {
    List<String> claims = new ArrayList<>();
    for (Map.Entry<String, List<Stay>> entry : new TreeMap<>(byAddress).entrySet()) {
      Map<String, String> holders = new TreeMap<>();
      for (Stay stay : entry.getValue()) {
        for (Seen.Interface seen : stay.sightings()) {
          String place = seen.asset().vpcId() + " at " + seen.at();
          String other = holders.putIfAbsent(place, seen.asset().interfaceId());
          if (other != null && !other.equals(seen.asset().interfaceId())) {
            claims.add(
                "%s has two interfaces in %s: %s and %s (inventories must not be of different times under one time)"
                    .formatted(entry.getKey(), place, other, seen.asset().interfaceId()));
          }
        }
      }
    }
    return claims;
  }

  /** True when there is nothing in it. */
  public boolean isEmpty() {
    return byInterface.isEmpty() && subnets.size() == 0;
  }

  /** How many interfaces are known. */
  public int interfaces() {
    return byInterface.size();
  }

  /** What a person must know of what was read: entries that were left out, with file and place. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /**
   * What an interface was. That a record names it proves that it was there.
   *
   * @param interfaceId {@code eni-…}
   * @return empty for an interface that no inventory has, or a time at which it may have been
   *     something else
   */
  public Optional<AssetSighting> byInterface(String interfaceId, Instant at) {
    List<Stay> stays = byInterface.getOrDefault(interfaceId, List.of());
    if (stays.size() == 1 && isForLife(stays.getFirst())) {
      AssetSighting sighting = stays.getFirst().at(stays.getFirst().from());
      AssetSighting nearest = stays.getFirst().at(at);
      AssetSighting described = nearest == null ? sighting : nearest;
      return Optional.ofNullable(described)
          .map(found -> new AssetSighting(found.asset(), found.seen(), Certainty.OBSERVED));
    }
    return best(stays, at).stream().findFirst();
  }

  private static boolean isForLife(Stay stay) {
    AssetKind kind = stay.sightings().getFirst().asset().kind();
    return kind != AssetKind.INSTANCE && kind != AssetKind.INTERFACE;
  }

  /**
   * What was ever known under a name.
   *
   * @param text a name in any case, an id, an instance's id or an interface's
   */
  public List<Asset> named(String text) {
    return byInterface.values().stream()
        .flatMap(List::stream)
        .flatMap(stay -> stay.sightings().stream())
        .map(Seen.Interface::asset)
        .filter(
            asset ->
                text.equalsIgnoreCase(asset.name())
                    || text.equals(asset.id())
                    || text.equals(asset.instanceId())
                    || text.equals(asset.interfaceId()))
        .distinct()
        .sorted(Comparator.comparing(Asset::interfaceId))
        .toList();
  }

  /** The interfaces of an instance ({@code i-…}). */
  public List<AssetSighting> byInstance(String instanceId, Instant at) {
    return best(byInstance.getOrDefault(instanceId, List.of()), at);
  }

  /**
   * What an address was: none where that is unknown; several where VPCs use the same addresses, or
   * inventories contradict each other.
   */
  public List<AssetSighting> byAddress(String address, Instant at) {
    return byAddress(address, null, at);
  }

  /**
   * The same, seen from a VPC.
   *
   * @param vpcId where several have the address, the one in this VPC is meant; null for any
   */
  public List<AssetSighting> byAddress(String address, @Nullable String vpcId, Instant at) {
    AddressReader reader = new AddressReader();
    if (byInterface.isEmpty() || !reader.read(address)) {
      return List.of();
    }
    List<AssetSighting> found = best(byAddress.getOrDefault(reader.text(), List.of()), at);
    if (found.isEmpty()) {
      found = best(byPrefix.find(reader), at);
    }
    List<AssetSighting> here =
        found.stream().filter(one -> Objects.equals(one.asset().vpcId(), vpcId)).toList();
    return here.isEmpty() ? found : here;
  }

  /** What is observed comes before what is assumed, which it replaces. */
  private static List<AssetSighting> best(List<Stay> stays, Instant at) {
    List<AssetSighting> observed = new ArrayList<>(1);
    List<AssetSighting> assumed = new ArrayList<>(1);
    for (Stay stay : stays) {
      AssetSighting sighting = stay.at(at);
      if (sighting != null) {
        (sighting.certainty() == Certainty.OBSERVED ? observed : assumed).add(sighting);
      }
    }
    return List.copyOf(observed.isEmpty() ? assumed : observed);
  }

  /** The subnets and VPCs that hold an address, the narrowest first; as they were seen last. */
  public List<Subnet> subnets(String address) {
    return subnets.find(address);
  }

  /** The tag {@code Name} of a subnet or VPC, by its id. */
  public Optional<String> name(String id) {
    return Optional.ofNullable(names.get(id));
  }
}
