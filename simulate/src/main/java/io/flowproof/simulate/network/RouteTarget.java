package io.flowproof.simulate.network;

/** Where a route leads. */
public sealed interface RouteTarget {
  /** To the VPC itself. */
  record Local() implements RouteTarget {}

  /** To the internet, for IPv4 through the public address. */
  record InternetGateway() implements RouteTarget {}

  /** To a NAT gateway. */
  record Nat(Eni gateway) implements RouteTarget {}

  /** To a transit gateway. */
  record Transit(TransitGateway gateway) implements RouteTarget {}

  /** To another VPC. */
  record Peering(boolean otherRegion) implements RouteTarget {}

  /** To a virtual private gateway: a VPN or Direct Connect. */
  record Vpn() implements RouteTarget {}

  /** To a service through a gateway endpoint. */
  record GatewayEndpoint() implements RouteTarget {}

  /** To nowhere. */
  record Blackhole() implements RouteTarget {}
}
