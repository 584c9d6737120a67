package io.flowproof.detection.investigate;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who could have come where, in the order of time. A host is reached when a connection to it is
 * opened by one that was reached before; backward, a host may have led to another when it opened a
 * connection to one that led on later. Connections that were open already do not count.
 */
final class PathSearch {
  private final Map<String, List<Edge>> byClient = new HashMap<>();
  private final Map<String, List<Edge>> byServer = new HashMap<>();

  /**
   * Connections from one host to another.
   *
   * @param client who opened them
   * @param server whom they were opened to
   * @param opened when each was opened, in order; at least one
   * @param number which one it is, for whoever made it
   */
  record Edge(String client, String server, List<Instant> opened, int number) {
    /** The first that was opened at that time or later, or null. */
    @Nullable Instant from(Instant time) {
      int low = 0;
      int high = opened.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (opened.get(middle).isBefore(time)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low == opened.size() ? null : opened.get(low);
    }

    /** The last that was opened at that time or earlier, or null. */
    @Nullable Instant until(Instant time) {
      Instant after = from(time.plusNanos(1));
      int next = after == null ? opened.size() : opened.indexOf(after);
      return next == 0 ? null : opened.get(next - 1);
    }
  }

  /**
   * How a host was reached, or led on.
   *
   * @param at when the connection was opened that brought it, or that it opened
   * @param hops how many connections from the host that was asked about
   * @param edge the connection; null for the host that was asked about
   */
  record Reached(Instant at, int hops, @Nullable Edge edge) {}

  PathSearch(Collection<Edge> edges) {
    for (Edge edge : edges) {
      byClient.computeIfAbsent(edge.client(), client -> new ArrayList<>()).add(edge);
      byServer.computeIfAbsent(edge.server(), server -> new ArrayList<>()).add(edge);
    }
  }

  List<Edge> leaving(String host) {
    return byClient.getOrDefault(host, List.of());
  }

  List<Edge> entering(String host) {
    return byServer.getOrDefault(host, List.of());
  }

  /**
   * The hosts that could be reached from one, each as early as possible.
   *
   * @param most no more hosts than this; the earliest ones
   */
  Map<String, Reached> forward(String host, Instant at, int hops, int most) {
    return search(host, at, hops, most, true);
  }

  /** The hosts that may have led to one, each as late as possible. */
  Map<String, Reached> backward(String host, Instant at, int hops, int most) {
    return search(host, at, hops, most, false);
  }

  private record Step(String host, Reached reached) {}

  private Map<String, Reached> search(
      String host, Instant at, int hops, int most, boolean forward) {
    Comparator<Step> order = Comparator.comparing(step -> step.reached().at());
    PriorityQueue<Step> next =
        new PriorityQueue<>(
            (forward ? order : order.reversed())
                .thenComparing(step -> step.reached().hops())
                .thenComparing(Step::host));
    next.add(new Step(host, new Reached(at, 0, null)));
    Map<String, Reached> found = new LinkedHashMap<>();
    while (!next.isEmpty() && found.size() < most) {
      Step step = next.poll();
      if (found.putIfAbsent(step.host(), step.reached()) != null || step.reached().hops() == hops) {
        continue;
      }
      for (Edge edge : forward ? leaving(step.host()) : entering(step.host())) {
        String other = forward ? edge.server() : edge.client();
        Instant time = forward ? edge.from(step.reached().at()) : edge.until(step.reached().at());
        if (time != null && !found.containsKey(other)) {
          next.add(new Step(other, new Reached(time, step.reached().hops() + 1, edge)));
        }
      }
    }
    return found;
  }

  /** The hosts from the one that was asked about to this one, or the other way backward. */
  static List<String> way(Map<String, Reached> found, String host, boolean forward) {
    ArrayDeque<String> way = new ArrayDeque<>();
    String at = host;
    while (at != null) {
      way.addFirst(at);
      Reached reached = found.get(at);
      Edge edge = reached == null ? null : reached.edge();
      at = edge == null ? null : forward ? edge.client() : edge.server();
    }
    return List.copyOf(way);
  }
}
