package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import java.util.List;

/**
 * A subnet with the policy and the routes that hold in it.
 *
 * @param id {@code subnet-…}
 * @param name what the network's file calls it
 * @param vpc the VPC
 * @param networks its address ranges, IPv4 first
 * @param azId its Availability Zone, such as use1-az1
 * @param acl its network ACL
 * @param routes its route table
 * @param publicAccess what Block Public Access does here: the VPC's mode, or an exclusion from it
 */
public record Subnet(
    String id,
    String name,
    Vpc vpc,
    List<Network> networks,
    String azId,
    NetworkAcl acl,
    RouteTable routes,
    BlockPublicAccess publicAccess) {

  /** A subnet where Block Public Access is off. */
  public Subnet(
      String id,
      String name,
      Vpc vpc,
      List<Network> networks,
      String azId,
      NetworkAcl acl,
      RouteTable routes) {
    this(id, name, vpc, networks, azId, acl, routes, BlockPublicAccess.OFF);
  }

  /** True when the address lies in the subnet. */
  public boolean contains(IpAddress address) {
    for (Network network : networks) {
      if (address.isIn(network)) {
        return true;
      }
    }
    return false;
  }

  /** True for the reserved address of the VPC router: the first of the range plus one. */
  public boolean isRouter(IpAddress address) {
    for (Network network : networks) {
      if (!network.ipv6() && address.equals(IpAddress.in(network, 1))) {
        return true;
      }
    }
    return false;
  }
}
