package io.flowproof.simulate.network;

/** What a network interface belongs to; names as in the field {@code interface-type}. */
public enum EniKind {
  /** An instance of the account, or a task or function in the account's own interface. */
  INSTANCE("interface"),
  /** A zonal NAT gateway. */
  NAT_GATEWAY("nat_gateway"),
  /** A regional NAT gateway: its records name no interface. */
  REGIONAL_NAT_GATEWAY("regional_nat_gateway"),
  /** A Network Load Balancer. */
  NETWORK_LOAD_BALANCER("network_load_balancer"),
  /** An Application Load Balancer: it ends connections and opens its own. */
  LOAD_BALANCER("interface"),
  /** An attachment of a transit gateway. */
  TRANSIT_GATEWAY("transit_gateway"),
  /** An interface endpoint. */
  VPC_ENDPOINT("vpc_endpoint"),
  /** A service that AWS runs in the VPC: databases, caches, file systems. */
  MANAGED("interface");

  private final String interfaceType;

  EniKind(String interfaceType) {
    this.interfaceType = interfaceType;
  }

  /** The value of {@code interface-type}. */
  public String interfaceType() {
    return interfaceType;
  }

  /** True for a NAT gateway of either sort. */
  public boolean isNat() {
    return this == NAT_GATEWAY || this == REGIONAL_NAT_GATEWAY;
  }

  /** True where packets only pass through: NAT gateways and attachments of transit gateways. */
  public boolean isGateway() {
    return isNat() || this == TRANSIT_GATEWAY;
  }

  /** True where AWS, not the account, manages the interface, so that no instance is named. */
  public boolean isRequesterManaged() {
    return this != INSTANCE;
  }
}
