package io.flowproof.simulate.record;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.simulate.network.IpAddress;
import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.network.Step;
import io.flowproof.simulate.network.TransitAttachment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One record: what a recording point saw of one direction of a connection in one window. It grows
 * while its window is open and is final when a sink gets it.
 */
public final class FlowRecord {
  private final RecordingPoint point;
  private final @Nullable Step step;
  private final RecordStatus status;
  private final boolean rejected;
  final long window;
  final int hash;
  private long packets;
  private long bytes;
  private long first;
  private long last;
  private int packetFlags;
  private int flags;
  private boolean flagsInvalid;

  private FlowRecord(
      RecordingPoint point,
      @Nullable Step step,
      RecordStatus status,
      boolean rejected,
      long window) {
    this.point = point;
    this.step = step;
    this.status = status;
    this.rejected = rejected;
    this.window = window;
    this.hash = step == null ? 0 : hash(step, rejected);
    this.first = Long.MAX_VALUE;
    this.last = Long.MIN_VALUE;
  }

  static FlowRecord of(Step step, boolean rejected, long window) {
    return new FlowRecord(step.point(), step, RecordStatus.OK, rejected, window);
  }

  /** A record without traffic, over a whole window. */
  static FlowRecord without(RecordingPoint point, RecordStatus status, long start, long end) {
    FlowRecord record = new FlowRecord(point, null, status, false, 0);
    record.first = start;
    record.last = Math.max(start, end - Period.SECOND);
    return record;
  }

  static int hash(Step step, boolean rejected) {
    int hash = step.src().hashCode() * 31 + step.dst().hashCode();
    hash = hash * 31 + step.srcPort();
    hash = hash * 31 + step.dstPort();
    hash = hash * 31 + step.pktSrc().hashCode() * 7 + step.pktDst().hashCode();
    hash = hash * 31 + step.protocol() * 4 + (step.ingress() ? 2 : 0) + (rejected ? 1 : 0);
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  /** Whether packets of that step go into this record. */
  boolean isOf(Step other, boolean otherRejected) {
    Step mine = step;
    return mine != null
        && rejected == otherRejected
        && mine.ingress() == other.ingress()
        && mine.protocol() == other.protocol()
        && mine.srcPort() == other.srcPort()
        && mine.dstPort() == other.dstPort()
        && mine.src().equals(other.src())
        && mine.dst().equals(other.dst())
        && mine.pktSrc().equals(other.pktSrc())
        && mine.pktDst().equals(other.pktDst());
  }

  void add(long start, long end, long morePackets, long moreBytes, int tcpFlags) {
    first = Math.min(first, start);
    last = Math.max(last, end);
    packets += morePackets;
    bytes += moreBytes;
    packetFlags |= tcpFlags;
    flags |= TcpFlags.ofInterface(tcpFlags);
    flagsInvalid |= TcpFlags.isInvalid(tcpFlags);
  }

  /** Where it was recorded. */
  public RecordingPoint point() {
    return point;
  }

  /** What was recorded, or null without traffic. */
  public @Nullable Step step() {
    return step;
  }

  /** OK, NODATA or SKIPDATA. */
  public RecordStatus status() {
    return status;
  }

  /** Whether it was rejected. */
  public boolean isRejected() {
    return rejected;
  }

  /** How many packets. */
  public long packets() {
    return packets;
  }

  /** How many bytes, IP headers included. */
  public long bytes() {
    return bytes;
  }

  /** When the first packet came, in Unix seconds. */
  public long startSeconds() {
    return Math.floorDiv(first, Period.SECOND);
  }

  /** When the last packet came, in Unix seconds. */
  public long endSeconds() {
    return Math.floorDiv(last, Period.SECOND);
  }

  /** The value of {@code tcp-flags}, or -1 for none. */
  public int tcpFlags() {
    if (flagsInvalid) {
      return -1;
    }
    return point instanceof TransitAttachment ? TcpFlags.ofTransitGateway(packetFlags) : flags;
  }

  /**
   * The values of the record, for an encoder; absent ones are missing.
   *
   * @param version the version of the log format
   */
  public Map<FlowLogField, Object> values(int version) {
    Map<FlowLogField, Object> values = new EnumMap<>(FlowLogField.class);
    values.putAll(point.values());
    values.put(FlowLogField.VERSION, version);
    values.put(FlowLogField.START, startSeconds());
    values.put(FlowLogField.END, endSeconds());
    values.put(FlowLogField.LOG_STATUS, status);
    Step seen = step;
    if (seen == null) {
      return values;
    }
    values.putAll(seen.more());
    values.put(FlowLogField.SRCADDR, seen.src());
    values.put(FlowLogField.DSTADDR, seen.dst());
    values.put(FlowLogField.SRCPORT, seen.srcPort());
    values.put(FlowLogField.DSTPORT, seen.dstPort());
    values.put(FlowLogField.PROTOCOL, seen.protocol());
    values.put(FlowLogField.PACKETS, packets);
    values.put(FlowLogField.BYTES, bytes);
    values.put(FlowLogField.ACTION, rejected ? "REJECT" : "ACCEPT");
    values.put(FlowLogField.TYPE, type(seen));
    values.put(FlowLogField.PKT_SRCADDR, seen.pktSrc());
    values.put(FlowLogField.PKT_DSTADDR, seen.pktDst());
    values.put(FlowLogField.FLOW_DIRECTION, seen.ingress() ? "ingress" : "egress");
    if (tcpFlags() >= 0) {
      values.put(FlowLogField.TCP_FLAGS, tcpFlags());
    }
    if (seen.path() > 0) {
      values.put(FlowLogField.TRAFFIC_PATH, seen.path());
    }
    if (seen.srcService() != null) {
      values.put(FlowLogField.PKT_SRC_AWS_SERVICE, seen.srcService());
    }
    if (seen.dstService() != null) {
      values.put(FlowLogField.PKT_DST_AWS_SERVICE, seen.dstService());
    }
    if (point instanceof TransitAttachment) {
      LOST.forEach(field -> values.put(field, 0L));
    }
    return values;
  }

  /** What a transit gateway loses: nothing here. */
  private static final Set<FlowLogField> LOST =
      Set.of(
          FlowLogField.PACKETS_LOST_NO_ROUTE,
          FlowLogField.PACKETS_LOST_BLACKHOLE,
          FlowLogField.PACKETS_LOST_MTU_EXCEEDED,
          FlowLogField.PACKETS_LOST_TTL_EXPIRED);

  /** Whether records of that point say in the field what a transit gateway lost. */
  static boolean isLoss(FlowLogField field, RecordingPoint point) {
    return point instanceof TransitAttachment && LOST.contains(field);
  }

  private static String type(Step step) {
    IpAddress address = step.src();
    return address.isIpv6() ? "IPv6" : "IPv4";
  }
}
