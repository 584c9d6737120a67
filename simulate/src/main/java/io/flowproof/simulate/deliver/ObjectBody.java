package io.flowproof.simulate.deliver;

import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.record.FlowRecord;
import java.io.IOException;
import java.util.List;

/** What is written into an object that grows. */
sealed interface ObjectBody permits TextBody, ParquetBody {
  /** Writes records of one point. */
  void write(RecordingPoint point, List<FlowRecord> records) throws IOException;

  /** True when it is as large as AWS lets objects become; the same records, the same answer. */
  boolean isFull() throws IOException;

  /**
   * Ends it.
   *
   * @param arrival when S3 would have got it, in microseconds
   */
  void close(long arrival) throws IOException;
}
