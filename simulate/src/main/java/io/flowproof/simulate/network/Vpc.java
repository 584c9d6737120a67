package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import java.util.List;

/**
 * A virtual private cloud.
 *
 * @param id {@code vpc-…}
 * @param name what the network's file calls it
 * @param account the owner, twelve digits
 * @param region such as us-east-1
 * @param networks its address ranges, the first one first; IPv4 and IPv6
 * @param encryption its Encryption Controls
 */
public record Vpc(
    String id,
    String name,
    String account,
    String region,
    List<Network> networks,
    EncryptionControls encryption) {

  /** A VPC without Encryption Controls. */
  public Vpc(String id, String name, String account, String region, List<Network> networks) {
    this(id, name, account, region, networks, EncryptionControls.OFF);
  }

  /** True when the address belongs to the VPC. */
  public boolean contains(IpAddress address) {
    for (Network network : networks) {
      if (address.isIn(network)) {
        return true;
      }
    }
    return false;
  }

  /** True for the address of the Amazon resolver: the first one of a range plus two. */
  public boolean isResolver(IpAddress address) {
    for (Network network : networks) {
      if (!network.ipv6() && address.equals(IpAddress.in(network, 2))) {
        return true;
      }
    }
    return false;
  }
}
