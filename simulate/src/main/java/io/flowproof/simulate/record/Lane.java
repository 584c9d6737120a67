package io.flowproof.simulate.record;

import io.flowproof.simulate.network.Step;
import org.jspecify.annotations.Nullable;

/** A step of a connection as one flow log records it. */
final class Lane {
  final Step step;
  final boolean first;
  final Aggregator aggregator;
  private @Nullable FlowRecord latest;

  /**
   * @param first whether it is the first step that the packets cross
   */
  Lane(Step step, boolean first, Aggregator aggregator) {
    this.step = step;
    this.first = first;
    this.aggregator = aggregator;
  }

  /** The record of a window for these packets. */
  FlowRecord record(long window, boolean rejected) {
    FlowRecord known = latest;
    if (known != null && known.window == window && known.isRejected() == rejected) {
      return known;
    }
    FlowRecord record = aggregator.open(window).record(step, rejected);
    latest = record;
    return record;
  }
}
