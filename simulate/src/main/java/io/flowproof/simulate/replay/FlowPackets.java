package io.flowproof.simulate.replay;

import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.record.PacketGroup;
import io.flowproof.simulate.record.TcpFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes packets of the sums that a flow capture holds. A capture does not say when each packet
 * came: handshakes are put at the beginning, FIN and RST at the end, everything else evenly
 * between. Every packet and every byte is there, and no more.
 */
final class FlowPackets {
  private static final long HANDSHAKE = 1_000;
  private static final long SMALLEST = 40;

  private FlowPackets() {}

  static List<PacketGroup> of(CapturedFlow flow) {
    List<PacketGroup> groups = new ArrayList<>();
    boolean tcp = flow.protocol() == Protocols.TCP;
    side(groups, flow, flow.there(), true, tcp);
    side(groups, flow, flow.back(), false, tcp);
    groups.sort(Comparator.comparingLong(PacketGroup::first));
    return groups;
  }

  private static void side(
      List<PacketGroup> groups,
      CapturedFlow flow,
      CapturedFlow.Side side,
      boolean there,
      boolean tcp) {
    long left = side.packets();
    if (left == 0) {
      return;
    }
    // What answers comes after what it answers.
    long delay = there ? 0 : Math.min(HANDSHAKE, flow.duration() / 4);
    long first = flow.start() + delay;
    long last = flow.start() + flow.duration();
    boolean syn = tcp && side.syn();
    boolean rst = tcp && side.rst() && left > (syn ? 1 : 0);
    boolean fin = tcp && side.fin() && left > (syn ? 1 : 0) + (rst ? 1 : 0);
    long small = Math.min(SMALLEST, side.bytes() / left);
    long bytes = side.bytes();
    long middle = left - (syn ? 1 : 0) - (fin ? 1 : 0) - (rst ? 1 : 0);
    int specials = (int) (left - middle);
    // Without packets of another kind, those that open and close share all bytes.
    long each = middle > 0 ? small : bytes / specials;
    long rest = bytes - each * specials;
    if (syn) {
      long more = middle > 0 ? 0 : rest;
      groups.add(PacketGroup.packet(there, first, each + more, synFlags(side)));
    }
    if (middle > 0) {
      long from = syn ? Math.min(last, first + HANDSHAKE) : first;
      int flags = tcp ? TcpFlags.ACK : TcpFlags.NONE;
      long to = middle == 1 && specials > 0 ? from : Math.max(from, last);
      groups.add(new PacketGroup(there, from, to, middle, rest, flags));
    }
    long late = middle > 0 || syn ? 0 : rest;
    if (fin) {
      groups.add(PacketGroup.packet(there, last, each + late, TcpFlags.FIN | TcpFlags.ACK));
      late = 0;
    }
    if (rst) {
      groups.add(PacketGroup.packet(there, last, each + late, TcpFlags.RST));
    }
  }

  private static int synFlags(CapturedFlow.Side side) {
    return side.answers() ? TcpFlags.SYN | TcpFlags.ACK : TcpFlags.SYN;
  }
}
