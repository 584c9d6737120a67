package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a network from YAML: VPCs with subnets, security groups, network ACLs, interfaces, load
 * balancers, transit gateways. What it must look like stands in docs/simulate.md.
 */
public final class NetworkFile {
  private static final int MOST_PORTS = 65_535;
  private static final int FIRST_FREE = 10;

  private final Yaml yaml;
  private final String account;
  private final CloudNetwork network = new CloudNetwork();
  private final Map<String, Vpc> vpcs = new LinkedHashMap<>();
  private final Map<String, Subnet> subnets = new LinkedHashMap<>();
  private final Map<String, Yaml> routes = new LinkedHashMap<>();
  private final Map<String, SecurityGroup> groups = new HashMap<>();
  private final Map<String, NetworkAcl> acls = new HashMap<>();
  private final Map<String, List<Eni>> enis = new LinkedHashMap<>();
  private final Map<String, TransitGateway> gateways = new HashMap<>();
  private final Map<Subnet, Integer> used = new HashMap<>();
  private final Set<IpAddress> taken = new HashSet<>();
  private int publicAddresses;

  private NetworkFile(Yaml yaml) {
    this.yaml = yaml;
    this.account = yaml.at("account").textOr("123456789012");
  }

  /**
   * Reads a file's text.
   *
   * @throws InvalidFileException when it says something impossible
   */
  public static NetworkFile read(Yaml yaml) {
    yaml.only(
        "name",
        "about",
        "account",
        "region",
        "services",
        "on-premises",
        "vpcs",
        "groups",
        "acls",
        "transit-gateways",
        "interfaces",
        "balancers",
        "work");
    NetworkFile file = new NetworkFile(yaml);
    file.build();
    return file;
  }

  /** What it is called. */
  public String name() {
    return yaml.at("name").text();
  }

  /** What it is. */
  public String about() {
    return yaml.at("about").text();
  }

  /** The account that owns it. */
  public String account() {
    return account;
  }

  /** The network. */
  public CloudNetwork network() {
    return network;
  }

  /** The VPCs, by name. */
  public Map<String, Vpc> vpcs() {
    return vpcs;
  }

  /** The networks beyond the VPN. */
  public List<Network> onPremises() {
    return yaml.at("on-premises").items().stream().map(Yaml::network).toList();
  }

  /** The honest work. */
  public List<Yaml> work() {
    return yaml.at("work").items();
  }

  private void build() {
    yaml.at("services")
        .entries()
        .forEach(
            (name, ranges) ->
                ranges.items().forEach(range -> network.addService(name, range.network())));
    yaml.at("groups").entries().forEach((name, group) -> groups.put(name, group(name, group)));
    yaml.at("acls").entries().forEach((name, acl) -> acls.put(name, acl(acl)));
    yaml.at("vpcs").entries().forEach(this::vpc);
    yaml.at("interfaces").items().forEach(this::interfaces);
    yaml.at("transit-gateways").entries().forEach(this::transitGateway);
    yaml.at("balancers").items().forEach(this::balancer);
    routes.forEach(this::route);
  }

  private SecurityGroup group(String name, Yaml group) {
    group.only("in", "out");
    return new SecurityGroup(name, rules(group.at("in")), rules(group.at("out")));
  }

  private static List<SecurityRule> rules(Yaml rules) {
    List<SecurityRule> all = new ArrayList<>();
    for (Yaml rule : rules.items()) {
      String[] words = rule.text().split("\\s+");
      Integer protocol = Protocols.find(words[0]);
      if (protocol == null || words.length < 2 || words.length > 3) {
        throw rule.wrong("Invalid rule: '" + rule.text() + "' (must be such as tcp 443 0.0.0.0/0)");
      }
      int[] ports = words.length == 3 ? ports(rule, words[1]) : new int[] {0, MOST_PORTS};
      String peer = words[words.length - 1];
      Network cidr = Network.parse(peer).orElse(null);
      all.add(new SecurityRule(protocol, ports[0], ports[1], cidr, cidr == null ? peer : null));
    }
    return all;
  }

