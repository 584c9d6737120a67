package io.flowproof.simulate.behaviour;

import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.network.Step;
import io.flowproof.simulate.record.PacketGroup;
import io.flowproof.simulate.record.Period;
import io.flowproof.simulate.record.TcpFlags;
import io.flowproof.simulate.record.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the packets of one contact, as two hosts with TCP, UDP or ICMP would send them. */
final class Dialogue {
  private static final int SYN_BYTES = 60;
  private static final int TCP_HEADERS = 52;
  private static final int RST_BYTES = 40;
  private static final int UDP_HEADERS = 28;
  private static final int SMALL_TALK = 48;
  private static final long SERVER_PATIENCE = 60 * Period.SECOND;

  private final ContactPlan plan;
  private final SplittableRandom random;

  Dialogue(ContactPlan plan, SplittableRandom random) {
    this.plan = plan;
    this.random = random;
  }

  /** What becomes of an opening. */
  private enum Outcome {
    SILENCE,
    CLOSED,
    SERVICE
  }

  List<PacketGroup> packets(Track track, Host server, boolean dead, long start) {
    Outcome outcome = outcome(track, server, dead);
    // Inside a region less than a millisecond, outside as far as the other side is.
    long trip = server.eni() == null ? 8_000L + random.nextInt(60_000) : 300L + random.nextInt(700);
    return plan.protocol() == Protocols.TCP
        ? tcp(track, outcome, start, trip)
        : datagrams(outcome, start, trip);
  }

  private Outcome outcome(Track track, Host server, boolean dead) {
    if (dead || !track.arrives()) {
      return Outcome.SILENCE;
    }
    Eni target = track.target();
    if (target == null || server.eni() == null) {
      return switch (plan.answer()) {
        case "silent" -> Outcome.SILENCE;
        case "closed" -> Outcome.CLOSED;
        default -> Outcome.SERVICE;
      };
    }
    if (target.kind().isNat()) {
      return Outcome.SILENCE;
    }
    if (!Protocols.hasPorts(plan.protocol())) {
      return Outcome.SERVICE;
    }
    Step last = track.journey().there().getLast();
    return target.listens(last.dstPort()) ? Outcome.SERVICE : Outcome.CLOSED;
  }

  private List<PacketGroup> tcp(Track track, Outcome outcome, long start, long trip) {
    List<PacketGroup> groups = new ArrayList<>(8);
    if (outcome == Outcome.SILENCE || !track.returns()) {
      long at = start;
      for (int i = 0; i < plan.tries(); i++) {
        groups.add(PacketGroup.packet(true, at, SYN_BYTES, TcpFlags.SYN));
        if (outcome == Outcome.SERVICE) {
          groups.add(PacketGroup.packet(false, at + trip, SYN_BYTES, TcpFlags.SYN | TcpFlags.ACK));
        }
        at += Period.SECOND << i;
      }
      return groups;
    }
    groups.add(PacketGroup.packet(true, start, SYN_BYTES, TcpFlags.SYN));
    if (outcome == Outcome.CLOSED) {
      groups.add(PacketGroup.packet(false, start + trip, RST_BYTES, TcpFlags.RST | TcpFlags.ACK));
      return groups;
    }
    groups.add(PacketGroup.packet(false, start + trip, SYN_BYTES, TcpFlags.SYN | TcpFlags.ACK));
    long end = start + 3 * trip + Math.round(plan.lasts().draw(random) * Period.SECOND);
    exchange(groups, start + 2 * trip, end);
    long idle = Math.round(plan.idle().draw(random) * Period.SECOND);
    if (idle == 0) {
      ending(groups, end + trip, trip);
    } else {
      afterSilence(track, groups, end + idle, trip);
    }
    return groups;
  }

