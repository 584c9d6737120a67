package io.flowproof.simulate.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the packets of a connection cross on their way, and what each recording point shows of
 * them: Amazon VPC User Guide, "Flow log records", "Flow log limitations" and "Flow log record
 * examples".
 */
public final class Router {
  private final CloudNetwork network;

  /** A router for a network that does not change any more. */
  public Router(CloudNetwork network) {
    this.network = network;
  }

  /**
   * The way from a client to a server and back.
   *
   * @param client an address of an interface, or one outside
   * @param server a private or public address of an interface, or one outside
   * @param choice decides between equal targets of a load balancer, and on the port of a NAT
   *     gateway
   */
  public Journey journey(
      IpAddress client,
      int clientPort,
      IpAddress server,
      int serverPort,
      int protocol,
      int choice) {
    Eni from = network.find(client);
    Eni direct = network.find(server);
    Eni to = direct == null ? network.findPublic(server) : direct;
    Unrecorded unrecorded = Unrecorded.of(network, server, serverPort, protocol, from, to);
    if (unrecorded != null) {
      return new Journey(List.of(), List.of(), true, true, unrecorded, null);
    }
    boolean ports = Protocols.hasPorts(protocol);
    Way way = new Way(network, protocol, client, ports ? clientPort : 0);
    way.dst = server;
    way.dstPort = ports ? serverPort : 0;
    if (from != null) {
      departure(way, from, to, direct == null, choice);
    } else if (to != null) {
      arrivalFromOutside(way, to);
    }
    if (way.open && to != null) {
      arrival(way, to, choice);
    }
    return way.finish(to);
  }

  private void departure(Way way, Eni from, @Nullable Eni to, boolean byPublic, int choice) {
    RouteTarget target = from.subnet().routes().target(way.dst);
    Eni hop = null;
    int path = 0;
    boolean open = to != null;
    switch (target) {
      case RouteTarget.Local local -> {
        path = 1;
        hop = to;
      }
      case RouteTarget.InternetGateway gateway -> path = from.isNitro() ? 8 : 2;
      case RouteTarget.Nat nat -> {
        path = 1;
        hop = nat.gateway();
        open = true;
      }
      case RouteTarget.Transit transit -> {
        path = 1;
        hop = transit.gateway().eni(from.vpc(), from.subnet().azId());
      }
      case RouteTarget.Peering peering -> {
        path = peering.otherRegion() ? 5 : 4;
        hop = peering.otherRegion() ? null : to;
      }
      case RouteTarget.Vpn vpn -> path = 3;
      case RouteTarget.GatewayEndpoint endpoint -> path = from.isNitro() ? 7 : 2;
      case RouteTarget.Blackhole nowhere -> open = false;
    }
    if (way.dst.isMulticast()) {
      open = false;
      path = 0;
    }
    way.open = open;
    Way.Crossing crossing =
        way.at(from, from, false, from.recorded(way.src), way.dst, way.src, way.dst);
    crossing.paths(path, 0).hop(hop).endpoint();
    leave(way, crossing, target, from, to, byPublic, choice);
  }

  /** Beyond the client's interface. */
  private void leave(
      Way way,
      Way.Crossing crossing,
      RouteTarget target,
      Eni from,
      @Nullable Eni to,
      boolean byPublic,
      int choice) {
    switch (target) {
      case RouteTarget.Nat nat -> translate(way, nat.gateway(), to, choice);
      case RouteTarget.Transit transit -> transit(way, transit.gateway(), from, to);
      case RouteTarget.InternetGateway gateway -> {
        crossing.gateway(true);
        leaveByGateway(way, from, byPublic);
      }
      case RouteTarget.Local local -> way.open &= !byPublic;
      case RouteTarget.Peering p -> way.open &= !byPublic;
      case RouteTarget.Vpn v -> way.open = false;
      case RouteTarget.GatewayEndpoint e -> {
        crossing.gatewayEndpoint();
        way.open = false;
      }
      case RouteTarget.Blackhole b -> way.open = false;
    }
  }

  private static void leaveByGateway(Way way, Eni from, boolean byPublic) {
    if (!way.src.isIpv6() && from.publicAddress() != null) {
      way.src = from.publicAddress();
    } else {
      way.open &= way.src.isIpv6() && !byPublic;
    }
    way.viaInternet = true;
    way.byGateway = true;
  }

  private void translate(Way way, Eni nat, @Nullable Eni to, int choice) {
    boolean regional = nat.kind() == EniKind.REGIONAL_NAT_GATEWAY;
    IpAddress shown = regional ? way.dst : nat.primary();
    IpAddress client = way.src;
    way.at(nat, nat, true, client, shown, client, way.dst).paths(0, 1).hop(network.find(client));
    way.src = nat.primary();
    if (Protocols.hasPorts(way.protocol)) {
      way.srcPort = 1024 + Math.floorMod(choice * 31 + way.srcPort * 7, 64_512);
    }
    RouteTarget next = nat.subnet().routes().target(way.dst);
    boolean byGateway = next instanceof RouteTarget.InternetGateway;
    int path = !byGateway ? 1 : nat.isNitro() ? 8 : 2;
    way.at(nat, nat, false, nat.primary(), way.dst, nat.primary(), way.dst)
        .paths(path, 0)
        .gateway(byGateway);
    if (next instanceof RouteTarget.Transit(var gateway)) {
      transit(way, gateway, nat, to);
      return;
    }
    way.byGateway = byGateway;
    if (nat.publicAddress() != null) {
      way.src = nat.publicAddress();
    }
    way.viaInternet = true;
    way.open = to != null;
  }

