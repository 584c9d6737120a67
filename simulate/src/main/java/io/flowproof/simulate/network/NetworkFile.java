package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a network from YAML: VPCs with subnets, security groups, network ACLs, interfaces, load
 * balancers, transit gateways. What it must look like stands in docs/simulate.md.
 */
public final class NetworkFile {
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
  private final FreeAddresses addresses;

  private NetworkFile(Yaml yaml) {
    this.yaml = yaml;
    this.account = yaml.at("account").textOr("123456789012");
    this.addresses = new FreeAddresses(yaml.at("name").textOr(""));
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
        "mirrors",
        "lists",
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

  /**
   * What its owner keeps in lists (watchlists, lookups): by the list's name its rows, by column
   * values or words for hosts.
   */
  public Map<String, List<Yaml>> lists() {
    Map<String, List<Yaml>> lists = new LinkedHashMap<>();
    yaml.at("lists").entries().forEach((name, rows) -> lists.put(name, rows.items()));
    return lists;
  }

  /** The honest work. */
  public List<Yaml> work() {
    return yaml.at("work").items();
  }

  private void build() {
    yaml.at("services").entries().forEach(this::service);
    yaml.at("groups")
        .entries()
        .forEach((name, group) -> groups.put(name, PolicyReader.group(name, group)));
    yaml.at("acls").entries().forEach((name, acl) -> acls.put(name, PolicyReader.acl(acl)));
    yaml.at("vpcs").entries().forEach(this::vpc);
    yaml.at("interfaces").items().forEach(this::interfaces);
    yaml.at("transit-gateways").entries().forEach(this::transitGateway);
    yaml.at("balancers").items().forEach(this::balancer);
    yaml.at("mirrors").items().forEach(this::mirror);
    routes.forEach(this::route);
  }

  private void service(String name, Yaml ranges) {
    if (!name.matches("[A-Z0-9_]+")) {
      throw ranges.wrong("Invalid service: '" + name + "' (must be such as S3 or API_GATEWAY)");
    }
    ranges.items().forEach(range -> network.addService(name, range.network()));
  }

  private void vpc(String name, Yaml vpc) {
    vpc.only("cidrs", "region", "account", "subnets", "encryption", "block-public-access");
    List<Network> cidrs = vpc.at("cidrs").items().stream().map(Yaml::network).toList();
    String region = vpc.at("region").textOr(yaml.at("region").textOr("us-east-1"));
    String seed = name() + "/" + name;
    Vpc made =
        new Vpc(
            Ids.of("vpc", seed),
            name,
            vpc.at("account").textOr(account),
            region,
            cidrs,
            vpc.at("encryption").oneOf(EncryptionControls.class, EncryptionControls.OFF));
    vpcs.put(name, made);
    BlockPublicAccess mode =
        vpc.at("block-public-access").oneOf(BlockPublicAccess.class, BlockPublicAccess.OFF);
    vpc.at("subnets").entries().forEach((subnet, y) -> subnet(made, mode, subnet, y));
  }

  private void subnet(Vpc vpc, BlockPublicAccess mode, String name, Yaml subnet) {
    subnet.only("cidr", "ipv6", "az", "acl", "routes", "block-public-access");
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
    BlockPublicAccess own = subnet.at("block-public-access").oneOf(BlockPublicAccess.class, mode);
    subnets.put(name, new Subnet(id, name, vpc, networks, az, found, table, own));
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
    InterfaceReader reader = new InterfaceReader(name(), subnets, groups, addresses);
    List<Eni> made = reader.read(y);
    made.forEach(network::add);
    enis.put(y.at("name").text(), made);
  }

  private void transitGateway(String name, Yaml y) {
    y.only("attach", "vpn", "blackholes", "loops");
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
      onPremises().forEach(gateway::routeToVpn);
    }
    y.at("blackholes").items().forEach(item -> gateway.blackhole(item.network()));
    y.at("loops").items().forEach(item -> gateway.loop(item.network()));
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

  private void mirror(Yaml y) {
    y.only("from", "to");
    for (Eni source : named(y.at("from"), new String[] {"", y.at("from").text()})) {
      for (Eni target : named(y.at("to"), new String[] {"", y.at("to").text()})) {
        network.mirror(source, target);
      }
    }
  }
}