  /** The client says something again; a NAT gateway that forgot it answers in the server's name. */
  private void afterSilence(Track track, List<PacketGroup> groups, long again, long trip) {
    int push = TcpFlags.ACK | TcpFlags.PSH;
    groups.add(PacketGroup.packet(true, again, TCP_HEADERS + SMALL_TALK, push));
    if (track.crossesNat() && again - lastOf(groups) > Track.NAT_IDLE) {
      long keptAlive = again + SERVER_PATIENCE;
      groups.add(PacketGroup.packet(false, keptAlive, TCP_HEADERS, TcpFlags.FIN | TcpFlags.ACK));
    } else {
      groups.add(PacketGroup.packet(false, again + trip, TCP_HEADERS + SMALL_TALK, push));
      ending(groups, again + 2 * trip, trip);
    }
  }

  /** When the packet before the last group was sent. */
  private static long lastOf(List<PacketGroup> groups) {
    return groups.subList(0, groups.size() - 1).stream()
        .mapToLong(PacketGroup::last)
        .max()
        .orElseThrow();
  }

  private void exchange(List<PacketGroup> groups, long from, long to) {
    long sent = plan.sent().drawLong(random);
    long received = plan.received().drawLong(random);
    // Sessions that say little keep themselves alive: a packet each way every half minute.
    long alive = (to - from) / (30 * Period.SECOND);
    long there = Math.max(alive, (sent + plan.packet() - 1) / plan.packet());
    long back = Math.max(alive, (received + plan.packet() - 1) / plan.packet());
    long client = 1 + there + back / 2;
    long server = 1 + back + there / 2;
    groups.add(
        group(true, from, to, client, sent + client * TCP_HEADERS, TcpFlags.ACK | TcpFlags.PSH));
    groups.add(
        group(
            false, from, to, server, received + server * TCP_HEADERS, TcpFlags.ACK | TcpFlags.PSH));
  }

  private static PacketGroup group(
      boolean there, long from, long to, long packets, long bytes, int flags) {
    return new PacketGroup(there, from, packets == 1 ? from : to, packets, bytes, flags);
  }

  private void ending(List<PacketGroup> groups, long end, long trip) {
    int fin = TcpFlags.FIN | TcpFlags.ACK;
    switch (plan.ending()) {
      case "open" -> {}
      case "rst" -> groups.add(PacketGroup.packet(true, end, RST_BYTES, TcpFlags.RST));
      case "server-rst" -> groups.add(PacketGroup.packet(false, end, RST_BYTES, TcpFlags.RST));
      default -> {
        groups.add(PacketGroup.packet(true, end, TCP_HEADERS, fin));
        groups.add(PacketGroup.packet(false, end + trip, TCP_HEADERS, fin));
        groups.add(PacketGroup.packet(true, end + 2 * trip, TCP_HEADERS, TcpFlags.ACK));
        if (plan.lateShare() > 0 && random.nextDouble() < plan.lateShare()) {
          long late = end + (20 + random.nextInt(60)) * Period.SECOND;
          groups.add(PacketGroup.packet(false, late, RST_BYTES, TcpFlags.RST | TcpFlags.ACK));
        }
      }
    }
  }

  private List<PacketGroup> datagrams(Outcome outcome, long start, long trip) {
    List<PacketGroup> groups = new ArrayList<>(2);
    long end = start + Math.round(plan.lasts().draw(random) * Period.SECOND);
    long sent = plan.sent().drawLong(random);
    long received = plan.received().drawLong(random);
    long there = Math.max(1, (sent + plan.packet() - 1) / plan.packet());
    groups.add(group(true, start, end, there, sent + there * UDP_HEADERS, TcpFlags.NONE));
    if (outcome == Outcome.SERVICE && received > 0) {
      long back = Math.max(1, (received + plan.packet() - 1) / plan.packet());
      groups.add(
          group(
              false, start + trip, end + trip, back, received + back * UDP_HEADERS, TcpFlags.NONE));
      if (plan.lateShare() > 0 && random.nextDouble() < plan.lateShare()) {
        long late = end + (40 + random.nextInt(60)) * Period.SECOND;
        long bytes = Math.min(received, plan.packet()) + UDP_HEADERS;
        groups.add(PacketGroup.packet(false, late, bytes, TcpFlags.NONE));
      }
    }
    return groups;
  }
}
