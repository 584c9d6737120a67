package io.flowproof.simulate.record;

import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.network.TransitLoss;
import io.flowproof.simulate.network.Verdict;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The windows of one flow log at one recording point. */
final class Aggregator {
  final FlowLog log;
  final RecordingPoint point;
  final int order;
  private final long length;
  private final long phase;
  private final ArrayDeque<OpenWindow> open = new ArrayDeque<>(2);
  private long next;
  private int expected;

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
  void add(Lane lane, Verdict verdict, @Nullable TransitLoss loss, PacketGroup group) {
    long from = window(group.first());
    long to = group.packets() == 1 ? from : window(group.last());
    if (from == to) {
      FlowRecord record = lane.record(from, verdict);
      record.add(group.first(), group.last(), group.packets(), group.bytes(), group.tcpFlags());
      if (loss != null) {
        record.lose(loss, group.packets());
      }
      return;
    }
    long donePackets = 0;
    long doneBytes = 0;
    for (long w = from; w <= to; w++) {
      long before = w == to ? group.packets() : group.packetsBefore((w + 1) * length + phase);
      if (before > donePackets) {
        long bytes = w == to ? group.bytes() : group.bytesOf(before);
        FlowRecord record = lane.record(w, verdict);
        record.add(
            group.time(donePackets),
            group.time(before - 1),
            before - donePackets,
            bytes - doneBytes,
            group.tcpFlags());
        if (loss != null) {
          record.lose(loss, before - donePackets);
        }
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
    OpenWindow window = new OpenWindow(index, expected);
    open.add(window);
    return window;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Closes the next window, and gives back its records. */
  List<FlowRecord> close() {
    long index = next++;
    for (OpenWindow window : open) {
      if (window.index == index) {
        open.remove(window);
        expected = window.records().size();
        return window.records();
      }
    }
    expected = 0;
    return List.of();
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
