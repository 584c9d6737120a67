package io.flowproof.simulate.network;

import io.flowproof.core.schema.FlowLogField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A journey in the making: crossings in the client's order, each of which is a step either way. */
final class Way {
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
    private boolean isClient;
    private boolean isServer;
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

    Crossing client() {
      isClient = true;
      return this;
    }

    Crossing server() {
      isServer = true;
      return this;
    }

    Step there() {
      boolean rejected =
          there instanceof Eni eni && !allowed(eni, ingress, pktSrc, pktDst, toPort, true);
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
          rejected,
          more(moreThere));
    }

    Step back() {
      boolean rejected =
          back instanceof Eni eni && !allowed(eni, !ingress, pktDst, pktSrc, fromPort, false);
      IpAddress backSrc = ingress && home != null ? home : shownDst;
      IpAddress backDst = !ingress && home != null ? home : shownSrc;
      return new Step(
          back,
          !ingress,
          protocol,
          backSrc,
          backDst,
          toPort,
          fromPort,
          pktDst,
          pktSrc,
          ingress ? backPath : 0,
          network.service(pktDst),
          network.service(pktSrc),
          rejected,
          more(moreBack));
    }

    private Map<FlowLogField, String> more(Map<FlowLogField, String> given) {
      if (hop == null) {
        return given;
      }
      return hop.nextHop();
    }

    /** Security groups judge the first direction only; what they let through may be answered. */
    private boolean allowed(
        Eni eni, boolean comesIn, IpAddress from, IpAddress to, int port, boolean first) {
      IpAddress peer = comesIn ? from : to;
      if (!eni.subnet().contains(peer)
          && !eni.subnet().acl().allows(comesIn, protocol, port, peer)) {
        return false;
      }
      if (!first || eni.groups().isEmpty() || !(isClient || isServer)) {
        return true;
      }
      Eni other = network.find(peer);
      for (SecurityGroup group : eni.groups()) {
        if (comesIn
            ? group.allowsInbound(protocol, port, peer, other)
            : group.allowsOutbound(protocol, port, peer, other)) {
          return true;
        }
      }
      return false;
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

  /** The crossing added last is an endpoint of the connection. */
  void server() {
    crossings.getLast().server();
  }

  /** Tells the crossing added last where its packets come from, unless it was the internet. */
  void lastHop() {
    int last = crossings.size() - 1;
    if (last > 0 && !viaInternet && crossings.get(last - 1).there instanceof Eni before) {
      crossings.get(last).hop(before);
    }
  }

  /** What the two attachments of a transit gateway record. */
  void transit(Router.TransitLeg leg) {
    Map<FlowLogField, String> values = transitValues(leg);
    Crossing in = at(leg.source(), leg.source(), true, src, dst, src, dst);
    Crossing out = at(leg.sink(), leg.sink(), false, src, dst, src, dst);
    Map<FlowLogField, String> mirrored = mirrored(values);
    in.moreThere = pair(values, leg.sink());
    in.moreBack = pair(mirrored, leg.sink());
    out.moreThere = pair(values, leg.source());
    out.moreBack = pair(mirrored, leg.source());
  }

  private static Map<FlowLogField, String> transitValues(Router.TransitLeg leg) {
    Map<FlowLogField, String> values = new EnumMap<>(FlowLogField.class);
    Eni from = leg.from();
    if (from != null) {
      values.put(FlowLogField.TGW_SRC_VPC_ACCOUNT_ID, from.vpc().account());
      values.put(FlowLogField.TGW_SRC_VPC_ID, from.vpc().id());
    }
    Eni to = leg.to();
    if (to != null) {
      values.put(FlowLogField.TGW_DST_VPC_ACCOUNT_ID, to.vpc().account());
      values.put(FlowLogField.TGW_DST_VPC_ID, to.vpc().id());
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
      Map<FlowLogField, String> values, TransitAttachment other) {
    Map<FlowLogField, String> all = new EnumMap<>(FlowLogField.class);
    all.putAll(values);
    all.put(FlowLogField.TGW_PAIR_ATTACHMENT_ID, other.id());
    return all;
  }

  Journey finish(@Nullable Eni to) {
    List<Step> there = new ArrayList<>(crossings.size());
    boolean arrives = true;
    for (Crossing crossing : crossings) {
      Step step = crossing.there();
      there.add(step);
      if (step.rejected()) {
        arrives = false;
        break;
      }
    }
    List<Step> back = new ArrayList<>(crossings.size());
    boolean returns = true;
    for (int i = crossings.size() - 1; i >= 0 && returns; i--) {
      Step step = crossings.get(i).back();
      back.add(step);
      returns = !step.rejected();
    }
    return new Journey(there, back, arrives, returns, null, reached == null ? to : reached);
  }
}
