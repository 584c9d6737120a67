package io.flowproof.simulate.replay;

import io.flowproof.core.address.Network;
import io.flowproof.simulate.network.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** Moves the addresses of a capture into other networks, host by host. */
public final class AddressMap {
  private final List<Rule> rules = new ArrayList<>();

  private record Rule(Network from, Network to) {}

  /** Leaves every address as it is. */
  public AddressMap() {}

  /**
   * Moves a network to another.
   *
   * @param rule {@code CIDR=CIDR}, of the same family and size
   * @throws IllegalArgumentException for anything else
   */
  public AddressMap with(String rule) {
    String[] sides = rule.split("=", -1);
    Network from = sides.length == 2 ? Network.parse(sides[0].strip()).orElse(null) : null;
    Network to = sides.length == 2 ? Network.parse(sides[1].strip()).orElse(null) : null;
    if (from == null || to == null || from.bits() != to.bits() || from.ipv6() != to.ipv6()) {
      throw new IllegalArgumentException(
          "Invalid map: '"
              + rule
              + "' (must be CIDR=CIDR of the same size, such as"
              + " 192.168.1.0/24=10.0.0.0/24)");
    }
    rules.add(new Rule(from, to));
    return this;
  }

  IpAddress map(IpAddress address) {
    for (Rule rule : rules) {
      if (address.isIn(rule.from())) {
        long low = address.low() - rule.from().low() + rule.to().low();
        long high = address.high() - rule.from().high() + rule.to().high();
        return address.isIpv6() ? IpAddress.ipv6(high, low) : IpAddress.ipv4((int) low);
      }
    }
    return address;
  }
}
