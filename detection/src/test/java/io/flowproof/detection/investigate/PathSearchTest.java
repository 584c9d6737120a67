package io.flowproof.detection.investigate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.detection.investigate.PathSearch.Edge;
import io.flowproof.detection.investigate.PathSearch.Reached;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PathSearchTest {
  private static final int FAR = 100;

  @Test
  void reachesAHostWhenOneThatWasReachedBeforeOpensAConnectionToIt() {
    PathSearch search = new PathSearch(List.of(edge("a", "b", 0, 10), edge("b", "c", 1, 20)));

    assertThat(times(search.forward("a", at(5), FAR, FAR)))
        .isEqualTo(Map.of("a", 5, "b", 10, "c", 20));
  }

  @Test
  void doesNotGoBackInTime() {
    PathSearch search = new PathSearch(List.of(edge("a", "b", 0, 10), edge("b", "c", 1, 9)));

    assertThat(search.forward("a", at(5), FAR, FAR)).doesNotContainKey("c");
    assertThat(search.backward("c", at(30), FAR, FAR)).containsOnlyKeys("c", "b");
  }

  @Test
  void takesTheFirstConnectionThatIsLateEnough() {
    PathSearch search =
        new PathSearch(List.of(edge("a", "b", 0, 10), edge("b", "c", 1, 3, 9, 12, 40)));

    assertThat(times(search.forward("a", at(5), FAR, FAR))).containsEntry("c", 12);
  }

  @Test
  void backwardTakesTheLastConnectionThatIsEarlyEnough() {
    PathSearch search =
        new PathSearch(List.of(edge("a", "b", 0, 3, 9, 12, 40), edge("b", "c", 1, 20)));

    assertThat(times(search.backward("c", at(30), FAR, FAR)))
        .isEqualTo(Map.of("c", 30, "b", 20, "a", 12));
  }

  @Test
  void endsAtTheGivenHopsAndHosts() {
    PathSearch search =
        new PathSearch(
            List.of(edge("a", "b", 0, 10), edge("b", "c", 1, 20), edge("c", "d", 2, 30)));

    assertThat(search.forward("a", at(5), 2, FAR)).containsOnlyKeys("a", "b", "c");
    assertThat(search.forward("a", at(5), FAR, 2)).containsOnlyKeys("a", "b");
  }

  @Test
  void tellsTheWay() {
    PathSearch search = new PathSearch(List.of(edge("a", "b", 0, 10), edge("b", "c", 1, 20)));

    assertThat(PathSearch.way(search.forward("a", at(5), FAR, FAR), "c", true))
        .containsExactly("a", "b", "c");
    assertThat(PathSearch.way(search.backward("c", at(30), FAR, FAR), "a", false))
        .containsExactly("c", "b", "a");
  }

  @Property(tries = 300)
  void findsWhatTryingEveryConnectionAgainAndAgainFinds(
      @ForAll List<@IntRange(max = 1199) Integer> drawn) {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      int value = drawn.get(i);
      edges.add(edge("h" + value % 6, "h" + value / 6 % 6, i, value / 36));
    }
    PathSearch search = new PathSearch(edges);

    assertThat(times(search.forward("h0", at(3), FAR, FAR))).isEqualTo(relaxed(edges, 3, true));
    assertThat(times(search.backward("h0", at(30), FAR, FAR))).isEqualTo(relaxed(edges, 30, false));
  }

  /** Bellman and Ford's way: every connection, as many times as there are hosts. */
  private static Map<String, Integer> relaxed(List<Edge> edges, int at, boolean forward) {
    Map<String, Integer> reached = new HashMap<>(Map.of("h0", at));
    for (int round = 0; round < 6; round++) {
      for (Edge edge : edges) {
        int time = (int) edge.opened().getFirst().getEpochSecond();
        Integer known = reached.get(forward ? edge.client() : edge.server());
        if (known != null && (forward ? time >= known : time <= known)) {
          reached.merge(
              forward ? edge.server() : edge.client(), time, forward ? Math::min : Math::max);
        }
      }
    }
    return reached;
  }

  private static Map<String, Integer> times(Map<String, Reached> found) {
    Map<String, Integer> times = new HashMap<>();
    found.forEach((host, reached) -> times.put(host, (int) reached.at().getEpochSecond()));
    return times;
  }

  private static Edge edge(String client, String server, int number, int... opened) {
    return new Edge(
        client, server, IntStream.of(opened).mapToObj(PathSearchTest::at).toList(), number);
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }
}
