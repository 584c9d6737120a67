package io.flowproof.flowlog.decode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The times that records cover, in microseconds since 1970. Pauses of up to a minute are none, so
 * that an object of any size mostly has one stretch; of more than {@link #MOST} the ones that are
 * closest together become one.
 */
final class StretchCollector {
  /** How many stretches are kept. */
  static final int MOST = 4_096;

  private static final long MINUTE = 60_000_000;

  /** Starts and ends; apart by more than the pause. */
  private final TreeMap<Long, Long> stretches = new TreeMap<>();

  private long pause = MINUTE;

  /** The stretch that was met last: most records lie in the same one as the record before. */
  private long from = Long.MAX_VALUE;

  private long to = Long.MIN_VALUE;

  /** Adds a record's window. */
  void add(long start, long end) {
    if (start < from || end > to) {
      join(Math.floorDiv(start, MINUTE) * MINUTE, Math.max(start, end));
    }
  }

  private void join(long start, long end) {
    long first = start;
    long last = end;
    Map.Entry<Long, Long> before = stretches.floorEntry(start);
    if (before != null && before.getValue() + pause >= start) {
      first = before.getKey();
      last = Math.max(last, before.getValue());
    }
    Map.Entry<Long, Long> after = stretches.higherEntry(first);
    while (after != null && after.getKey() <= last + pause) {
      last = Math.max(last, after.getValue());
      stretches.remove(after.getKey());
      after = stretches.higherEntry(first);
    }
    stretches.put(first, last);
    from = first;
    to = last;
    while (stretches.size() > MOST) {
      pause *= 2;
      coarsen();
    }
  }

  private void coarsen() {
    List<Map.Entry<Long, Long>> all = new ArrayList<>(stretches.entrySet());
    stretches.clear();
    for (Map.Entry<Long, Long> each : all) {
      Map.Entry<Long, Long> last = stretches.lastEntry();
      if (last != null && last.getValue() + pause >= each.getKey()) {
        stretches.put(last.getKey(), Math.max(last.getValue(), each.getValue()));
      } else {
        stretches.put(each.getKey(), each.getValue());
      }
    }
    from = Long.MAX_VALUE;
    to = Long.MIN_VALUE;
  }

  /** What was collected, in order of time. */
  List<Stretch> stretches() {
    return stretches.entrySet().stream()
        .map(each -> new Stretch(instant(each.getKey()), instant(each.getValue())))
        .toList();
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
