package io.flowproof.simulate.network;

import java.util.List;

/**
 * A security group. It is stateful: what it lets through may be answered.
 *
 * @param name what the network's file calls it
 * @param inbound the rules for connections to its members
 * @param outbound the rules for connections of its members
 */
public record SecurityGroup(String name, List<SecurityRule> inbound, List<SecurityRule> outbound) {

  boolean allows(boolean incoming, int protocol, int port, IpAddress peer, CloudNetwork network) {
    List<SecurityRule> rules = incoming ? inbound : outbound;
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).allows(protocol, port, peer, network)) {
        return true;
      }
    }
    return false;
  }
}
