package io.flowproof.simulate.network;

import io.flowproof.core.schema.FlowLogField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journey in the making: crossings in the client's order, each of which is a step either way. */
final class Way {
  private static final int HTTPS = 443;

  final CloudNetwork network;
  final int protocol;
  private final List<Crossing> crossings = new ArrayList<>(4);

  /** The packets' addresses as they are at this point of the way. */
  IpAddress src;

  int srcPort;
  IpAddress dst;
  int dstPort;

  /** Whether the packets go on from here to an interface of the network. */
  boolean open;

  /** Whether they came to this point by the internet or a VPN, so that no hop was before. */
  boolean viaInternet;

  /** Whether the internet gateway lets them in. */
  boolean byGateway;

  @Nullable Eni reached;

  Way(CloudNetwork network, int protocol, IpAddress src, int srcPort) {
    this.network = network;
    this.protocol = protocol;
    this.src = src;
    this.srcPort = srcPort;
    this.dst = src;
  }

  /** One recording point on the way. */
  final class Crossing {
    private final RecordingPoint there;
    private final RecordingPoint back;
    private final boolean ingress;
    private final IpAddress shownSrc;
    private final IpAddress shownDst;
    private final IpAddress pktSrc;
    private final IpAddress pktDst;
    private final int fromPort = srcPort;
    private final int toPort = dstPort;
    private @Nullable IpAddress home;
    private int path;
    private int backPath;
    private @Nullable Eni hop;
    private boolean isEndpoint;
    private boolean gateway;
    private boolean gatewayEndpoint;
    private @Nullable TransitLoss loss;
    private int mtuThere;
    private int mtuBack;
    private Map<FlowLogField, String> moreThere = Map.of();
    private Map<FlowLogField, String> moreBack = Map.of();

    Crossing(
        RecordingPoint there,
        RecordingPoint back,
        boolean ingress,
        IpAddress shownSrc,
        IpAddress shownDst,
        IpAddress pktSrc,
        IpAddress pktDst) {
      this.there = there;
      this.back = back;
      this.ingress = ingress;
      this.shownSrc = shownSrc;
      this.shownDst = shownDst;
      this.pktSrc = pktSrc;
      this.pktDst = pktDst;
    }

    Crossing paths(int pathThere, int pathBack) {
      path = pathThere;
      backPath = pathBack;
      return this;
    }

    Crossing hop(@Nullable Eni next) {
      hop = next;
      return this;
    }

    /** The address that the way back shows for this point. */
    Crossing home(IpAddress address) {
      home = address;
      return this;
    }

    /** It is an end of the connection, where security groups judge. */
    Crossing endpoint() {
      isEndpoint = true;
      return this;
    }

    /** The internet gateway is on the other side. */
    Crossing gateway(boolean byGateway) {
      gateway = byGateway;
      return this;
    }

    /** A gateway endpoint is on the other side. */
    Crossing gatewayEndpoint() {
      gatewayEndpoint = true;
      return this;
    }

    Step there() {
      Verdict verdict = Verdict.ACCEPT;
      if (there instanceof Eni eni) {
        verdict = verdict(eni, ingress, pktSrc, pktDst, toPort, true);
      }
      return new Step(
          there,
          ingress,
          protocol,
          shownSrc,
          shownDst,
          fromPort,
          toPort,
          pktSrc,
          pktDst,
          ingress ? 0 : path,
          network.service(pktSrc),
          network.service(pktDst),
          verdict,
          false,
          encryption(there),
          loss,
          mtuThere,
          more(moreThere));
    }

