package io.flowproof.simulate.record;

import io.flowproof.simulate.network.RecordingPoint;
import java.util.List;

/** Takes the records of closed windows. Called by one thread, in an order that a seed repeats. */
public interface RecordSink extends AutoCloseable {

  /**
   * Takes the records of a window.
   *
   * @param windowEnd when it closed, in microseconds
   * @param records at least one
   */
  void deliver(FlowLog log, RecordingPoint point, long windowEnd, List<FlowRecord> records);

  /** Is told that no record that ended before this time will come any more. */
  default void advance(long micros) {}

  /** Everything was delivered. */
  @Override
  default void close() {}
}
