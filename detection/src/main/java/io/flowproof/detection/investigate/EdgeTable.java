package io.flowproof.detection.investigate;

import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.investigate.PathSearch.Edge;
import io.flowproof.detection.session.SessionViews;
import io.flowproof.detection.session.Touching;
import io.flowproof.engine.api.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The connections that paths are made of. First one look at all records gives pairs of hosts with a
 * service, when they first and last spoke; of those only what could lie on a path is read again and
 * put together to conversations, whose states and times are exact.
 */
final class EdgeTable {
  /** No more pairs are kept in memory than this. */
  private static final int MOST_PAIRS = 1_000_000;

  /** No more pairs than this are read again. */
  private static final int MOST_EDGES = 5_000;

  private final List<Edge> edges = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();
  private final Map<Integer, Map<Instant, Connection>> connections = new HashMap<>();
  private final Instant begins;
  private final Instant baseline;
  private boolean cut;

  /**
   * A pair of hosts with a service.
   *
   * @param first when one of their connections began first, of those in the time
   * @param last when the last one began
   * @param isNew true when there was none in the baseline
   */
  private record Pair(
      String client,
      String server,
      @Nullable String protocol,
      @Nullable String port,
      Instant first,
      Instant last,
      boolean isNew) {}

  /** One conversation of an edge. */
  record Connection(
      Instant last,
      String state,
      long bytesSent,
      long bytesReceived,
      String vantage,
      String interfaces,
      int sourceId,
      long sourceLine) {}

  private EdgeTable(Instant begins, Instant baseline) {
    this.begins = begins;
    this.baseline = baseline;
  }

  static EdgeTable read(Investigation on, PathQuestion asked) {
    Instant first = on.recordedFirst();
    Instant begins = asked.at().minus(asked.back());
    Instant wanted = begins.minus(asked.baseline());
    EdgeTable table =
        new EdgeTable(begins, first == null || wanted.isAfter(first) ? wanted : first);
    List<Pair> all = table.pairs(on, asked);
    List<Pair> near = table.near(all, asked);
    if (!near.isEmpty()) {
      table.connect(on, near);
    }
    return table;
  }

  boolean hasBaseline() {
    return baseline.isBefore(begins);
  }

  Instant baseline() {
    return baseline;
  }

  Instant begins() {
    return begins;
  }

  /** True when there was more than could be followed. */
  boolean cut() {
    return cut;
  }

  List<Edge> edges() {
    return edges;
  }

  String service(Edge edge) {
    Pair pair = pairs.get(edge.number());
    return Words.service(pair.protocol(), pair.port());
  }

  String why(Edge edge) {
    Pair pair = pairs.get(edge.number());
    List<String> why = new ArrayList<>();
    if (isAdministrative(pair)) {
      why.add("administrative");
    }
    if (hasBaseline()) {
      why.add(pair.isNew() ? "new" : "usual");
    }
    return String.join(", ", why);
  }

  private static boolean isAdministrative(Pair pair) {
    return "6".equals(pair.protocol())
        && pair.port() != null
        && ServicePorts.ADMINISTRATIVE.contains(Integer.parseInt(pair.port()));
  }

  @Nullable Connection connection(Edge edge, Instant opened) {
    return connections.getOrDefault(edge.number(), Map.of()).get(opened);
  }

  /** Both ends inside, or one of them the host; both as the packet's header has them. */
  private List<Pair> pairs(Investigation on, PathQuestion asked) {
    String admin = "protocol = 6 AND port IN (" + ServicePorts.sql() + ")";
    boolean all = asked.allEdges() || hasBaseline();
    String wanted =
        asked.allEdges()
            ? "true"
            : hasBaseline()
                ? "(" + admin + ") OR (before = 0 AND " + Inside.sql("client") + ")"
                : admin;
    String ports = "(" + ServicePorts.sql() + ")";
    String records =
        all
            ? "true"
            : "srcport IN %1$s OR dstport IN %1$s OR %2$s"
                .formatted(ports, Touching.condition(List.of(asked.host())));
    return found(on, sql(on.scope().to(), asked, records, wanted));
  }