  private void transit(Way way, TransitGateway gateway, Eni from, @Nullable Eni to) {
    TransitLoss loss = gateway.loss(way.dst);
    TransitAttachment source = gateway.attachment(from.vpc());
    TransitAttachment sink = loss == null ? gateway.route(way.dst) : null;
    Vpc vpc = sink == null ? null : sink.vpc();
    boolean reaches = to != null && to.vpc().equals(vpc) && !to.vpc().equals(from.vpc());
    String there = from.subnet().azId();
    String back = to == null ? there : to.subnet().azId();
    Eni out = gateway.eni(from.vpc(), there);
    Eni home = gateway.eni(from.vpc(), back);
    if (out != null && home != null) {
      way.at(out, home, true, way.src, out.primary(), way.src, way.dst)
          .home(home.primary())
          .paths(0, 1)
          .hop(from);
    }
    Eni in = vpc == null ? null : gateway.eni(vpc, there);
    Eni away = vpc == null ? null : gateway.eni(vpc, back);
    if (source != null && (sink != null || loss != null)) {
      way.transit(new TransitLeg(source, sink, out, in), loss);
    }
    if (in != null && away != null) {
      way.at(in, away, false, in.primary(), way.dst, way.src, way.dst)
          .home(away.primary())
          .paths(1, 0)
          .hop(reaches ? to : null);
    }
    way.open = reaches;
  }

  /** From outside: through the transit gateway where the way back leads there. */
  private static void arrivalFromOutside(Way way, Eni to) {
    way.open = true;
    way.viaInternet = true;
    RouteTarget home = to.subnet().routes().target(way.src);
    way.byGateway = home instanceof RouteTarget.InternetGateway;
    if (home instanceof RouteTarget.Transit(var gateway)) {
      Eni in = gateway.eni(to.vpc(), to.subnet().azId());
      TransitAttachment source = gateway.attachment(null);
      TransitAttachment sink = gateway.attachment(to.vpc());
      if (source != null && sink != null) {
        way.transit(new TransitLeg(source, sink, null, in), null);
      }
      if (in != null) {
        way.at(in, in, false, in.primary(), way.dst, way.src, way.dst).paths(1, 0).hop(to);
      }
    }
  }

  private void arrival(Way way, Eni to, int choice) {
    if (to.publicAddress() != null && way.dst.equals(to.publicAddress())) {
      way.dst = to.primary();
    }
    IpAddress client = way.src;
    int back = backPath(to, way);
    Balancing balancing = network.balancing(to, way.dstPort);
    way.at(to, to, true, client, to.recorded(way.dst), client, way.dst)
        .paths(0, back)
        .gateway(way.byGateway)
        .endpoint();
    way.lastHop();
    if (balancing == null || balancing.targets().isEmpty()) {
      return;
    }
    Eni target = balancing.targets().get(Math.floorMod(choice, balancing.targets().size()));
    IpAddress seen = balancing.preservesClient() ? client : to.primary();
    way.dst = target.primary();
    way.dstPort = balancing.targetPort();
    way.at(to, to, false, to.primary(), way.dst, seen, way.dst).paths(1, 0).hop(target);
    way.at(target, target, true, seen, way.dst, seen, way.dst).paths(0, 1).hop(to).endpoint();
    way.reached = target;
  }

  private static int backPath(Eni to, Way way) {
    return switch (to.subnet().routes().target(way.src)) {
      case RouteTarget.Local local -> 1;
      case RouteTarget.InternetGateway gateway -> to.isNitro() ? 8 : 2;
      case RouteTarget.Nat nat -> to.publicAddress() == null ? 1 : to.isNitro() ? 8 : 2;
      case RouteTarget.Transit transit -> 1;
      case RouteTarget.Peering peering -> peering.otherRegion() ? 5 : 4;
      case RouteTarget.Vpn vpn -> 3;
      case RouteTarget.GatewayEndpoint endpoint -> to.isNitro() ? 7 : 2;
      case RouteTarget.Blackhole nowhere -> 0;
    };
  }

  /**
   * What a transit gateway's own flow log shows of a connection.
   *
   * @param source where packets come in
   * @param sink where they go out, or null where they are lost
   * @param out the interface by which they leave their VPC, or null
   * @param in the interface by which they enter the other, or null
   */
  record TransitLeg(
      TransitAttachment source,
      @Nullable TransitAttachment sink,
      @Nullable Eni out,
      @Nullable Eni in) {}
}
