package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a security group: what it allows.
 *
 * @param protocol the IANA number, or -1 for all
 * @param fromPort the lowest port; ports do not matter for protocols without
 * @param toPort the highest port
 * @param peer whose traffic, or null where {@code group} says it
 * @param group the name of the security group whose members' traffic, or null
 */
public record SecurityRule(
    int protocol, int fromPort, int toPort, @Nullable Network peer, @Nullable String group) {

  boolean allows(int anyProtocol, int port, IpAddress address, CloudNetwork network) {
    if (protocol >= 0 && protocol != anyProtocol) {
      return false;
    }
    if (Protocols.hasPorts(anyProtocol) && (port < fromPort || port > toPort)) {
      return false;
    }
    if (group != null) {
      Eni eni = network.find(address);
      return eni != null && eni.groups().stream().anyMatch(g -> g.name().equals(group));
    }
    return peer != null && address.isIn(peer);
  }
}
