package io.flowproof.simulate.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A security group. It is stateful: what it lets through may be answered.
 *
 * @param name what the network's file calls it
 * @param inbound the rules for connections to its members
 * @param outbound the rules for connections of its members
 */
public record SecurityGroup(String name, List<SecurityRule> inbound, List<SecurityRule> outbound) {

  boolean allowsInbound(int protocol, int port, IpAddress peer, @Nullable Eni eni) {
    return allows(inbound, protocol, port, peer, eni);
  }

  boolean allowsOutbound(int protocol, int port, IpAddress peer, @Nullable Eni eni) {
    return allows(outbound, protocol, port, peer, eni);
  }

  private static boolean allows(
      List<SecurityRule> rules, int protocol, int port, IpAddress peer, @Nullable Eni eni) {
    for (SecurityRule rule : rules) {
      if (rule.allows(protocol, port, peer, eni)) {
        return true;
      }
    }
    return false;
  }
}
