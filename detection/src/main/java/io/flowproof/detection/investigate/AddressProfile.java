package io.flowproof.detection.investigate;

import io.flowproof.detection.investigate.Answer.Column;
import io.flowproof.detection.investigate.Answer.Contact;
import io.flowproof.detection.investigate.Answer.Kind;
import io.flowproof.detection.investigate.Answer.Line;
import io.flowproof.detection.investigate.Answer.Statement;
import io.flowproof.detection.investigate.Answer.Table;
import io.flowproof.detection.investigate.Answer.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an address, or the addresses of one thing, did: {@code investigate ip|asset|eni}. */
public final class AddressProfile {
  private static final List<Column> INTERFACES =
      List.of(
          new Column("interface", Kind.TEXT),
          new Column("known_as", Kind.TEXT),
          new Column("saw_it", Kind.TEXT),
          new Column("sessions", Kind.COUNT),
          new Column("records", Kind.COUNT),
          new Column("bytes_sent", Kind.BYTES),
          new Column("bytes_received", Kind.BYTES),
          new Column("first_seen", Kind.TIME),
          new Column("last_seen", Kind.TIME));

  private final Investigation on;
  private final String title;
  private final List<String> addresses;
  private final String flows;
  private final List<Statement> statements = new ArrayList<>();

  private AddressProfile(Investigation on, String title, List<String> addresses, String flows) {
    this.on = on;
    this.flows = flows;
    this.title = title;
    this.addresses = List.copyOf(addresses);
  }

  /**
   * Asks.
   *
   * @param title what the subject is called, such as {@code 10.0.1.5}
   * @param addresses its addresses, in canonical text; at least one
   */
  public static Answer of(Investigation on, String title, List<String> addresses) {
    return new AddressProfile(on, title, addresses, on.scope().flowsOf(addresses)).ask();
  }

  /**
   * The same of an interface: what it recorded, of the addresses on its own side.
   *
   * @param interfaceId {@code eni-…}, or {@code nat-…} of a regional NAT gateway
   */
  public static Answer ofInterface(Investigation on, String interfaceId) {
    String here = here(interfaceId);
    // Without flow-direction its own address is the one that most of its records have.
    String sql =
        """
        WITH r AS (
          SELECT srcaddr, dstaddr, coalesce(pkt_srcaddr, srcaddr) AS s, coalesce(pkt_dstaddr, dstaddr) AS d,
            flow_direction
          FROM %s),
        m AS (
          SELECT mode(address) AS own FROM (SELECT srcaddr AS address FROM r UNION ALL SELECT dstaddr FROM r))
        SELECT DISTINCT CASE WHEN coalesce(flow_direction = 'egress', srcaddr = own) THEN s ELSE d END AS address
        FROM r, m ORDER BY address LIMIT 1000
        """
            .formatted(on.scope().flows(here));
    List<String> own = on.ask(sql).stream().map(row -> row.text(0)).toList();
    return new AddressProfile(on, interfaceId, own, on.scope().flows(here)).ask();
  }

  private static String here(String interfaceId) {
    return "coalesce(interface_id, resource_id) = " + Scope.literal(interfaceId);
  }

  private Answer ask() {
    List<Row> rows = tally().ask(on);
    Map<String, List<Row>> parts = rows.stream().collect(Collectors.groupingBy(row -> row.text(0)));
    Map<Integer, Line> objects =
        on.objects(
            rows.stream()
                .filter(row -> Set.of("peers", "ports", "states").contains(row.text(0)))
                .map(row -> (int) row.number(Tally.OBJECT))
                .collect(Collectors.toSet()));
    Row all = rows(parts, "all").getFirst();
    List<Row> interfaces = rows(parts, "interfaces");
    say(all, parts, interfaces);
    List<Table> tables = new ArrayList<>();
    if (all.number(Tally.CONVERSATIONS) > 0) {
      tables.add(peers(rows(parts, "peers"), objects, count(parts, "peer_count")));
      tables.add(ports(rows(parts, "ports"), objects, count(parts, "port_count")));
      tables.add(hours(rows(parts, "hours")));
      tables.add(states(rows(parts, "states"), objects));
    }
    if (!interfaces.isEmpty()) {
      tables.add(interfaces(interfaces));
    }
    Set<String> seenAt =
        interfaces.stream().map(row -> row.text(1)).collect(Collectors.toCollection(TreeSet::new));
    return new Answer(
        "What did " + title + " do?",
        statements,
        tables,
        on.basis(
            List.of("subject: " + title + ", addresses: " + some(addresses)),
            List.of(
                Investigation.VANTAGE,
                "bytes_out are those that the subject sent, bytes_in those that it got; the hour is"
                    + " that of a conversation's first record"),
            seenAt),
        rows(parts, "peers").stream()
            .map(this::contact)
            .sorted(Comparator.comparing(Contact::first))
            .toList(),
        on.dark());
  }

