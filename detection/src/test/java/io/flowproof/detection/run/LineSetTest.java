package io.flowproof.detection.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LineSetTest {
  @Property(tries = 60)
  void isASetInOrderWhetherFewOrMany(
      @ForAll @IntRange(max = 2_000) int added,
      @ForAll @IntRange(min = 1, max = 3_000) int differentLines,
      @ForAll @IntRange(max = 2_100) int most,
      @ForAll long seed) {
    Random random = new Random(seed);
    TreeSet<LogLine> expected = new TreeSet<>();
    LineSet lines = new LineSet();
    for (int i = 0; i < added; i++) {
      LogLine line = new LogLine(random.nextInt(3), 1 + random.nextInt(differentLines));
      assertThat(lines.add(line)).isEqualTo(expected.add(line));
    }
    List<LogLine> all = List.copyOf(expected);
    assertThat(lines.size()).isEqualTo(all.size());
    assertThat(lines.first(most)).isEqualTo(all.subList(0, Math.min(most, all.size())));
  }
}