    Step back() {
      Verdict verdict = Verdict.ACCEPT;
      boolean trackedOnly = false;
      if (back instanceof Eni eni) {
        verdict = verdict(eni, !ingress, pktDst, pktSrc, fromPort, false);
        trackedOnly = !groupsAllow(eni, !ingress, ingress ? pktSrc : pktDst, fromPort);
      }
      return new Step(
          back,
          !ingress,
          protocol,
          ingress && home != null ? home : shownDst,
          !ingress && home != null ? home : shownSrc,
          toPort,
          fromPort,
          pktDst,
          pktSrc,
          ingress ? backPath : 0,
          network.service(pktDst),
          network.service(pktSrc),
          verdict,
          trackedOnly,
          encryption(back),
          null,
          mtuBack,
          more(moreBack));
    }

    private Map<FlowLogField, String> more(Map<FlowLogField, String> given) {
      return hop == null ? given : hop.nextHop();
    }

    /** Security groups judge the first direction only; what they let through may be answered. */
    private Verdict verdict(
        Eni eni, boolean comesIn, IpAddress from, IpAddress to, int port, boolean first) {
      IpAddress peer = comesIn ? from : to;
      boolean blocked = gateway && isBlocked(eni);
      if (blocked && comesIn) {
        return Verdict.REJECT_BPA;
      }
      Subnet subnet = eni.subnet();
      if (!subnet.contains(peer) && !subnet.acl().allows(comesIn, protocol, port, peer)) {
        return Verdict.REJECT;
      }
      if (first && !groupsAllow(eni, comesIn, peer, port)) {
        return Verdict.REJECT;
      }
      if (blocked) {
        return Verdict.REJECT_BPA;
      }
      return isPlainWhereEnforced(eni) ? Verdict.REJECT_EC : Verdict.ACCEPT;
    }

    private boolean groupsAllow(Eni eni, boolean comesIn, IpAddress peer, int port) {
      if (!isEndpoint || eni.groups().isEmpty()) {
        return true;
      }
      for (SecurityGroup group : eni.groups()) {
        if (group.allows(comesIn, protocol, port, peer, network)) {
          return true;
        }
      }
      return false;
    }

    /** Block Public Access; in its lesser mode, what a NAT gateway opens may pass. */
    private boolean isBlocked(Eni eni) {
      return switch (eni.subnet().publicAccess()) {
        case OFF -> false;
        case BLOCK_INGRESS -> ingress || !eni.kind().isNat();
        case BLOCK_BIDIRECTIONAL -> true;
      };
    }

    /** Nitro encrypts between instances of a Region; TLS is assumed where endpoints have 443. */
    private int encryption(RecordingPoint point) {
      if (!(point instanceof Eni eni) || eni.vpc().encryption() == EncryptionControls.OFF) {
        return -1;
      }
      Eni other = hop;
      boolean nitro =
          other != null
              && eni.encrypts()
              && other.encrypts()
              && eni.vpc().region().equals(other.vpc().region());
      boolean service =
          gatewayEndpoint
              || eni.kind() == EniKind.VPC_ENDPOINT
              || (other != null && other.kind() == EniKind.VPC_ENDPOINT);
      boolean tls = service && protocol == Protocols.TCP && toPort == HTTPS;
      return (nitro ? 1 : 0) + (tls ? 2 : 0);
    }

    private boolean isPlainWhereEnforced(Eni eni) {
      return eni.vpc().encryption() == EncryptionControls.ENFORCE
          && hop != null
          && !hop.kind().isGateway()
          && !eni.kind().isGateway()
          && encryption(eni) == 0;
    }
  }

  Crossing at(
      RecordingPoint there,
      RecordingPoint back,
      boolean ingress,
      IpAddress shownSrc,
      IpAddress shownDst,
      IpAddress pktSrc,
      IpAddress pktDst) {
    Crossing crossing = new Crossing(there, back, ingress, shownSrc, shownDst, pktSrc, pktDst);
    crossings.add(crossing);
    return crossing;
  }

  /** Tells the crossing added last where its packets come from, unless it was the internet. */
  void lastHop() {
    int last = crossings.size() - 1;
    if (last > 0 && !viaInternet && crossings.get(last - 1).there instanceof Eni before) {
      crossings.get(last).hop(before);
    }
  }