  private Tally tally() {
    return new Tally(on.scope(), flows, addresses)
        .by("all", List.of(), "", 1)
        .by("opened", List.of("by_subject"), "", 2)
        .by(
            "peers",
            List.of("peer", "by_subject"),
            "sum(bytes_out + bytes_in) DESC, count(*) DESC",
            on.rows())
        .by("ports", List.of("by_subject", "protocol", "server_port"), "count(*) DESC", on.rows())
        .by("hours", List.of("date_trunc('hour', first_seen)"), "1", 24 * 92)
        .by("states", List.of("state", "state_certain", "by_subject"), "count(*) DESC", 100)
        .count("distinct_peers", "count(DISTINCT peer)")
        .count("peer_count", "count(DISTINCT (peer, by_subject))")
        .count("port_count", "count(DISTINCT (by_subject, protocol, server_port))")
        .byInterface();
  }

  private Contact contact(Row row) {
    boolean opened = row.text(2).equals("true");
    return new Contact(
        opened ? title : row.text(1),
        opened ? row.text(1) : title,
        "",
        row.time(Tally.FIRST),
        row.time(Tally.LAST),
        row.number(Tally.OUT) + row.number(Tally.IN),
        Tally.best(row));
  }

  private static List<Row> rows(Map<String, List<Row>> parts, String name) {
    return parts.getOrDefault(name, List.of());
  }

  private static String some(List<String> addresses) {
    return addresses.isEmpty()
        ? "none"
        : String.join(", ", addresses.subList(0, Math.min(20, addresses.size())))
            + (addresses.size() > 20 ? " and %,d more".formatted(addresses.size() - 20) : "");
  }

  private static long count(Map<String, List<Row>> parts, String name) {
    return rows(parts, name).getFirst().number(Tally.CONVERSATIONS);
  }

  private void say(Row all, Map<String, List<Row>> parts, List<Row> interfaces) {
    Instant last = on.last();
    String known = last == null ? "" : known(last);
    if (!known.isEmpty()) {
      confirmed("%s: %s".formatted(title, known));
    }
    long conversations = all.number(Tally.CONVERSATIONS);
    if (conversations == 0) {
      statements.add(silence());
    } else {
      confirmed(
          "%s was seen from %s to %s, in %s with %s, at %s"
              .formatted(
                  title,
                  all.time(Tally.FIRST),
                  all.time(Tally.LAST),
                  Words.count(conversations, "conversation"),
                  Words.count(count(parts, "distinct_peers"), "peer"),
                  Words.count(interfaces.size(), "interface")));
      interfaces.stream()
          .filter(row -> row.textOrNull(2) != null && addresses.contains(row.text(2)))
          .filter(row -> addresses.size() == 1)
          .forEach(
              row ->
                  confirmed(
                      "%s is the own address of %s, which passes on %s of others; those count as theirs (investigate eni)"
                          .formatted(
                              title,
                              row.text(1),
                              Words.count(row.number(Tally.CONVERSATIONS), "session"))));
      reached(parts, true, "It opened");
      reached(parts, false, "Others opened");
    }
    on.blindness()
        .sentences(names(interfaces))
        .forEach(gap -> statements.add(new Statement(Verdict.CANNOT_SAY, gap)));
  }

  /**
   * That there is nothing: of an interface NODATA proves it, and no record at all proves nothing.
   */
  private Statement silence() {
    if (!addresses.isEmpty()) {
      return new Statement(
          Verdict.NOT_SEEN,
          "No record has %s at either end, from %s to %s".formatted(title, on.first(), on.last()));
    }
    Row windows =
        on.ask(
                "SELECT count(*), min(start_time), max(end_time) FROM coverage_window WHERE log_status = 'NODATA' AND %s AND %s"
                    .formatted(here(title), on.scope().time()))
            .getFirst();
    return windows.number(0) == 0
        ? new Statement(
            Verdict.CANNOT_SAY,
            "What %s did: there is no record of it, not even NODATA, so that it was not recorded or is not in these logs"
                .formatted(title))
        : new Statement(
            Verdict.NOT_SEEN,
            "No traffic of %s: %s of NODATA say so, from %s to %s"
                .formatted(
                    title,
                    Words.count(windows.number(0), "window"),
                    windows.timeOrNull(1),
                    windows.timeOrNull(2)));
  }

