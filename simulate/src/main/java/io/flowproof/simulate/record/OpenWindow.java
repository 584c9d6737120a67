package io.flowproof.simulate.record;

import io.flowproof.simulate.network.Step;
import io.flowproof.simulate.network.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of one window, by what they are of, in the order in which they began. */
final class OpenWindow {
  private static final int FIRST_SIZE = 16;

  final long index;
  private final List<FlowRecord> records;
  private @Nullable FlowRecord[] table;

  /**
   * @param expected how many records it may have
   */
  OpenWindow(long index, int expected) {
    this.index = index;
    this.records = new ArrayList<>(Math.max(8, expected));
    this.table = new FlowRecord[Math.max(FIRST_SIZE, Integer.highestOneBit(expected + 1) * 4)];
  }

  List<FlowRecord> records() {
    return records;
  }

  /** The record for packets of that step; a new one where there is none. */
  FlowRecord record(Step step, Verdict verdict) {
    int hash = FlowRecord.hash(step, verdict);
    int mask = table.length - 1;
    int place = hash & mask;
    FlowRecord found = table[place];
    while (found != null) {
      if (found.hash == hash && found.isOf(step, verdict)) {
        return found;
      }
      place = place + 1 & mask;
      found = table[place];
    }
    FlowRecord created = FlowRecord.of(step, verdict, index, hash);
    table[place] = created;
    records.add(created);
    if (records.size() * 2 > table.length) {
      grow();
    }
    return created;
  }

  private void grow() {
    @Nullable FlowRecord[] larger = new FlowRecord[table.length * 4];
    int mask = larger.length - 1;
    for (FlowRecord record : records) {
      int place = record.hash & mask;
      while (larger[place] != null) {
        place = place + 1 & mask;
      }
      larger[place] = record;
    }
    table = larger;
  }
}
