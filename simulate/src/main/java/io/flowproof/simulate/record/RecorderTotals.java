package io.flowproof.simulate.record;

import io.flowproof.simulate.network.Journey;
import io.flowproof.simulate.network.TransitLoss;
import io.flowproof.simulate.network.Unrecorded;
import io.flowproof.simulate.network.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a recorder was given, and what became of it: every packet is accounted for. */
public final class RecorderTotals {
  private final Amount given = new Amount();
  private final Amount outside = new Amount();
  private final Map<Unrecorded, Amount> unrecorded = new EnumMap<>(Unrecorded.class);
  private long connections;
  private final Unwritten lost = new Unwritten();
  private final Unwritten suspended = new Unwritten();
  private long rejectedPackets;
  private long lostInTransit;
  private long records;
  private long nodata;
  private long skipdata;

  RecorderTotals() {}

  /** Packets and their bytes. */
  public static final class Amount {
    private long connections;
    private long packets;
    private long bytes;

    private Amount() {}

    void add(PacketGroup group) {
      packets += group.packets();
      bytes += group.bytes();
    }

    /** How many connections. */
    public long connections() {
      return connections;
    }

    /** How many packets. */
    public long packets() {
      return packets;
    }

    /** How many bytes. */
    public long bytes() {
      return bytes;
    }
  }

  /** Records that were not written, and what they held. */
  public static final class Unwritten {
    private long records;
    private long packets;
    private long bytes;

    Unwritten() {}

    void add(List<FlowRecord> notWritten) {
      for (FlowRecord record : notWritten) {
        records++;
        packets += record.packets();
        bytes += record.bytes();
      }
    }

    /** How many records. */
    public long records() {
      return records;
    }

    /** How many packets, counted at every interface that they crossed. */
    public long packets() {
      return packets;
    }

    /** How many bytes, counted as the packets are. */
    public long bytes() {
      return bytes;
    }
  }

  void opened(Journey journey) {
    connections++;
    given.connections++;
    Unrecorded reason = journey.unrecorded();
    if (reason != null) {
      unrecorded.computeIfAbsent(reason, r -> new Amount()).connections++;
    } else if (journey.there().isEmpty()) {
      outside.connections++;
    }
  }

  void sent(Journey journey, PacketGroup group) {
    given.add(group);
    Unrecorded reason = journey.unrecorded();
    if (reason != null) {
      unrecorded.computeIfAbsent(reason, r -> new Amount()).add(group);
    } else if (journey.there().isEmpty()) {
      outside.add(group);
    }
  }

  void recorded(PacketGroup group, Verdict verdict, @Nullable TransitLoss loss) {
    rejectedPackets += verdict.isRejected() ? group.packets() : 0;
    lostInTransit += loss == null ? 0 : group.packets();
  }

  void lost(List<FlowRecord> notWritten) {
    lost.add(notWritten);
  }

  void suspended(List<FlowRecord> notWritten) {
    suspended.add(notWritten);
  }

  void written(List<FlowRecord> written) {
    FlowRecord first = written.getFirst();
    switch (first.status()) {
      case OK -> records += written.size();
      case NODATA -> nodata++;
      case SKIPDATA -> skipdata++;
    }
  }

  /** How many connections began. */
  public long connections() {
    return connections;
  }

  /** Everything that was sent. */
  public Amount given() {
    return given;
  }

  /** What met no interface of the network. */
  public Amount outside() {
    return outside;
  }

  /** What AWS never records, by reason. */
  public Map<Unrecorded, Amount> unrecorded() {
    return Map.copyOf(unrecorded);
  }

  /** How many packets were rejected, counted where they were. */
  public long rejectedPackets() {
    return rejectedPackets;
  }

  /** How many packets transit gateways lost, counted where their flow logs saw it. */
  public long lostInTransit() {
    return lostInTransit;
  }

  /** What the records would have held for which SKIPDATA stands. */
  public Unwritten lost() {
    return lost;
  }

  /** What was not recorded while flow logs were deleted. */
  public Unwritten suspended() {
    return suspended;
  }

  /** How many records with traffic were delivered. */
  public long records() {
    return records;
  }

  /** How many NODATA records were delivered. */
  public long nodata() {
    return nodata;
  }

  /** How many SKIPDATA records were delivered. */
  public long skipdata() {
    return skipdata;
  }
}