  private String sql(@Nullable Instant until, PathQuestion asked, String records, String wanted) {
    return """
    WITH r AS (
      SELECT coalesce(pkt_srcaddr, srcaddr) AS s, coalesce(pkt_dstaddr, dstaddr) AS d, protocol,
        CASE initiator WHEN 'source' THEN dstport ELSE srcport END AS port,
        initiator = 'source' AS there, start_time, start_time >= %1$s AS now
      FROM %2$s
      WHERE action IS DISTINCT FROM 'REJECT' AND initiator IN ('source', 'destination')
        AND start_time >= %3$s AND start_time < %4$s
        AND (%5$s)),
    p AS (
      SELECT CASE WHEN there THEN s ELSE d END AS client, CASE WHEN there THEN d ELSE s END AS server,
        protocol, port, min(start_time) FILTER (now) AS first, max(start_time) FILTER (now) AS last,
        count(*) FILTER (NOT now) AS before
      FROM r GROUP BY ALL)
    SELECT client, server, CAST(protocol AS VARCHAR), CAST(port AS VARCHAR), first, last, before = 0
    FROM p
    WHERE first IS NOT NULL AND (%6$s OR server = %8$s)
      AND ((%7$s) OR client = %8$s AND NOT %9$s)
    ORDER BY first, client, server, port LIMIT %10$d
    """
        .formatted(
            Scope.timestamp(begins),
            FlowTables.FLOW,
            Scope.timestamp(baseline),
            until == null ? "TIMESTAMP '9999-01-01 00:00:00'" : Scope.timestamp(until),
            records,
            Inside.sql("server"),
            wanted,
            Scope.literal(asked.host()),
            Inside.sql("client"),
            MOST_PAIRS + 1);
  }

