package io.flowproof.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LineRangesTest {
  @Test
  void joinsNeighboursAndStopsInTime() {
    assertThat(LineRanges.text(List.of(2L, 3L, 4L, 9L, 12L, 13L), 9)).isEqualTo("2-4,9,12-13");
    assertThat(LineRanges.text(List.of(2L, 3L, 4L, 9L, 12L, 13L), 2)).isEqualTo("2-4,9,…");
    assertThat(LineRanges.text(List.of(), 2)).isEmpty();
  }

  @Property
  void losesNoLine(@ForAll Set<@LongRange(min = 1, max = 60) Long> numbers) {
    List<Long> sorted = List.copyOf(new TreeSet<>(numbers));
    List<Long> back = new ArrayList<>();
    for (String part : LineRanges.text(sorted, Integer.MAX_VALUE).split(",")) {
      if (!part.isEmpty()) {
        String[] ends = part.split("-");
        LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]))
            .forEach(back::add);
      }
    }
    assertThat(back).isEqualTo(sorted);
  }
}
