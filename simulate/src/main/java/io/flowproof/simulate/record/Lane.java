package io.flowproof.simulate.record;

import io.flowproof.simulate.network.Step;
import io.flowproof.simulate.network.Verdict;
import org.jspecify.annotations.Nullable;

/** A step of a connection as one flow log records it. */
final class Lane {
  final Step step;
  final int place;
  final Aggregator aggregator;
  private @Nullable FlowRecord latest;

  /**
   * @param place which step it is that the packets cross, from 0
   */
  Lane(Step step, int place, Aggregator aggregator) {
    this.step = step;
    this.place = place;
    this.aggregator = aggregator;
  }

  /** The record of a window for these packets. */
  FlowRecord record(long window, Verdict verdict) {
    FlowRecord known = latest;
    if (known != null && known.window == window && known.verdict() == verdict) {
      return known;
    }
    FlowRecord record = aggregator.open(window).record(step, verdict);
    latest = record;
    return record;
  }
}
