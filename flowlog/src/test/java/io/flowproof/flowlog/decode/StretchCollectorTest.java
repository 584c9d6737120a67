package io.flowproof.flowlog.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Which times records cover, in whatever order they come. */
class StretchCollectorTest {
  private static final long SECOND = 1_000_000;

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }

  @Property
  void everySecondOfARecordIsCoveredAndNoPauseOfMoreThanAMinuteIs(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 20_000) Integer> starts,
      @ForAll @IntRange(min = 0, max = 600) int lasts) {
    StretchCollector collector = new StretchCollector();
    TreeSet<Long> covered = new TreeSet<>();
    for (int start : starts) {
      collector.add(start * SECOND, (start + lasts) * SECOND);
      for (long second = start / 60 * 60; second <= start + lasts; second++) {
        covered.add(second);
      }
    }
    List<Stretch> expected = new ArrayList<>();
    for (long second : covered) {
      Stretch last = expected.isEmpty() ? null : expected.getLast();
      if (last == null || second - last.to().getEpochSecond() > 60) {
        expected.add(new Stretch(at(second), at(second)));
      } else {
        expected.set(expected.size() - 1, new Stretch(last.from(), at(second)));
      }
    }
    assertThat(collector.stretches()).isEqualTo(expected);
  }

  @Test
  void ofMoreStretchesThanAreKeptThoseClosestTogetherAreOne() {
    StretchCollector collector = new StretchCollector();
    for (int hour = 0; hour < 2 * StretchCollector.MOST - 2; hour++) {
      collector.add(hour * 3_600 * SECOND, (hour * 3_600 + (hour % 2 == 0 ? 60 : 3_000)) * SECOND);
    }
    assertThat(collector.stretches())
        .hasSize(StretchCollector.MOST)
        .startsWith(new Stretch(at(0), at(60)), new Stretch(at(3_600), at(7_260)))
        .allSatisfy(
            stretch ->
                assertThat(Duration.between(stretch.from(), stretch.to()))
                    .isLessThan(Duration.ofHours(3)));
  }

  @Test
  void stretchesOfSeveralObjectsAreJoinedOverPausesThatDoNotCount() {
    assertThat(
            Stretch.joined(
                List.of(
                    new Stretch(at(5_000), at(5_060)),
                    new Stretch(at(0), at(300)),
                    new Stretch(at(60), at(120)),
                    new Stretch(at(900), at(1_000))),
                Duration.ofMinutes(11)))
        .containsExactly(new Stretch(at(0), at(1_000)), new Stretch(at(5_000), at(5_060)));
  }
}
