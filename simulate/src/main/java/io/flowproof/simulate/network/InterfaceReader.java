package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import io.flowproof.core.schema.FlowLogField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the interfaces of a network's file. */
final class InterfaceReader {
  private final String network;
  private final Map<String, Subnet> subnets;
  private final Map<String, SecurityGroup> groups;
  private final FreeAddresses addresses;

  InterfaceReader(
      String network,
      Map<String, Subnet> subnets,
      Map<String, SecurityGroup> groups,
      FreeAddresses addresses) {
    this.network = network;
    this.subnets = subnets;
    this.groups = groups;
    this.addresses = addresses;
  }

  /** The interfaces of one entry: as many as its {@code count}. */
  List<Eni> read(Yaml y) {
    y.only(
        "name",
        "count",
        "subnets",
        "kind",
        "groups",
        "public",
        "roles",
        "listens",
        "pods",
        "address",
        "nitro",
        "ipv6",
        "tcp-timeout",
        "tags",
        "ecs",
        "sublocation");
    String name = y.at("name").text();
    List<Subnet> where = new ArrayList<>();
    for (Yaml item : y.at("subnets").items()) {
      Subnet subnet = subnets.get(item.text());
      if (subnet == null) {
        throw item.wrong("There is no subnet '" + item.text() + "'");
      }
      where.add(subnet);
    }
    if (where.isEmpty()) {
      throw y.wrong("There must be a subnet");
    }
    int count = y.at("count").intOr(1);
    List<Eni> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String own = count == 1 ? name : name + "-" + (i + 1);
      made.add(new Eni(description(y, own, where.get(i % where.size()))));
    }
    return made;
  }

  private Eni.Description description(Yaml y, String name, Subnet subnet) {
    EniKind kind = kind(y.at("kind"));
    String address = y.at("address").textOrNull();
    IpAddress primary = address == null ? addresses.next(y, subnet) : IpAddress.of(address);
    addresses.take(primary);
    List<IpAddress> pods = new ArrayList<>();
    for (int i = 0; i < y.at("pods").intOr(0); i++) {
      pods.add(addresses.next(y, subnet));
    }
    List<IpAddress> ipv6 = new ArrayList<>();
    if (y.at("ipv6").flagOr(false)) {
      subnet.networks().stream()
          .filter(Network::ipv6)
          .forEach(n -> ipv6.add(IpAddress.in(n, primary.low() & 0xffff)));
    }
    Set<String> roles = new LinkedHashSet<>(y.at("roles").texts());
    roles.add(y.at("name").text());
    Set<Integer> listens = new HashSet<>();
    y.at("listens").items().forEach(item -> listens.add(item.intOr(0)));
    String seed = network + "/" + name;
    Map<FlowLogField, String> metadata = new MetadataReader(seed, subnet.vpc()).read(y);
    return new Eni.Description(
        Ids.of("eni", seed),
        name,
        roles,
        kind,
        subnet.vpc().account(),
        subnet,
        primary,
        pods,
        List.of(),
        y.at("public").flagOr(false) ? addresses.nextPublic() : null,
        ipv6,
        groups(y.at("groups")),
        owner(kind, seed),
        y.at("nitro").flagOr(true),
        listens,
        timeout(y.at("tcp-timeout")),
        metadata);
  }

  private static int timeout(Yaml y) {
    int seconds = y.intOr(Eni.Description.TCP_TIMEOUT);
    if (seconds < 60 || seconds > Eni.Description.TCP_TIMEOUT) {
      throw y.wrong("Invalid timeout: " + seconds + " (must be 60 to 432000 seconds)");
    }
    return seconds;
  }

  private static @Nullable String owner(EniKind kind, String seed) {
    if (kind == EniKind.REGIONAL_NAT_GATEWAY) {
      return Ids.of("nat", seed);
    }
    return kind.isRequesterManaged() ? null : Ids.of("i", seed);
  }

  private static EniKind kind(Yaml kind) {
    return switch (kind.textOr("instance")) {
      case "instance" -> EniKind.INSTANCE;
      case "nat" -> EniKind.NAT_GATEWAY;
      case "regional-nat" -> EniKind.REGIONAL_NAT_GATEWAY;
      case "nlb" -> EniKind.NETWORK_LOAD_BALANCER;
      case "alb" -> EniKind.LOAD_BALANCER;
      case "tgw" -> EniKind.TRANSIT_GATEWAY;
      case "endpoint" -> EniKind.VPC_ENDPOINT;
      case "managed" -> EniKind.MANAGED;
      default ->
          throw kind.wrong(
              "Unknown kind '"
                  + kind.text()
                  + "' (must be instance, nat, regional-nat, nlb, alb,"
                  + " tgw, endpoint or managed)");
    };
  }

  private List<SecurityGroup> groups(Yaml names) {
    List<SecurityGroup> found = new ArrayList<>();
    for (Yaml name : names.items()) {
      SecurityGroup group = groups.get(name.text());
      if (group == null) {
        throw name.wrong("There is no security group '" + name.text() + "'");
      }
      found.add(group);
    }
    return found;
  }
}
