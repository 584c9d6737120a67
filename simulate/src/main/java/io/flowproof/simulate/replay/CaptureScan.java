package io.flowproof.simulate.replay;

import io.flowproof.core.address.Network;
import io.flowproof.simulate.network.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What captures hold: the flows themselves, or for packets their addresses and times. */
final class CaptureScan implements CaptureSink {
  private static final int MOST_REFUSED = 5;

  private final AddressMap map;
  private final List<Network> vpc;
  private final List<CapturedFlow> flows = new ArrayList<>();
  private final Set<IpAddress> inside = new TreeSet<>();
  private final Map<String, Long> refused = new LinkedHashMap<>();
  private final List<String> firstRefused = new ArrayList<>();
  private long entries;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  CaptureScan(AddressMap map, List<Network> vpc) {
    this.map = map;
    this.vpc = vpc;
  }

  @Override
  public void flow(CapturedFlow flow) {
    CapturedFlow moved =
        new CapturedFlow(
            flow.start(),
            flow.duration(),
            map.map(flow.client()),
            flow.clientPort(),
            map.map(flow.server()),
            flow.serverPort(),
            flow.protocol(),
            flow.there(),
            flow.back(),
            flow.clientClosedFirst(),
            flow.label(),
            flow.source());
    flows.add(moved);
    meet(moved.client(), moved.server());
    time(flow.start(), flow.start() + flow.duration());
  }

  @Override
  public void packet(CapturedPacket packet) {
    meet(map.map(packet.src()), map.map(packet.dst()));
    time(packet.time(), packet.time());
  }

  @Override
  public void refuse(long place, String reason) {
    refused.merge(reason, 1L, Long::sum);
    if (firstRefused.size() < MOST_REFUSED) {
      firstRefused.add(place + ": " + reason);
    }
  }

  private void time(long from, long to) {
    entries++;
    first = Math.min(first, from);
    last = Math.max(last, to);
  }

  private void meet(IpAddress one, IpAddress other) {
    for (IpAddress address : List.of(one, other)) {
      for (Network network : vpc) {
        if (address.isIn(network) && !isBroadcast(network, address)) {
          inside.add(address);
        }
      }
    }
  }

  /** The first and the last address of an IPv4 network are no host's. */
  private static boolean isBroadcast(Network network, IpAddress address) {
    if (network.ipv6() || network.bits() > 126) {
      return false;
    }
    long number = address.low() & 0xffff_ffffL;
    return number == network.firstIpv4() || number == network.lastIpv4();
  }

  List<CapturedFlow> flows() {
    return flows;
  }

  Set<IpAddress> inside() {
    return inside;
  }

  Map<String, Long> refused() {
    return refused;
  }

  List<String> firstRefused() {
    return firstRefused;
  }

  boolean isEmpty() {
    return entries == 0;
  }

  long entries() {
    return entries;
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }
}
