package io.flowproof.detection.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.pack.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final Instant NINE = Instant.parse("2024-05-14T09:00:00Z");

  @Test
  void ticksAreMultiplesOfEveryAndLookBackOnOver() {
    List<Window> windows = windows(15, 60, NINE.plusSeconds(600), NINE.plusSeconds(2000));

    assertThat(windows)
        .extracting(Window::tick)
        .containsExactly(at("09:15:00"), at("09:30:00"), at("09:45:00"));
    assertThat(windows.getFirst().from()).isEqualTo(at("08:15:00"));
    assertThat(windows.getFirst().to()).isEqualTo(at("09:15:00"));
  }

  @Test
  void aRecordAtTheTickIsSeenByTheNextTickOnly() {
    assertThat(windows(5, 5, NINE)).extracting(Window::tick).containsExactly(at("09:05:00"));
  }

  @Test
  void yearsWithoutRecordsCostNothing() {
    List<Window> windows = windows(5, 10, Instant.parse("2014-12-14T04:06:00Z"), NINE);

    assertThat(windows).hasSize(3);
  }

  @Test
  void nothingRunsAfterTheTickThatSeesTheLastRecord() {
    assertThat(windows(60, 14 * 24 * 60, NINE.plusSeconds(600), NINE.plusSeconds(3540)))
        .extracting(Window::tick)
        .containsExactly(at("10:00:00"));
  }

  @Test
  void windowsThatSeeTheSameRecordsAreKnown() {
    TreeSet<Instant> starts =
        new TreeSet<>(List.of(NINE, NINE.plusSeconds(600), NINE.plusSeconds(3000)));
    List<Window> windows =
        Window.of(new Schedule(Duration.ofMinutes(15), Duration.ofHours(1)), starts);

    assertThat(windows.get(1).seesTheSameAs(windows.get(0), starts)).isTrue();
    starts.add(NINE.plusSeconds(20 * 60));
    assertThat(windows.get(1).seesTheSameAs(windows.get(0), starts)).isFalse();
  }

  @Property
  void everyRecordLiesInAWindowOfEachTickThatLooksBackOnIt(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 5000) Integer> minutes,
      @ForAll @IntRange(min = 1, max = 90) int every,
      @ForAll @IntRange(max = 300) int longer) {
    TreeSet<Instant> starts = new TreeSet<>();
    minutes.forEach(minute -> starts.add(NINE.plus(Duration.ofMinutes(minute))));
    Schedule schedule =
        new Schedule(Duration.ofMinutes(every), Duration.ofMinutes((long) every + longer));

    List<Window> windows = Window.of(schedule, starts);

    assertThat(windows).extracting(Window::tick).isSorted().doesNotHaveDuplicates();
    Instant end = windows.getLast().tick();
    assertThat(end).isBetween(starts.last(), starts.last().plus(schedule.every()).plusSeconds(60));
    for (Instant start : starts) {
      long expected =
          Stream.iterate(
                  Instant.ofEpochSecond(
                      NINE.getEpochSecond()
                          / schedule.every().toSeconds()
                          * schedule.every().toSeconds()),
                  tick -> tick.plus(schedule.every()))
              .dropWhile(tick -> !tick.isAfter(start))
              .takeWhile(tick -> !tick.minus(schedule.over()).isAfter(start))
              .takeWhile(tick -> !tick.isAfter(end))
              .limit(1000)
              .count();
      assertThat(windows)
          .filteredOn(window -> !window.from().isAfter(start) && window.to().isAfter(start))
          .hasSize((int) expected);
    }
  }

  private static List<Window> windows(int every, int over, Instant... starts) {
    return Window.of(
        new Schedule(Duration.ofMinutes(every), Duration.ofMinutes(over)),
        new TreeSet<>(List.of(starts)));
  }

  private static Instant at(String time) {
    return Instant.parse("2024-05-14T" + time + "Z");
  }
}
