package io.flowproof.simulate.deliver;

import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.FlowRecord;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.WorkQueue;
import java.util.List;

/**
 * Hands records to another sink in a thread of its own, so that writing and simulating go on at the
 * same time. What waits is bounded; the order stays.
 */
public final class BackgroundSink implements RecordSink {
  private static final int MOST_WAITING = 512;

  private final RecordSink sink;
  private final WorkQueue queue = new WorkQueue("flow-log-writer", MOST_WAITING);

  /** Another sink, which this one closes. */
  public BackgroundSink(RecordSink sink) {
    this.sink = sink;
  }

  @Override
  public void deliver(FlowLog log, RecordingPoint point, long windowEnd, List<FlowRecord> records) {
    queue.add(() -> sink.deliver(log, point, windowEnd, records));
  }

  @Override
  public void advance(long micros) {
    queue.add(() -> sink.advance(micros));
  }

  @Override
  public void close() {
    try (sink) {
      queue.close();
    }
  }
}
