package io.flowproof.simulate.record;

import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.Journey;
import io.flowproof.simulate.network.Protocols;
import org.jspecify.annotations.Nullable;

/**
 * A connection while it is recorded. Security groups judge its first direction, network ACLs both;
 * where one rejects, the packets end there, and their record says REJECT. Packets that come later
 * than {@link #LINGER} after the connection was closed are rejected where they come first.
 */
public final class Track {
  /** How long after FINs of both sides, or a RST, packets still belong to the connection. */
  public static final long LINGER = 10 * Period.SECOND;

  private final Recorder recorder;
  private final Journey journey;
  private final boolean tcp;
  private final Lane[] there;
  private final Lane[] back;
  private boolean clientFinished;
  private boolean serverFinished;
  private long closed = Long.MAX_VALUE;

  Track(Recorder recorder, Journey journey, int protocol) {
    this.recorder = recorder;
    this.journey = journey;
    this.tcp = protocol == Protocols.TCP;
    this.there = recorder.lanes(journey.there());
    this.back = recorder.lanes(journey.back());
  }

  /** Whether what the client sends reaches the server. */
  public boolean arrives() {
    return journey.arrives();
  }

  /** Whether what the server sends reaches the client. */
  public boolean returns() {
    return journey.returns();
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
    boolean forward = group.forward();
    boolean late = tcp && group.first() > closed && group.first() - closed > LINGER;
    recorder.totals().sent(journey, group);
    for (Lane lane : forward ? there : back) {
      if (late && !lane.first) {
        break;
      }
      boolean rejected = late || lane.step.rejected();
      recorder.add(lane, rejected, group);
      recorder.totals().recorded(group, rejected);
    }
    if (tcp) {
      note(group);
    }
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
