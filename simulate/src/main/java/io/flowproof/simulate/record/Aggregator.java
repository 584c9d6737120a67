package io.flowproof.simulate.record;

import io.flowproof.simulate.network.RecordingPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** The windows of one flow log at one recording point. */
final class Aggregator {
  final FlowLog log;
  final RecordingPoint point;
  final int order;
  private final long length;
  private final long phase;
  private final ArrayDeque<OpenWindow> open = new ArrayDeque<>(2);
  private long next;

  /**
   * @param phase when windows begin, modulo their length, in microseconds
   * @param start when recording begins
   */
  Aggregator(FlowLog log, RecordingPoint point, int order, long phase, long start) {
    this.log = log;
    this.point = point;
    this.order = order;
    this.length = log.windowMicros(point);
    this.phase = Math.floorMod(phase, length);
    this.next = window(start);
  }

  private long window(long micros) {
    return Math.floorDiv(micros - phase, length);
  }

  /** When the next window to close closes. */
  long nextEnd() {
    return (next + 1) * length + phase;
  }

  /** Packets evenly spread between two instants, parted at the edges of windows. */
  void add(Lane lane, boolean rejected, PacketGroup group) {
    long from = window(group.first());
    long to = window(group.last());
    if (from == to) {
      lane.record(from, rejected)
          .add(group.first(), group.last(), group.packets(), group.bytes(), group.tcpFlags());
      return;
    }
    long donePackets = 0;
    long doneBytes = 0;
    for (long w = from; w <= to; w++) {
      long before = w == to ? group.packets() : group.packetsBefore((w + 1) * length + phase);
      if (before > donePackets) {
        long bytes = w == to ? group.bytes() : group.bytesOf(before);
        lane.record(w, rejected)
            .add(
                group.time(donePackets),
                group.time(before - 1),
                before - donePackets,
                bytes - doneBytes,
                group.tcpFlags());
        donePackets = before;
        doneBytes = bytes;
      }
    }
  }

  OpenWindow open(long index) {
    if (index < next) {
      throw new IllegalStateException(
          "A packet of window " + index + " of " + point.id() + ", which closed before");
    }
    for (OpenWindow window : open) {
      if (window.index == index) {
        return window;
      }
    }
    OpenWindow window = new OpenWindow(index);
    open.add(window);
    return window;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /**
   * Closes the next window.
   *
   * @param silence whether a window without traffic is recorded
   * @param lost whether an outage took the records of that time
   */
  List<FlowRecord> close(boolean silence, BiPredicate<Long, Long> lost) {
    long index = next++;
    long start = index * length + phase;
    long end = start + length;
    List<FlowRecord> records = List.of();
    for (OpenWindow window : open) {
      if (window.index == index) {
        records = window.records();
        open.remove(window);
        break;
      }
    }
    for (Period gap : log.gaps()) {
      if (gap.overlaps(start, end)) {
        return List.of();
      }
    }
    if (lost.test(start, end)) {
      return List.of(FlowRecord.without(point, RecordStatus.SKIPDATA, start, end));
    }
    if (records.isEmpty()) {
      return silence
          ? List.of(FlowRecord.without(point, RecordStatus.NODATA, start, end))
          : records;
    }
    return wanted(records);
  }

  private List<FlowRecord> wanted(List<FlowRecord> records) {
    if (log.traffic() == FlowLog.Traffic.ALL) {
      return records;
    }
    boolean rejected = log.traffic() == FlowLog.Traffic.REJECT;
    List<FlowRecord> wanted = new ArrayList<>(records);
    wanted.removeIf(record -> record.isRejected() != rejected);
    return wanted;
  }

  /** Leaves out windows that are empty and not recorded as such. */
  void skipTo(long micros) {
    long index = window(micros);
    for (OpenWindow window : open) {
      index = Math.min(index, window.index);
    }
    next = Math.max(next, index);
  }
}
