package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Gives addresses to interfaces whose file names none. */
final class FreeAddresses {
  private static final int FIRST_FREE = 10;

  private final Map<Subnet, Integer> used = new HashMap<>();
  private final Set<IpAddress> taken = new HashSet<>();
  private final int publicRange;
  private int publicAddresses;

  FreeAddresses(String network) {
    this.publicRange = Math.floorMod(network.hashCode(), 500);
  }

  /** Keeps an address from being given to another. */
  void take(IpAddress address) {
    taken.add(address);
  }

  /** The next address of a subnet that nobody has. */
  IpAddress next(Yaml place, Subnet subnet) {
    Network cidr = subnet.networks().getFirst();
    int next = used.getOrDefault(subnet, FIRST_FREE);
    IpAddress address = IpAddress.in(cidr, next);
    while (taken.contains(address)) {
      address = IpAddress.in(cidr, ++next);
    }
    if (!address.isIn(cidr)) {
      throw place.wrong("Subnet '" + subnet.name() + "' is full");
    }
    used.put(subnet, next + 1);
    taken.add(address);
    return address;
  }

  /** The next public address, of 198.18.0.0/15, which is nobody's (RFC 2544). */
  IpAddress nextPublic() {
    return IpAddress.ipv4(0xc6120000 + 256 * publicRange + publicAddresses++ + 10);
  }
}
