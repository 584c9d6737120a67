package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that packets can meet: interfaces by address, load balancers, transit gateways, and
 * the published ranges of AWS's services. Filled once, then read.
 */
public final class CloudNetwork {
  private final List<Eni> enis = new ArrayList<>();
  private final Map<IpAddress, Eni> byAddress = new HashMap<>();
  private final Map<IpAddress, Eni> byPublicAddress = new HashMap<>();
  private final List<Eni> delegated = new ArrayList<>();
  private final Map<Eni, List<Balancing>> balancers = new HashMap<>();
  private final Map<String, List<Network>> services = new LinkedHashMap<>();
  private final List<TransitGateway> transitGateways = new ArrayList<>();
  private final Set<Mirror> mirrors = new HashSet<>();

  private record Mirror(Eni source, Eni target) {}

  /** Creates a network without anything in it. */
  public CloudNetwork() {}

  /**
   * Adds an interface.
   *
   * @throws IllegalArgumentException when one of its addresses is taken
   */
  public void add(Eni eni) {
    enis.add(eni);
    claim(byAddress, eni.primary(), eni);
    eni.others().forEach(address -> claim(byAddress, address, eni));
    for (IpAddress address : eni.ipv6()) {
      if (!address.equals(eni.primary())) {
        claim(byAddress, address, eni);
      }
    }
    if (eni.publicAddress() != null) {
      claim(byPublicAddress, eni.publicAddress(), eni);
    }
    if (!eni.prefixes().isEmpty()) {
      delegated.add(eni);
    }
  }

  private static void claim(Map<IpAddress, Eni> addresses, IpAddress address, Eni eni) {
    Eni before = addresses.putIfAbsent(address, eni);
    if (before != null) {
      throw new IllegalArgumentException(
          "Address %s is given to %s and %s".formatted(address, before.name(), eni.name()));
    }
  }

  /** Lets a Network Load Balancer pass connections on. */
  public void balance(Eni balancer, Balancing balancing) {
    balancers.computeIfAbsent(balancer, b -> new ArrayList<>()).add(balancing);
  }

  /** Adds a range that AWS publishes for a service, such as S3. */
  public void addService(String service, Network range) {
    services.computeIfAbsent(service, s -> new ArrayList<>()).add(range);
  }

  /** Lets Traffic Mirroring copy what an interface sends and receives to another. */
  public void mirror(Eni source, Eni target) {
    mirrors.add(new Mirror(source, target));
  }

  /** True where Traffic Mirroring copies what the one sends and receives to the other. */
  boolean isMirrored(Eni source, Eni target) {
    return mirrors.contains(new Mirror(source, target));
  }

  /** Adds a transit gateway. */
  public void add(TransitGateway gateway) {
    transitGateways.add(gateway);
  }

  /** All interfaces, in the order in which they came. */
  public List<Eni> enis() {
    return enis;
  }

  /** All transit gateways. */
  public List<TransitGateway> transitGateways() {
    return transitGateways;
  }

  /** The services whose ranges are known, and the ranges. */
  public Map<String, List<Network>> services() {
    return services;
  }

  /** The interface with that private or IPv6 address, or null. */
  public @Nullable Eni find(IpAddress address) {
    Eni eni = byAddress.get(address);
    if (eni == null && !delegated.isEmpty()) {
      for (Eni candidate : delegated) {
        for (Network prefix : candidate.prefixes()) {
          if (address.isIn(prefix)) {
            return candidate;
          }
        }
      }
    }
    return eni;
  }

  /** The interface that the internet knows by that address, or null. */
  @Nullable Eni findPublic(IpAddress address) {
    return byPublicAddress.get(address);
  }

  /** The code of the service whose range holds the address, or null; private ones have none. */
  public @Nullable String service(IpAddress address) {
    if (address.isPrivate()) {
      return null;
    }
    for (Map.Entry<String, List<Network>> service : services.entrySet()) {
      for (Network range : service.getValue()) {
        if (address.isIn(range)) {
          return service.getKey();
        }
      }
    }
    return null;
  }

  /** What a load balancer does with that port, or null. */
  @Nullable Balancing balancing(Eni eni, int port) {
    for (Balancing balancing : balancers.getOrDefault(eni, List.of())) {
      if (balancing.port() == port) {
        return balancing;
      }
    }
    return null;
  }
}
