package io.flowproof.simulate.network;

import io.flowproof.core.address.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transit gateway with its attachments and their interfaces, one for each Availability Zone. Its
 * routes lead to every attached VPC, and to the networks beyond the VPN.
 */
public final class TransitGateway {
  private static final int VPC_MTU = 8500;
  private static final int VPN_MTU = 1500;

  private final String id;
  private final List<Network> beyondVpn = new ArrayList<>();
  private final List<Network> blackholes = new ArrayList<>();
  private final List<Network> loops = new ArrayList<>();
  private final List<Eni> enis = new ArrayList<>();
  private final List<TransitAttachment> attachments = new ArrayList<>();

  /** Creates a gateway that nothing is attached to. */
  public TransitGateway(String id) {
    this.id = id;
  }

  /** {@code tgw-…}. */
  public String id() {
    return id;
  }

  /** Attaches a VPC or, without one, a VPN. */
  public void attach(TransitAttachment attachment, List<Eni> interfaces) {
    attachments.add(attachment);
    enis.addAll(interfaces);
  }

  /** Adds a network to which the route leads through the VPN; without any, all do. */
  public void routeToVpn(Network network) {
    beyondVpn.add(network);
  }

  /** Adds a blackhole route. */
  public void blackhole(Network network) {
    blackholes.add(network);
  }

  /** Adds a network to which routes go round in a circle. */
  public void loop(Network network) {
    loops.add(network);
  }

  /** Everything that is attached. */
  public List<TransitAttachment> attachments() {
    return List.copyOf(attachments);
  }

  /** The attachment of a VPC, or of the VPN for null; null when there is none. */
  @Nullable TransitAttachment attachment(@Nullable Vpc vpc) {
    for (TransitAttachment attachment : attachments) {
      if (Objects.equals(attachment.vpc(), vpc)) {
        return attachment;
      }
    }
    return null;
  }

  /** The attachment to which the route to an address leads; null without a route. */
  @Nullable TransitAttachment route(IpAddress destination) {
    for (TransitAttachment attachment : attachments) {
      Vpc vpc = attachment.vpc();
      if (vpc != null && vpc.contains(destination)) {
        return attachment;
      }
    }
    return beyondVpn.isEmpty() || isIn(beyondVpn, destination) ? attachment(null) : null;
  }

  /** Why packets to that address are lost here, or null. */
  @Nullable TransitLoss loss(IpAddress destination) {
    if (isIn(blackholes, destination)) {
      return TransitLoss.BLACKHOLE;
    }
    if (isIn(loops, destination)) {
      return TransitLoss.TTL_EXPIRED;
    }
    return route(destination) == null ? TransitLoss.NO_ROUTE : null;
  }

  private static boolean isIn(List<Network> networks, IpAddress address) {
    for (Network network : networks) {
      if (address.isIn(network)) {
        return true;
      }
    }
    return false;
  }

  /** The largest packets that pass between two attachments (AWS, transit gateway quotas, MTU). */
  static int mtu(TransitAttachment one, TransitAttachment other) {
    return one.vpc() == null || other.vpc() == null ? VPN_MTU : VPC_MTU;
  }

  /** The interface in a VPC, of that zone where there is one there; null when there is none. */
  @Nullable Eni eni(Vpc vpc, String azId) {
    Eni any = null;
    for (Eni eni : enis) {
      if (eni.vpc().equals(vpc)) {
        if (eni.subnet().azId().equals(azId)) {
          return eni;
        }
        any = any == null ? eni : any;
      }
    }
    return any;
  }
}