  private List<Pair> found(Investigation on, String sql) {
    List<Pair> found = new ArrayList<>();
    try (Rows rows = on.engine().run(sql)) {
      while (rows.next()) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
          values.add(rows.value(i));
        }
        Row row = new Row(values);
        found.add(
            new Pair(
                row.text(0),
                row.text(1),
                row.textOrNull(2),
                row.textOrNull(3),
                row.time(4),
                row.time(5),
                row.truth(6)));
      }
    }
    if (found.size() > MOST_PAIRS) {
      cut = true;
      found.removeLast();
    }
    return found;
  }

  /** Those that may lie on a path, as far as first and last times tell. */
  private List<Pair> near(List<Pair> all, PathQuestion asked) {
    List<Edge> rough = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Pair pair = all.get(i);
      rough.add(new Edge(pair.client(), pair.server(), List.of(pair.first(), pair.last()), i));
    }
    PathSearch search = new PathSearch(rough);
    Set<Integer> kept = new LinkedHashSet<>();
    forward(search, asked).forEach(edge -> kept.add(edge.number()));
    backward(search, asked).forEach(edge -> kept.add(edge.number()));
    if (kept.size() > MOST_EDGES) {
      cut = true;
    }
    return kept.stream().limit(MOST_EDGES).map(all::get).toList();
  }

  /** A pair that spoke before and after counts as if it had spoken just then: never too late. */
  private static List<Edge> forward(PathSearch search, PathQuestion asked) {
    List<Edge> kept = new ArrayList<>();
    Map<String, Instant> earliest = new HashMap<>(Map.of(asked.host(), asked.at()));
    Set<String> frontier = new LinkedHashSet<>(List.of(asked.host()));
    for (int hop = 0; hop < asked.hops() && !frontier.isEmpty(); hop++) {
      Set<String> next = new LinkedHashSet<>();
      for (String host : frontier) {
        Instant reached = earliest.getOrDefault(host, asked.at());
        for (Edge edge : search.leaving(host)) {
          if (edge.opened().getLast().isBefore(reached)) {
            continue;
          }
          kept.add(edge);
          Instant first = edge.opened().getFirst();
          Instant time = first.isAfter(reached) ? first : reached;
          Instant known = earliest.get(edge.server());
          if (known == null ? earliest.size() < AttackPaths.MOST_HOSTS : time.isBefore(known)) {
            earliest.put(edge.server(), time);
            next.add(edge.server());
          }
        }
      }
      frontier = next;
    }
    return kept;
  }

  private static List<Edge> backward(PathSearch search, PathQuestion asked) {
    List<Edge> kept = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>(List.of(asked.host()));
    List<String> frontier = List.of(asked.host());
    for (int hop = 0; hop < asked.hops() && !frontier.isEmpty(); hop++) {
      List<String> next = new ArrayList<>();
      for (String host : frontier) {
        for (Edge edge : search.entering(host)) {
          if (edge.opened().getFirst().isAfter(asked.at())) {
            continue;
          }
          kept.add(edge);
          if (seen.size() < AttackPaths.MOST_HOSTS && seen.add(edge.client())) {
            next.add(edge.client());
          }
        }
      }
      frontier = next;
    }
    return kept;
  }

  /** Reads the records of these pairs and makes conversations of them. */
  private void connect(Investigation on, List<Pair> near) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (Pair pair : near) {
      numbers.put(key(pair.client(), pair.server(), pair.protocol(), pair.port()), pairs.size());
      pairs.add(pair);
    }
    String values =
        near.stream()
            .map(
                pair ->
                    "(%s, %s)"
                        .formatted(Scope.literal(pair.client()), Scope.literal(pair.server())))
            .distinct()
            .collect(Collectors.joining(", "));
    String ends =
        """
        (coalesce(pkt_srcaddr, srcaddr), coalesce(pkt_dstaddr, dstaddr)) IN (VALUES %1$s)
        OR (coalesce(pkt_dstaddr, dstaddr), coalesce(pkt_srcaddr, srcaddr)) IN (VALUES %1$s)\
        """
            .formatted(values);
    String sql = sql(on.scope().between(begins, on.scope().to()), ends);
    Map<Integer, List<Instant>> opened = new LinkedHashMap<>();
    try (Rows rows = on.engine().run(sql)) {
      while (rows.next()) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
          cells.add(rows.value(i));
        }
        Row row = new Row(cells);
        Integer number =
            numbers.get(key(row.text(0), row.text(1), row.textOrNull(2), row.textOrNull(3)));
        if (number == null) {
          continue;
        }
        Map<Instant, Connection> known = connections.computeIfAbsent(number, n -> new HashMap<>());
        if (known.putIfAbsent(row.time(4), connection(row)) == null) {
          opened.computeIfAbsent(number, n -> new ArrayList<>()).add(row.time(4));
        }
      }
    }
    opened.forEach(
        (number, times) ->
            edges.add(
                new Edge(pairs.get(number).client(), pairs.get(number).server(), times, number)));
  }

  private static String sql(Scope scope, String ends) {
    return """
    SELECT client, server, CAST(protocol AS VARCHAR), CAST(server_port AS VARCHAR), first_seen,
      last_seen, state || CASE WHEN state_certain THEN '' ELSE ', probable' END, bytes_sent,
      bytes_received, vantage, interfaces, source_id, source_line
    FROM (%s)
    WHERE (state = 'data moved' OR (state = 'established' AND NOT state_certain))
      AND initiator_basis <> 'unknown'
    ORDER BY first_seen, client, server, client_port
    """
        .formatted(SessionViews.conversations(scope.sessions(scope.flows(ends))));
  }

  private static Connection connection(Row row) {
    return new Connection(
        row.time(5),
        row.text(6),
        row.number(7),
        row.number(8),
        row.text(9),
        row.text(10),
        (int) row.number(11),
        row.number(12));
  }

  private static String key(
      String client, String server, @Nullable String protocol, @Nullable String port) {
    return client + " " + server + " " + protocol + " " + port;
  }
}
