package io.flowproof.detection.investigate;

import io.flowproof.detection.investigate.Answer.Column;
import io.flowproof.detection.investigate.Answer.Kind;
import io.flowproof.detection.investigate.Answer.Line;
import io.flowproof.detection.investigate.Answer.Statement;
import io.flowproof.detection.investigate.Answer.Table;
import io.flowproof.detection.investigate.Answer.Verdict;
import io.flowproof.detection.investigate.EdgeTable.Connection;
import io.flowproof.detection.investigate.PathSearch.Edge;
import io.flowproof.detection.investigate.PathSearch.Reached;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody could have gone from a host, and where from they could have come: {@code
 * investigate paths}.
 */
public final class AttackPaths {
  /** No more hosts are followed than this, in either direction. */
  static final int MOST_HOSTS = 2_000;

  private static final List<Column> EDGES =
      List.of(
          new Column("hop", Kind.COUNT),
          new Column("opened", Kind.TIME),
          new Column("from", Kind.TEXT),
          new Column("to", Kind.TEXT),
          new Column("service", Kind.TEXT),
          new Column("why", Kind.TEXT),
          new Column("dwell", Kind.SECONDS),
          new Column("reaches", Kind.COUNT),
          new Column("connections", Kind.COUNT),
          new Column("bytes_sent", Kind.BYTES),
          new Column("bytes_received", Kind.BYTES),
          new Column("state", Kind.TEXT),
          new Column("known_as", Kind.TEXT),
          new Column("last_seen", Kind.TIME),
          new Column("vantage", Kind.TEXT),
          new Column("first_line", Kind.LINE));

  private static final List<Column> HOSTS =
      List.of(
          new Column("host", Kind.TEXT),
          new Column("known_as", Kind.TEXT),
          new Column("hops", Kind.COUNT),
          new Column("at", Kind.TIME),
          new Column("way", Kind.TEXT));

  private final Investigation on;
  private final PathQuestion asked;
  private final List<Statement> statements = new ArrayList<>();
  private final Set<String> interfaces = new TreeSet<>();
  private final List<Answer.Contact> contacts = new ArrayList<>();

  private AttackPaths(Investigation on, PathQuestion asked) {
    this.on = on;
    this.asked = asked;
  }

  /** Asks, in both directions. */
  public static Answer of(Investigation on, PathQuestion asked) {
    return new AttackPaths(on, asked).ask();
  }

  private Answer ask() {
    EdgeTable edges = EdgeTable.read(on, asked);
    PathSearch search = new PathSearch(edges.edges());
    Map<String, Reached> forward =
        search.forward(asked.host(), asked.at(), asked.hops(), MOST_HOSTS);
    Map<String, Reached> backward =
        search.backward(asked.host(), asked.at(), asked.hops(), MOST_HOSTS);
    Table onward = onward(edges, search, forward);
    Table origin = origin(edges, search, backward);
    statements(edges, forward, backward);
    return new Answer(
        "Where did somebody on %s go from %s on, and where from had they come?"
            .formatted(asked.host(), asked.at()),
        statements,
        List.of(
            onward,
            hosts("hosts", "Hosts that could be reached, the earliest first", forward, true),
            origin,
            hosts("sources", "Hosts that may have led here, the latest first", backward, false)),
        on.basis(
            List.of(
                "host: " + asked.host() + " at " + asked.at(),
                "connections: "
                    + (asked.allEdges()
                        ? "all that were established (--all-edges)"
                        : "administrative (ports %s)%s"
                            .formatted(
                                ServicePorts.sql(),
                                edges.hasBaseline()
                                    ? ", or new: not seen between the same hosts and port from "
                                        + edges.baseline()
                                        + " to "
                                        + edges.begins()
                                    : "")),
                "hops: at most " + asked.hops()),
            List.of(
                Investigation.VANTAGE,
                "A host is reached when one that was reached before opens a connection to it; a"
                    + " connection counts when it was established, moved data (without tcp-flags:"
                    + " may have) and it is known who opened it; those that were open already do"
                    + " not count",
                "dwell is the time from when a host was reached until it opened the connection;"
                    + " reaches is how many hosts can be reached from there on"),
            interfaces),
        contacts,
        on.dark());
  }

  private void statements(
      EdgeTable edges, Map<String, Reached> forward, Map<String, Reached> backward) {
    if (forward.size() == 1) {
      statements.add(
          new Statement(
              Verdict.NOT_SEEN,
              "No such connection was opened by %s at %s or later"
                  .formatted(asked.host(), asked.at())));
    } else {
      statements.add(
          new Statement(
              Verdict.CONFIRMED,
              "From %s, %s could be reached from %s on, in at most %s"
                  .formatted(
                      asked.host(),
                      Words.count(forward.size() - 1L, "host"),
                      asked.at(),
                      Words.count(hops(forward), "hop"))));
      longest(forward, true);
    }
    if (backward.size() == 1) {
      statements.add(
          new Statement(
              Verdict.NOT_SEEN,
              "No such connection to %s was opened by then".formatted(asked.host())));
    } else {
      statements.add(
          new Statement(
              Verdict.CONFIRMED,
              "%s may have led to %s by then, in at most %s"
                  .formatted(
                      Words.count(backward.size() - 1L, "host"),
                      asked.host(),
                      Words.count(hops(backward), "hop"))));
      longest(backward, false);
    }
    limits(edges, forward.size() >= MOST_HOSTS || backward.size() >= MOST_HOSTS);
  }