  static int[] ports(Yaml place, String text) {
    if (!text.matches("\\d{1,5}(-\\d{1,5})?")) {
      throw place.wrong("Invalid ports: '" + text + "' (must be such as 443 or 1024-65535)");
    }
    String[] ends = text.split("-");
    return new int[] {Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])};
  }

  private static NetworkAcl acl(Yaml acl) {
    acl.only("in", "out");
    return new NetworkAcl(entries(acl.at("in")), entries(acl.at("out")));
  }

  private static List<NetworkAcl.Entry> entries(Yaml entries) {
    List<NetworkAcl.Entry> all = new ArrayList<>();
    for (Yaml entry : entries.items()) {
      String[] words = entry.text().split("\\s+");
      Integer protocol = words.length > 2 ? Protocols.find(words[1]) : null;
      Network peer = Network.parse(words[words.length - 1]).orElse(null);
      boolean verb = words[0].equals("allow") || words[0].equals("deny");
      if (protocol == null || peer == null || !verb || words.length > 4) {
        throw entry.wrong(
            "Invalid entry: '" + entry.text() + "' (must be such as allow tcp 443 0.0.0.0/0)");
      }
      int[] ports = words.length == 4 ? ports(entry, words[2]) : new int[] {0, MOST_PORTS};
      all.add(new NetworkAcl.Entry(words[0].equals("allow"), protocol, ports[0], ports[1], peer));
    }
    return all;
  }

  private void vpc(String name, Yaml vpc) {
    vpc.only("cidrs", "region", "account", "subnets");
    List<Network> cidrs = vpc.at("cidrs").items().stream().map(Yaml::network).toList();
    String region = vpc.at("region").textOr(yaml.at("region").textOr("us-east-1"));
    String seed = name() + "/" + name;
    Vpc made = new Vpc(Ids.of("vpc", seed), name, vpc.at("account").textOr(account), region, cidrs);
    vpcs.put(name, made);
    vpc.at("subnets").entries().forEach((subnet, y) -> subnet(made, subnet, y));
  }

  private void subnet(Vpc vpc, String name, Yaml subnet) {
    subnet.only("cidr", "ipv6", "az", "acl", "routes");
    List<Network> networks = new ArrayList<>();
    networks.add(subnet.at("cidr").network());
    subnet.at("ipv6").items().forEach(item -> networks.add(item.network()));
    String acl = subnet.at("acl").textOrNull();
    NetworkAcl found = acl == null ? NetworkAcl.OPEN : acls.get(acl);
    if (found == null) {
      throw subnet.at("acl").wrong("There is no ACL '" + acl + "'");
    }
    RouteTable table = new RouteTable();
    vpc.networks().forEach(n -> table.with(n, new RouteTarget.Local()));
    String az = subnet.at("az").textOr("use1-az1");
    if (subnets.containsKey(name)) {
      throw subnet.wrong("There are two subnets '" + name + "'");
    }
    String id = Ids.of("subnet", name() + "/" + vpc.name() + "/" + name);
    subnets.put(name, new Subnet(id, name, vpc, networks, az, found, table));
    routes.put(name, subnet.at("routes"));
  }

  private void route(String subnet, Yaml table) {
    RouteTable made = java.util.Objects.requireNonNull(subnets.get(subnet)).routes();
    for (Map.Entry<String, Yaml> route : table.entries().entrySet()) {
      RouteTarget target = target(route.getValue());
      Network cidr = Network.parse(route.getKey()).orElse(null);
      if (cidr != null) {
        made.with(cidr, target);
        continue;
      }
      List<Network> service = network.services().get(route.getKey());
      if (service == null) {
        throw route.getValue().wrong("'" + route.getKey() + "' is neither a network nor a service");
      }
      service.forEach(range -> made.with(range, target));
    }
  }

  private RouteTarget target(Yaml target) {
    String[] words = target.text().split("\\s+");
    return switch (words[0]) {
      case "igw" -> new RouteTarget.InternetGateway();
      case "vpn" -> new RouteTarget.Vpn();
      case "endpoint" -> new RouteTarget.GatewayEndpoint();
      case "peering" -> new RouteTarget.Peering(false);
      case "peering-other-region" -> new RouteTarget.Peering(true);
      case "nat" -> new RouteTarget.Nat(named(target, words).getFirst());
      case "tgw" -> {
        TransitGateway gateway = words.length == 2 ? gateways.get(words[1]) : null;
        if (gateway == null) {
          throw target.wrong("There is no transit gateway '" + target.text() + "'");
        }
        yield new RouteTarget.Transit(gateway);
      }
      default ->
          throw target.wrong(
              "Unknown target '"
                  + words[0]
                  + "' (must be igw, nat NAME, tgw NAME, peering,"
                  + " peering-other-region, vpn or endpoint)");
    };
  }

  private List<Eni> named(Yaml place, String[] words) {
    List<Eni> found = words.length == 2 ? enis.get(words[1]) : null;
    if (found == null) {
      throw place.wrong("There is no interface '" + place.text() + "'");
    }
    return found;
  }

  private void interfaces(Yaml y) {
    y.only(
        "name", "count", "subnets", "kind", "groups", "public", "roles", "listens", "pods",
        "address", "nitro", "ipv6");
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
      Eni eni =
          new Eni(
              description(
                  y, count == 1 ? name : name + "-" + (i + 1), where.get(i % where.size())));
      network.add(eni);
      made.add(eni);
    }
    enis.put(name, made);
  }

  private Eni.Description description(Yaml y, String name, Subnet subnet) {
    EniKind kind = kind(y.at("kind"));
    String address = y.at("address").textOrNull();
    IpAddress primary = address == null ? free(y, subnet) : IpAddress.of(address);
    taken.add(primary);
    List<IpAddress> pods = new ArrayList<>();
    for (int i = 0; i < y.at("pods").intOr(0); i++) {
      pods.add(free(y, subnet));
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
    String seed = name() + "/" + name;
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
        publicAddress(y),
        ipv6,
        groups(y.at("groups")),
        owner(kind, seed),
        y.at("nitro").flagOr(true),
        listens,
        Map.of());
  }

  private static @Nullable String owner(EniKind kind, String seed) {
    if (kind == EniKind.REGIONAL_NAT_GATEWAY) {
      return Ids.of("nat", seed);
    }
    return kind.isRequesterManaged() ? null : Ids.of("i", seed);
  }

  private @Nullable IpAddress publicAddress(Yaml y) {
    if (!y.at("public").flagOr(false)) {
      return null;
    }
    // 198.18.0.0/15 is nobody's (RFC 2544): the simulation's own public addresses.
    int number = publicAddresses++;
    return IpAddress.ipv4(0xc6120000 + 256 * Math.floorMod(name().hashCode(), 500) + number + 10);
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

  private IpAddress free(Yaml y, Subnet subnet) {
    Network cidr = subnet.networks().getFirst();
    int next = used.getOrDefault(subnet, FIRST_FREE);
    IpAddress address = IpAddress.in(cidr, next);
    while (taken.contains(address)) {
      address = IpAddress.in(cidr, ++next);
    }
    if (!address.isIn(cidr)) {
      throw y.wrong("Subnet '" + subnet.name() + "' is full");
    }
    used.put(subnet, next + 1);
    taken.add(address);
    return address;
  }

  private void transitGateway(String name, Yaml y) {
    y.only("attach", "vpn");
    String id = Ids.of("tgw", name() + "/" + name);
    TransitGateway gateway = new TransitGateway(id);
    for (Yaml item : y.at("attach").items()) {
      List<Eni> attached = named(item, new String[] {"", item.text()});
      Vpc vpc = attached.getFirst().vpc();
      gateway.attach(
          new TransitAttachment(
              Ids.of("tgw-attach", id + vpc.name()), id, account, vpc.region(), vpc),
          attached);
    }
    if (y.at("vpn").flagOr(false)) {
      gateway.attach(
          new TransitAttachment(
              Ids.of("tgw-attach", id + "vpn"),
              id,
              account,
              yaml.at("region").textOr("us-east-1"),
              null),
          List.of());
    }
    gateways.put(name, gateway);
    network.add(gateway);
  }

  private void balancer(Yaml y) {
    y.only("name", "port", "targets", "target-port", "preserve-client");
    List<Eni> targets = named(y.at("targets"), new String[] {"", y.at("targets").text()});
    int port = y.at("port").intOr(443);
    for (Eni balancer : named(y.at("name"), new String[] {"", y.at("name").text()})) {
      network.balance(
          balancer,
          new Balancing(
              port,
              targets,
              y.at("target-port").intOr(port),
              y.at("preserve-client").flagOr(true)));
    }
  }
}
