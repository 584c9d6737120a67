package io.flowproof.simulate.record;

import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.Journey;
import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.network.Step;
import io.flowproof.simulate.network.TransitLoss;
import io.flowproof.simulate.network.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection while it is recorded. Security groups judge its first direction, network ACLs both;
 * where one rejects, the packets end there, and their record says REJECT. So they do
 *
 * <ul>
 *   <li>where they come first, later than {@link #LINGER} after the connection was closed;
 *   <li>where a security group let them through as an answer only, and has forgotten what they
 *       answer: after 5 days for TCP (or what the interface is set to), 30 s for UDP, 180 s for UDP
 *       after more than one answer, 600 s for other protocols (Amazon EC2 User Guide, "Security
 *       group connection tracking").
 * </ul>
 *
 * A NAT gateway forgets a connection after 350 s of silence. What comes then from inside is
 * answered with RST where it is TCP, and begins anew where it is not; what comes from outside is
 * dropped (Amazon VPC User Guide, "NAT gateway troubleshooting").
 */
public final class Track {
  /** How long after FINs of both sides, or a RST, packets still belong to the connection. */
  public static final long LINGER = 10 * Period.SECOND;

  /** After how long a silence NAT gateways forget. */
  public static final long NAT_IDLE = 350 * Period.SECOND;

  private static final long UDP_IDLE = 30 * Period.SECOND;
  private static final long UDP_STREAM_IDLE = 180 * Period.SECOND;
  private static final long OTHER_IDLE = 600 * Period.SECOND;
  private static final long RST_BYTES = 40;
  private static final int EVERYWHERE = Integer.MAX_VALUE;

  private final Recorder recorder;
  private final Journey journey;
  private final int protocol;
  private final boolean tcp;
  private final Lane[] there;
  private final Lane[] back;
  private final int natThere;
  private long lastPassed = Long.MIN_VALUE;
  private long sent;
  private long answered;
  private boolean forgotten;
  private boolean clientFinished;
  private boolean serverFinished;
  private long closed = Long.MAX_VALUE;

  Track(Recorder recorder, Journey journey, int protocol) {
    this.recorder = recorder;
    this.journey = journey;
    this.protocol = protocol;
    this.tcp = protocol == Protocols.TCP;
    this.there = recorder.lanes(journey.there());
    this.back = recorder.lanes(journey.back());
    this.natThere = nat(journey.there());
  }

  /** Where packets come in at a NAT gateway, or -1. */
  private static int nat(List<Step> steps) {
    for (int i = 0; i < steps.size() - 1; i++) {
      boolean through = steps.get(i + 1).point() == steps.get(i).point();
      if (through && steps.get(i).point() instanceof Eni eni && eni.kind().isNat()) {
        return i;
      }
    }
    return -1;
  }

  /** Whether what the client sends reaches the server. */
  public boolean arrives() {
    return journey.arrives();
  }

  /** Whether what the server sends reaches the client. */
  public boolean returns() {
    return journey.returns();
  }

  /** Whether it crosses a NAT gateway. */
  public boolean crossesNat() {
    return natThere >= 0;
  }

  /** The interface that the client's packets reach, or null for one outside or none. */
  public @Nullable Eni target() {
    return journey.target();
  }

  /** What its packets cross. */
  public Journey journey() {
    return journey;
  }

  /** Whether FINs of both sides, or a RST, were sent. */
  public boolean isClosed() {
    return closed != Long.MAX_VALUE;
  }

  /** Records packets. */
  public void send(PacketGroup group) {
    recorder.totals().sent(journey, group);
    long idle = lastPassed == Long.MIN_VALUE ? 0 : group.first() - lastPassed;
    boolean forward = group.forward();
    if (tcp && group.first() > closed && group.first() - closed > LINGER) {
      record(forward ? there : back, group, 0, Verdict.REJECT, 0);
      return;
    }
    forgotten |= natThere >= 0 && idle > NAT_IDLE && (tcp || !forward);
    if (forgotten && forward && !tcp) {
      forgotten = false;
    }
    if (forgotten) {
      forgotten(group);
      return;
    }
    if (record(forward ? there : back, group, EVERYWHERE, Verdict.ACCEPT, idle)) {
      lastPassed = Math.max(lastPassed, group.last());
      sent += forward ? group.packets() : 0;
      answered += forward ? 0 : group.packets();
    }
    if (tcp) {
      note(group);
    }
  }

  /** What a NAT gateway does with packets of a connection that it does not know any more. */
  private void forgotten(PacketGroup group) {
    int natBack = nat(journey.back());
    record(group.forward() ? there : back, group, group.forward() ? natThere : natBack);
    if (tcp && group.forward() && natBack >= 0) {
      PacketGroup reset =
          new PacketGroup(
              false,
              group.first(),
              group.last(),
              group.packets(),
              group.packets() * RST_BYTES,
              TcpFlags.RST | TcpFlags.ACK);
      recorder.totals().sent(journey, reset);
      for (Lane lane : back) {
        if (lane.place > natBack) {
          recorder.add(lane, lane.step.verdict(), null, reset);
        }
      }
      note(reset);
    }
  }

  private void record(Lane[] lanes, PacketGroup group, int lastPlace) {
    record(lanes, group, lastPlace, Verdict.ACCEPT, 0);
  }

  /**
   * Records packets at every step up to a place, or to where they end.
   *
   * @param verdict REJECT where they are rejected whatever the step says
   * @return whether they passed all
   */
  private boolean record(
      Lane[] lanes, PacketGroup group, int lastPlace, Verdict verdict, long idle) {
    int end = lastPlace;
    for (Lane lane : lanes) {
      if (lane.place > end) {
        return false;
      }
      Step step = lane.step;
      Verdict here = verdict.isRejected() ? verdict : step.verdict();
      if (step.trackedOnly() && !here.isRejected() && idle > timeout(step)) {
        here = Verdict.REJECT;
      }
      TransitLoss loss = loss(step, group);
      recorder.add(lane, here, loss, group);
      recorder.totals().recorded(group, here, loss);
      if (here.isRejected() || loss != null) {
        end = lane.place;
      }
    }
    return end == EVERYWHERE;
  }

  private long timeout(Step step) {
    if (tcp) {
      return step.point() instanceof Eni eni ? eni.tcpTimeout() : Long.MAX_VALUE;
    }
    boolean stream = sent > 1 && answered > 1;
    return protocol == Protocols.UDP ? (stream ? UDP_STREAM_IDLE : UDP_IDLE) : OTHER_IDLE;
  }

  private static @Nullable TransitLoss loss(Step step, PacketGroup group) {
    if (step.loss() != null) {
      return step.loss();
    }
    boolean large = step.mtu() > 0 && group.bytes() > step.mtu() * group.packets();
    return large ? TransitLoss.MTU_EXCEEDED : null;
  }

  private void note(PacketGroup group) {
    int flags = group.tcpFlags();
    if ((flags & TcpFlags.RST) != 0) {
      closed = Math.min(closed, group.last());
    }
    if ((flags & TcpFlags.FIN) != 0) {
      clientFinished |= group.forward();
      serverFinished |= !group.forward();
      if (clientFinished && serverFinished) {
        closed = Math.min(closed, group.last());
      }
    }
  }
}
