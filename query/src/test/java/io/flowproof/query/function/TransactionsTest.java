package io.flowproof.query.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the page on "transaction" says of its limits, its starts and its ends. */
class TransactionsTest {
  @Property(tries = 300)
  void limitsHoldAndEveryEventBelongsToOneTransaction(@ForAll long seed) {
    Random random = new Random(seed);
    List<Integer> times =
        random
            .ints(1 + random.nextInt(20), 0, 200)
            .boxed()
            .sorted(Comparator.reverseOrder())
            .toList();
    int span = 1 + random.nextInt(60);
    int pause = 1 + random.nextInt(30);
    int most = 1 + random.nextInt(5);
    int[] numbers =
        numbers(new Transactions(span, pause, most, false, false, false), times, "", "");
    for (int i = 0; i < numbers.length; i++) {
      assertThat(numbers[i]).isNotNegative();
      int first = i;
      while (first > 0 && numbers[first - 1] == numbers[i]) {
        first--;
      }
      assertThat(i - first).isLessThan(most);
      assertThat(times.get(first) - times.get(i)).isLessThanOrEqualTo(span);
      if (first < i) {
        assertThat(times.get(i - 1) - times.get(i)).isLessThanOrEqualTo(pause);
      }
    }
  }

  @Test
  void beginsWithItsStartAndEndsWithItsEnd() {
    Transactions both = new Transactions(-1, -1, -1, true, true, false);
    // Newest first: an event after the end, the end, one between, the start, one before it.
    assertThat(numbers(both, List.of(50, 40, 30, 20, 10), "20", "40"))
        .containsExactly(-1, 3, 3, 3, -1);
  }

  @Test
  void isNotClosedWithoutItsStart() {
    List<Integer> times = List.of(40, 30, 20);
    assertThat(numbers(new Transactions(-1, -1, -1, true, false, false), times, "40", ""))
        .containsExactly(1, -1, -1);
    assertThat(numbers(new Transactions(-1, -1, -1, true, false, true), times, "40", ""))
        .containsExactly(1, 2, 2);
  }

  private static int[] numbers(
      Transactions transactions, List<Integer> times, String start, String end) {
    List<String> events = new ArrayList<>();
    for (int time : times) {
      String text = String.valueOf(time);
      events.add(
          "[%d.0,%d.0,%d.0]".formatted(time, text.equals(start) ? 1 : 0, text.equals(end) ? 1 : 0));
    }
    String numbers = transactions.of(events.stream().collect(Collectors.joining(",", "[", "]")));
    return Arrays.stream(numbers.substring(1, numbers.length() - 1).split(","))
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
