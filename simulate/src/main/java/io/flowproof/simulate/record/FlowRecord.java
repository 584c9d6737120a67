package io.flowproof.simulate.record;

import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.network.Step;
import io.flowproof.simulate.network.TransitAttachment;
import io.flowproof.simulate.network.TransitLoss;
import io.flowproof.simulate.network.Verdict;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/**
 * One record: what a recording point saw of one direction of a connection in one window. It grows
 * while its window is open and is final when a sink gets it.
 */
public final class FlowRecord {
  private static final int INTERFACE_FLAGS = 8;
  private static final int INVALID = 1 << 16;

  private final RecordingPoint point;
  private final @Nullable Step step;
  private final RecordStatus status;
  private final Verdict verdict;
  final long window;
  final int hash;
  private long packets;
  private long bytes;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private int flags;
  private @Nullable EnumMap<TransitLoss, Long> lost;

  private FlowRecord(
      RecordingPoint point,
      @Nullable Step step,
      RecordStatus status,
      Verdict verdict,
      long window,
      int hash) {
    this.point = point;
    this.step = step;
    this.status = status;
    this.verdict = verdict;
    this.window = window;
    this.hash = hash;
  }

  static FlowRecord of(Step step, Verdict verdict, long window, int hash) {
    return new FlowRecord(step.point(), step, RecordStatus.OK, verdict, window, hash);
  }

  /** A record without traffic, over a whole window. */
  static FlowRecord without(RecordingPoint point, RecordStatus status, long start, long end) {
    FlowRecord record = new FlowRecord(point, null, status, Verdict.ACCEPT, 0, 0);
    record.first = start;
    record.last = Math.max(start, end - Period.SECOND);
    return record;
  }

  static int hash(Step step, Verdict verdict) {
    int hash = step.src().hashCode() * 31 + step.dst().hashCode();
    hash = hash * 31 + step.srcPort();
    hash = hash * 31 + step.dstPort();
    hash = hash * 31 + step.pktSrc().hashCode() * 7 + step.pktDst().hashCode();
    hash = hash * 31 + step.protocol() * 4 + (step.ingress() ? 2 : 0);
    hash += verdict.isRejected() ? 1 : 0;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  /** Whether packets of that step go into this record. */
  boolean isOf(Step other, Verdict otherVerdict) {
    Step mine = step;
    return mine != null
        && verdict == otherVerdict
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
    flags |= tcpFlags | TcpFlags.ofInterface(tcpFlags) << INTERFACE_FLAGS;
    if (TcpFlags.isInvalid(tcpFlags)) {
      flags |= INVALID;
    }
  }

  /** So many of its packets a transit gateway lost. */
  void lose(TransitLoss loss, long lostPackets) {
    EnumMap<TransitLoss, Long> counts = lost;
    if (counts == null) {
      counts = new EnumMap<>(TransitLoss.class);
      lost = counts;
    }
    counts.merge(loss, lostPackets, Long::sum);
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

  /** What happened to its packets. */
  public Verdict verdict() {
    return verdict;
  }

  /** Whether it was rejected. */
  public boolean isRejected() {
    return verdict.isRejected();
  }

  /** How many packets. */
  public long packets() {
    return packets;
  }

  /** How many bytes, IP headers included. */
  public long bytes() {
    return bytes;
  }

  /** True where the record says how many: what Block Public Access rejects has no bytes. */
  public boolean hasBytes() {
    return verdict != Verdict.REJECT_BPA;
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
    if ((flags & INVALID) != 0) {
      return -1;
    }
    return point instanceof TransitAttachment
        ? TcpFlags.ofTransitGateway(flags & TcpFlags.ALL)
        : flags >>> INTERFACE_FLAGS;
  }

  /** How many packets a transit gateway lost for that reason; -1 at interfaces. */
  public long lost(TransitLoss loss) {
    if (!(point instanceof TransitAttachment)) {
      return -1;
    }
    return lost == null ? 0 : lost.getOrDefault(loss, 0L);
  }
}
