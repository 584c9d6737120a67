package io.flowproof.simulate.behaviour;

import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can contact or be contacted.
 *
 * @param address the address, private for interfaces
 * @param eni the interface, or null outside
 */
public record Host(IpAddress address, @Nullable Eni eni) {

  /** The address by which somebody else reaches it. */
  IpAddress reachedFrom(Host client) {
    if (eni != null && client.address().isIpv6() && !eni.ipv6().isEmpty()) {
      return eni.ipv6().getFirst();
    }
    if (eni != null
        && client.eni() == null
        && eni.publicAddress() != null
        && !client.address().isPrivate()) {
      return eni.publicAddress();
    }
    return address;
  }

  /** The address from which it contacts another: IPv6 where the other has that. */
  IpAddress reaching(IpAddress other) {
    if (eni == null || address.isIpv6() || !other.isIpv6() || eni.ipv6().isEmpty()) {
      return address;
    }
    return eni.ipv6().getFirst();
  }
}
