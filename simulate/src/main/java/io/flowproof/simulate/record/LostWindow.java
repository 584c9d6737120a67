package io.flowproof.simulate.record;

import java.util.List;

/**
 * A window for whose records SKIPDATA stands.
 *
 * @param point the id of the interface
 * @param period when the window was
 * @param records how many records it had
 * @param packets how many packets they held
 * @param bytes how many bytes they held
 */
public record LostWindow(String point, Period period, long records, long packets, long bytes) {
  static LostWindow of(String point, Period period, List<FlowRecord> records) {
    RecorderTotals.Unwritten unwritten = new RecorderTotals.Unwritten();
    unwritten.add(records);
    return new LostWindow(
        point, period, unwritten.records(), unwritten.packets(), unwritten.bytes());
  }
}