  /** What the two attachments of a transit gateway record; the first one only of what is lost. */
  void transit(Router.TransitLeg leg, @Nullable TransitLoss loss) {
    Map<FlowLogField, String> values = transitValues(leg);
    Map<FlowLogField, String> mirrored = mirrored(values);
    TransitAttachment source = leg.source();
    TransitAttachment sink = leg.sink();
    Crossing in = at(source, source, true, src, dst, src, dst);
    in.loss = loss;
    in.moreThere = pair(values, sink);
    in.moreBack = pair(mirrored, sink);
    if (sink != null) {
      Crossing out = at(sink, sink, false, src, dst, src, dst);
      out.moreThere = pair(values, source);
      out.moreBack = pair(mirrored, source);
      in.mtuThere = TransitGateway.mtu(source, sink);
      out.mtuBack = in.mtuThere;
    }
  }

  private static Map<FlowLogField, String> transitValues(Router.TransitLeg leg) {
    Map<FlowLogField, String> values = new EnumMap<>(FlowLogField.class);
    Vpc from = leg.source().vpc();
    if (from != null) {
      values.put(FlowLogField.TGW_SRC_VPC_ACCOUNT_ID, from.account());
      values.put(FlowLogField.TGW_SRC_VPC_ID, from.id());
    }
    Vpc to = leg.sink() == null ? null : leg.sink().vpc();
    if (to != null) {
      values.put(FlowLogField.TGW_DST_VPC_ACCOUNT_ID, to.account());
      values.put(FlowLogField.TGW_DST_VPC_ID, to.id());
    }
    Eni out = leg.out();
    if (out != null) {
      values.put(FlowLogField.TGW_SRC_SUBNET_ID, out.subnet().id());
      values.put(FlowLogField.TGW_SRC_ENI, out.id());
      values.put(FlowLogField.TGW_SRC_AZ_ID, out.subnet().azId());
    }
    Eni in = leg.in();
    if (in != null) {
      values.put(FlowLogField.TGW_DST_SUBNET_ID, in.subnet().id());
      values.put(FlowLogField.TGW_DST_ENI, in.id());
      values.put(FlowLogField.TGW_DST_AZ_ID, in.subnet().azId());
    }
    return values;
  }

  private static Map<FlowLogField, String> mirrored(Map<FlowLogField, String> values) {
    Map<FlowLogField, String> other = new EnumMap<>(FlowLogField.class);
    values.forEach(
        (field, value) -> {
          String name = field.awsName();
          String turned =
              name.startsWith("tgw-src-")
                  ? "tgw-dst-" + name.substring(8)
                  : "tgw-src-" + name.substring(8);
          FlowLogField opposite = FlowLogField.find(turned);
          if (opposite != null) {
            other.put(opposite, value);
          }
        });
    return other;
  }

  private static Map<FlowLogField, String> pair(
      Map<FlowLogField, String> values, @Nullable TransitAttachment other) {
    if (other == null) {
      return values;
    }
    Map<FlowLogField, String> all = new EnumMap<>(FlowLogField.class);
    all.putAll(values);
    all.put(FlowLogField.TGW_PAIR_ATTACHMENT_ID, other.id());
    return all;
  }

  Journey finish(@Nullable Eni to) {
    List<Step> there = new ArrayList<>(crossings.size());
    boolean arrives = true;
    for (int i = 0; i < crossings.size() && arrives; i++) {
      Step step = crossings.get(i).there();
      there.add(step);
      arrives = !step.isLast();
    }
    List<Step> back = new ArrayList<>(crossings.size());
    boolean returns = true;
    for (int i = crossings.size() - 1; i >= 0 && returns; i--) {
      Step step = crossings.get(i).back();
      back.add(step);
      returns = !step.isLast();
    }
    return new Journey(there, back, arrives, returns, null, reached == null ? to : reached);
  }
}