  private String known(Instant at) {
    return addresses.size() == 1
        ? on.names().address(addresses.getFirst(), at)
        : on.names().interfaceName(title, at);
  }

  private static List<String> names(List<Row> interfaces) {
    return interfaces.stream().map(row -> row.text(1)).toList();
  }

  private void reached(Map<String, List<Row>> parts, boolean bySubject, String who) {
    String side = Boolean.toString(bySubject);
    Row row =
        rows(parts, "opened").stream()
            .filter(one -> one.text(1).equals(side))
            .findFirst()
            .orElse(null);
    long connected = row == null ? 0 : row.number(Tally.MOVED) + row.number(Tally.ESTABLISHED);
    if (row != null) {
      confirmed(
          "%s %s: %s; %s out, %s in"
              .formatted(
                  who,
                  Words.count(row.number(Tally.CONVERSATIONS), "conversation"),
                  Tally.states(row),
                  Words.bytes(row.number(Tally.OUT)),
                  Words.bytes(row.number(Tally.IN))));
    }
    if (connected == 0) {
      statements.add(
          new Statement(
              Verdict.NOT_SEEN,
              bySubject
                  ? "No connection that it opened was established"
                  : "No connection to it was established"));
    }
  }

  private void confirmed(String text) {
    statements.add(new Statement(Verdict.CONFIRMED, text));
  }

  private Table peers(List<Row> rows, Map<Integer, Line> objects, long of) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : rows) {
      values.add(
          Tally.row(
              objects,
              row,
              row.text(1),
              on.names().address(row.text(1), row.time(Tally.LAST)),
              row.text(2).equals("true") ? title : row.text(1)));
    }
    return new Table(
        "peers",
        "Peers, by bytes both ways",
        Tally.columns(
            new Column("peer", Kind.TEXT),
            new Column("known_as", Kind.TEXT),
            new Column("opened_by", Kind.TEXT)),
        values,
        of);
  }

  private Table ports(List<Row> rows, Map<Integer, Line> objects, long of) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : rows) {
      values.add(
          Tally.row(
              objects,
              row,
              Words.service(row.textOrNull(2), row.textOrNull(3)),
              row.text(1).equals("true") ? title : "others"));
    }
    return new Table(
        "ports",
        "Services, by conversations",
        Tally.columns(new Column("service", Kind.TEXT), new Column("opened_by", Kind.TEXT)),
        values,
        of);
  }

  private static Table hours(List<Row> rows) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : rows) {
      values.add(
          List.of(
              Instant.parse(row.text(1).replace(' ', 'T') + "Z"),
              row.number(Tally.CONVERSATIONS),
              row.number(Tally.OUT),
              row.number(Tally.IN),
              row.number(Tally.MOVED) + row.number(Tally.ESTABLISHED),
              row.number(Tally.REFUSED)
                  + row.number(Tally.ATTEMPTED)
                  + row.number(Tally.REJECTED)));
    }
    return new Table(
        "hours",
        "Rhythm, by hour",
        List.of(
            new Column("hour", Kind.TIME),
            new Column("conversations", Kind.COUNT),
            new Column("bytes_out", Kind.BYTES),
            new Column("bytes_in", Kind.BYTES),
            new Column("connected", Kind.COUNT),
            new Column("not_connected", Kind.COUNT)),
        values,
        (long) values.size());
  }

  private Table states(List<Row> rows, Map<Integer, Line> objects) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : rows) {
      values.add(
          Tally.row(
              objects,
              row,
              row.text(1) + (row.text(2).equals("true") ? "" : ", probable"),
              row.text(3).equals("true") ? title : "others"));
    }
    return new Table(
        "states",
        "How far conversations got",
        Tally.columns(new Column("state", Kind.TEXT), new Column("opened_by", Kind.TEXT)).stream()
            .toList(),
        values,
        (long) values.size());
  }

  private Table interfaces(List<Row> rows) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : rows) {
      String own = row.textOrNull(2);
      values.add(
          List.of(
              row.text(1),
              on.names().interfaceName(row.text(1), row.time(Tally.LAST)),
              own == null ? "as an end" : "in passing, as " + own,
              row.number(Tally.CONVERSATIONS),
              Long.parseLong(row.text(3)),
              row.number(Tally.OUT),
              row.number(Tally.IN),
              row.time(Tally.FIRST),
              row.time(Tally.LAST)));
    }
    return new Table(
        "interfaces",
        "Seen at these interfaces; what one sum holds another may hold too",
        INTERFACES,
        values,
        (long) values.size());
  }
}