  private void limits(EdgeTable edges, boolean full) {
    if (full || edges.cut()) {
      statements.add(
          new Statement(
              Verdict.CANNOT_SAY,
              "More than %,d hosts or connections: only the first were followed (narrow the time, or leave out --all-edges)"
                  .formatted(MOST_HOSTS)));
    }
    if (!asked.allEdges() && !edges.hasBaseline()) {
      statements.add(
          new Statement(
              Verdict.CANNOT_SAY,
              "Which connections are new: no record is older than %s, so that only administrative ones were followed (--all-edges follows all)"
                  .formatted(edges.begins())));
    }
    on.blindness()
        .sentences(interfaces)
        .forEach(gap -> statements.add(new Statement(Verdict.CANNOT_SAY, gap)));
  }

  private static long hops(Map<String, Reached> found) {
    return found.values().stream().mapToInt(Reached::hops).max().orElse(0);
  }

  private void longest(Map<String, Reached> found, boolean forward) {
    String host =
        found.entrySet().stream()
            .max(
                Comparator.comparingInt(
                        (Map.Entry<String, Reached> entry) -> entry.getValue().hops())
                    .thenComparing(entry -> entry.getValue().at(), Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .orElseThrow();
    statements.add(
        new Statement(
            Verdict.CONFIRMED,
            (forward ? "The longest way goes " : "The longest way came ")
                + String.join(forward ? " > " : " < ", PathSearch.way(found, host, forward))));
  }

  /** The connections that hosts opened after they were reached. */
  private Table onward(EdgeTable edges, PathSearch search, Map<String, Reached> found) {
    List<Step> steps = new ArrayList<>();
    for (Map.Entry<String, Reached> entry : found.entrySet()) {
      for (Edge edge : search.leaving(entry.getKey())) {
        Instant opened = edge.from(entry.getValue().at());
        if (opened != null && entry.getValue().hops() < asked.hops()) {
          steps.add(new Step(edge, opened, entry.getValue()));
        }
      }
    }
    steps.sort(Comparator.comparing(Step::opened).thenComparing(step -> step.edge().number()));
    return table("onward", "From there on, by time", edges, steps, step -> reaches(search, step));
  }

  private long reaches(PathSearch search, Step step) {
    return search.forward(step.edge().server(), step.opened(), asked.hops(), MOST_HOSTS).size()
        - 1L;
  }

  /** The connections to hosts that led on later. */
  private Table origin(EdgeTable edges, PathSearch search, Map<String, Reached> found) {
    List<Step> steps = new ArrayList<>();
    for (Map.Entry<String, Reached> entry : found.entrySet()) {
      for (Edge edge : search.entering(entry.getKey())) {
        Instant opened = edge.until(entry.getValue().at());
        if (opened != null && entry.getValue().hops() < asked.hops()) {
          steps.add(new Step(edge, opened, entry.getValue()));
        }
      }
    }
    steps.sort(
        Comparator.comparing(Step::opened).reversed().thenComparing(step -> step.edge().number()));
    return table(
        "origin",
        "Where from, the latest first; dwell until it led on, reaches: hosts that may have led"
            + " there",
        edges,
        steps,
        step ->
            search.backward(step.edge().client(), step.opened(), asked.hops(), MOST_HOSTS).size()
                - 1L);
  }

  private record Step(Edge edge, Instant opened, Reached of) {}

  private interface Reaching {
    long of(Step step);
  }

  private Table table(
      String name, String title, EdgeTable edges, List<Step> steps, Reaching reaching) {
    List<Step> shown = steps.stream().limit(on.rows()).toList();
    Map<Integer, Line> objects =
        on.objects(
            shown.stream()
                .map(step -> connection(edges, step).sourceId())
                .collect(Collectors.toSet()));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Step step : shown) {
      Connection connection = connection(edges, step);
      interfaces.addAll(Arrays.asList(connection.interfaces().split(", ")));
      contacts.add(
          new Answer.Contact(
              step.edge().client(),
              step.edge().server(),
              edges.service(step.edge()),
              step.opened(),
              connection.last(),
              connection.bytesSent() + connection.bytesReceived(),
              connection.state()));
      Line object = objects.get(connection.sourceId());
      List<@Nullable Object> row = new ArrayList<>();
      row.add(step.of().hops() + 1L);
      row.add(step.opened());
      row.add(step.edge().client());
      row.add(step.edge().server());
      row.add(edges.service(step.edge()));
      row.add(edges.why(step.edge()));
      row.add(Duration.between(step.of().at(), step.opened()).abs().toSeconds());
      row.add(reaching.of(step));
      row.add((long) step.edge().opened().size());
      row.add(connection.bytesSent());
      row.add(connection.bytesReceived());
      row.add(connection.state());
      row.add(on.names().address(step.edge().server(), step.opened()));
      row.add(connection.last());
      row.add(connection.vantage());
      row.add(
          object == null
              ? null
              : new Line(object.object(), connection.sourceLine(), object.sha256()));
      rows.add(row);
    }
    return new Table(name, title, EDGES, rows, (long) steps.size());
  }

  private static Connection connection(EdgeTable edges, Step step) {
    return Objects.requireNonNull(edges.connection(step.edge(), step.opened()));
  }

  private Table hosts(String name, String title, Map<String, Reached> found, boolean forward) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    found.forEach(
        (host, reached) -> {
          if (rows.size() < on.rows() && reached.hops() > 0) {
            rows.add(
                List.of(
                    host,
                    on.names().address(host, reached.at()),
                    (long) reached.hops(),
                    reached.at(),
                    String.join(forward ? " > " : " < ", PathSearch.way(found, host, forward))));
          }
        });
    return new Table(name, title, HOSTS, rows, found.size() - 1L);
  }
}
