package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import java.util.List;

/**
 * A network ACL: stateless, so that each direction is judged for itself. The first entry that
 * matches decides; without one, traffic is denied.
 *
 * @param inbound the entries for what enters the subnet
 * @param outbound the entries for what leaves it
 */
public record NetworkAcl(List<Entry> inbound, List<Entry> outbound) {
  /** Lets everything through, as the ACL that comes with a VPC. */
  public static final NetworkAcl OPEN =
      new NetworkAcl(
          List.of(Entry.everything("0.0.0.0/0"), Entry.everything("::/0")),
          List.of(Entry.everything("0.0.0.0/0"), Entry.everything("::/0")));

  /**
   * One entry.
   *
   * @param allow whether it lets through
   * @param protocol the IANA number, or -1 for all
   * @param fromPort the lowest destination port
   * @param toPort the highest destination port
   * @param peer the other side
   */
  public record Entry(boolean allow, int protocol, int fromPort, int toPort, Network peer) {
    private static final int MOST = 65_535;

    static Entry everything(String cidr) {
      return new Entry(true, -1, 0, MOST, Network.parse(cidr).orElseThrow());
    }

    private boolean matches(int anyProtocol, int port, IpAddress address) {
      return (protocol < 0 || protocol == anyProtocol)
          && (!Protocols.hasPorts(anyProtocol) || (port >= fromPort && port <= toPort))
          && address.isIn(peer);
    }
  }

  boolean allows(boolean incoming, int protocol, int port, IpAddress peer) {
    for (Entry entry : incoming ? inbound : outbound) {
      if (entry.matches(protocol, port, peer)) {
        return entry.allow();
      }
    }
    return false;
  }
}
