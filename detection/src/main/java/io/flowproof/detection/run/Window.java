package io.flowproof.detection.run;

import io.flowproof.detection.pack.Schedule;
import io.flowproof.query.QueryTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One run of a rule: {@code now()} is {@code tick}, and only records that begin in {@code [from,
 * to)} are seen.
 *
 * @param tick the time of the run
 * @param from the first start that is seen
 * @param to the first start that is not
 * @param objects the raw objects that are seen, such as those that had arrived by the tick; null
 *     for all
 */
public record Window(Instant tick, Instant from, Instant to, QueryTime.@Nullable Objects objects) {

  /** With the records of all objects. */
  public Window(Instant tick, Instant from, Instant to) {
    this(tick, from, to, null);
  }

  /** The clock for a compiler. */
  public QueryTime time() {
    return new QueryTime(tick, from, to, objects);
  }

  /**
   * True when this window and the one before see the very same records. Both begin and end at whole
   * minutes.
   *
   * @param starts whole minutes in which records begin
   */
  boolean seesTheSameAs(Window before, NavigableSet<Instant> starts) {
    return before.from().isBefore(from)
        && before.to().isBefore(to)
        && starts.subSet(before.from(), from).isEmpty()
        && starts.subSet(before.to(), to).isEmpty();
  }

  /** One window over everything, at the end of the logs: {@code detect --once}. */
  public static Window whole(Instant first, Instant last) {
    Instant end = last.plusNanos(1000);
    return new Window(end, first, end);
  }

  /**
   * The windows of a schedule that hold at least one record. Ticks are multiples of {@code every}
   * since 1970; a window without any record is not run, because nothing tells it from a time before
   * the logs. Nor is one after the first tick that sees the last record: the logs end there, which
   * is no silence of the network.
   *
   * @param starts whole minutes in which records begin
   */
  public static List<Window> of(Schedule schedule, NavigableSet<Instant> starts) {
    long every = schedule.every().toSeconds();
    Duration over = schedule.over();
    NavigableSet<Long> ticks = new TreeSet<>();
    if (starts.isEmpty()) {
      return List.of();
    }
    long end = Math.floorDiv(starts.last().getEpochSecond() + 59, every) + 1;
    for (Instant minute : starts) {
      // Seen by every tick in (minute, minute + over], and a record may begin at the minute's end.
      long first = Math.floorDiv(minute.getEpochSecond(), every) + 1;
      long last = Math.floorDiv(minute.plus(over).plusSeconds(59).getEpochSecond(), every);
      long tick = Math.min(last, end);
      while (tick >= first && ticks.add(tick)) {
        tick--;
      }
    }
    List<Window> windows = new ArrayList<>();
    for (long tick : ticks) {
      Instant at = Instant.ofEpochSecond(tick * every);
      windows.add(new Window(at, at.minus(over), at));
    }
    return windows;
  }
}
