package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import org.jspecify.annotations.Nullable;

/**
 * Traffic that VPC Flow Logs never record (Amazon VPC User Guide, "Flow log limitations"). What
 * happens by it cannot be seen in them.
 */
public enum Unrecorded {
  /** Instance metadata, 169.254.169.254 and fd00:ec2::254. */
  INSTANCE_METADATA("instance metadata"),
  /** The Amazon resolver, 169.254.169.253, fd00:ec2::253 and the VPC's range plus two. */
  AMAZON_RESOLVER("the Amazon resolver"),
  /** The Amazon Time Sync Service, 169.254.169.123 and fd00:ec2::123. */
  TIME_SYNC("the Amazon Time Sync Service"),
  /** Windows licence activation, 169.254.169.250 and .251. */
  WINDOWS_ACTIVATION("Windows licence activation"),
  /** DHCP, for IPv4 and IPv6. */
  DHCP("DHCP"),
  /** The reserved address of the VPC router. */
  VPC_ROUTER("the VPC router's reserved address"),
  /** Between an endpoint's interface and a Network Load Balancer's. */
  ENDPOINT_TO_LOAD_BALANCER("between an endpoint and a Network Load Balancer"),
  /** What Traffic Mirroring copies to its target: VXLAN, UDP port 4789. */
  MIRRORED("mirrored traffic"),
  /** Neighbour and router discovery of IPv6 and multicast listeners: the link's, as ARP is. */
  LINK_LOCAL("link-local IPv6, which never leaves its link");

  private static final IpAddress METADATA = IpAddress.of("169.254.169.254");
  private static final IpAddress METADATA6 = IpAddress.of("fd00:ec2::254");
  private static final IpAddress RESOLVER = IpAddress.of("169.254.169.253");
  private static final IpAddress RESOLVER6 = IpAddress.of("fd00:ec2::253");
  private static final IpAddress TIME = IpAddress.of("169.254.169.123");
  private static final IpAddress TIME6 = IpAddress.of("fd00:ec2::123");
  private static final IpAddress WINDOWS = IpAddress.of("169.254.169.250");
  private static final IpAddress WINDOWS_TOO = IpAddress.of("169.254.169.251");
  private static final Network RESERVED4 = Network.parse("169.254.0.0/16").orElseThrow();
  private static final Network RESERVED6 = Network.parse("fd00:ec2::/32").orElseThrow();
  private static final Network LINK6 = Network.parse("fe80::/10").orElseThrow();
  private static final int DNS = 53;
  private static final int VXLAN = 4789;

  private final String words;

  Unrecorded(String words) {
    this.words = words;
  }

  /** What it is, in words. */
  public String words() {
    return words;
  }

  static @Nullable Unrecorded of(
      CloudNetwork network,
      IpAddress server,
      int port,
      int protocol,
      @Nullable Eni client,
      @Nullable Eni to) {
    boolean dhcp =
        protocol == Protocols.UDP && (port == 67 || port == 68 || port == 546 || port == 547);
    if (dhcp) {
      return DHCP;
    }
    if (server.isIn(RESERVED4) || server.isIn(RESERVED6)) {
      return reserved(server);
    }
    if (server.isIn(LINK6)) {
      return LINK_LOCAL;
    }
    if (client != null && to != null) {
      if (isEndpointAndBalancer(client, to) || isEndpointAndBalancer(to, client)) {
        return ENDPOINT_TO_LOAD_BALANCER;
      }
      if (protocol == Protocols.UDP && port == VXLAN && network.isMirrored(client, to)) {
        return MIRRORED;
      }
    }
    if (client != null && to == null) {
      if (client.subnet().isRouter(server)) {
        return VPC_ROUTER;
      }
      if (port == DNS && client.vpc().isResolver(server)) {
        return AMAZON_RESOLVER;
      }
    }
    return null;
  }

  private static boolean isEndpointAndBalancer(Eni one, Eni other) {
    return one.kind() == EniKind.VPC_ENDPOINT && other.kind() == EniKind.NETWORK_LOAD_BALANCER;
  }

  private static @Nullable Unrecorded reserved(IpAddress server) {
    if (server.equals(METADATA) || server.equals(METADATA6)) {
      return INSTANCE_METADATA;
    }
    if (server.equals(RESOLVER) || server.equals(RESOLVER6)) {
      return AMAZON_RESOLVER;
    }
    if (server.equals(TIME) || server.equals(TIME6)) {
      return TIME_SYNC;
    }
    return server.equals(WINDOWS) || server.equals(WINDOWS_TOO) ? WINDOWS_ACTIVATION : null;
  }
}
