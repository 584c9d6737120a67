package io.flowproof.simulate.record;

import java.util.List;

/** A time for which the flow logs were deleted, and what was therefore not recorded. */
public final class Suspension {
  private final Period period;
  private final RecorderTotals.Unwritten unwritten = new RecorderTotals.Unwritten();

  Suspension(Period period) {
    this.period = period;
  }

  void add(List<FlowRecord> records) {
    unwritten.add(records);
  }

  /** When. */
  public Period period() {
    return period;
  }

  /** What was not recorded. */
  public RecorderTotals.Unwritten unwritten() {
    return unwritten;
  }
}
