package io.flowproof.detection.investigate;

import io.flowproof.detection.investigate.Answer.Column;
import io.flowproof.detection.investigate.Answer.Kind;
import io.flowproof.detection.investigate.Answer.Line;
import io.flowproof.detection.investigate.Answer.Statement;
import io.flowproof.detection.investigate.Answer.Table;
import io.flowproof.detection.investigate.Answer.Verdict;
import io.flowproof.detection.session.SessionViews;
import io.flowproof.detection.session.Touching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every conversation between two addresses: {@code investigate connection A B}. */
public final class Connections {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("first_seen", Kind.TIME),
          new Column("lasted", Kind.SECONDS),
          new Column("client", Kind.TEXT),
          new Column("server", Kind.TEXT),
          new Column("opened_by", Kind.TEXT),
          new Column("state", Kind.TEXT),
          new Column("bytes_sent", Kind.BYTES),
          new Column("bytes_received", Kind.BYTES),
          new Column("packets_sent", Kind.COUNT),
          new Column("packets_received", Kind.COUNT),
          new Column("flags", Kind.TEXT),
          new Column("reason", Kind.TEXT),
          new Column("vantage", Kind.TEXT),
          new Column("seen_by", Kind.TEXT),
          new Column("last_seen", Kind.TIME),
          new Column("first_line", Kind.LINE));

  private Connections() {}

  /** Asks for those of two addresses in canonical text. */
  public static Answer of(Investigation on, String a, String b) {
    String both =
        Touching.records(List.of(a), on.scope().time() + " AND " + Touching.condition(List.of(b)));
    String relation =
        "WITH k AS (%s), c AS (SELECT * FROM k WHERE (client = %2$s AND server = %3$s) OR (client = %3$s AND server = %2$s))"
            .formatted(
                SessionViews.conversations(on.scope().sessions(both)),
                Scope.literal(a),
                Scope.literal(b));
    List<Row> rows = on.ask(relation + select(on.rows()));
    Map<Integer, Line> objects =
        on.objects(rows.stream().map(row -> (int) row.number(19)).collect(Collectors.toSet()));
    Set<String> interfaces =
        rows.stream()
            .flatMap(row -> Arrays.stream(row.text(18).split(", ")))
            .collect(Collectors.toCollection(TreeSet::new));
    List<List<@Nullable Object>> values = new ArrayList<>();
    rows.forEach(row -> values.add(row(row, objects)));
    return new Answer(
        "What passed between %s and %s?".formatted(a, b),
        statements(on, a, b, rows, interfaces),
        List.of(
            new Table(
                "connections",
                "Connections, by time",
                COLUMNS,
                values,
                rows.isEmpty() ? 0L : rows.getFirst().number(22))),
        on.basis(List.of("ends: " + a + " and " + b), List.of(Investigation.VANTAGE), interfaces),
        rows.stream()
            .map(
                row ->
                    new Answer.Contact(
                        row.text(3),
                        row.text(5),
                        Words.service(row.textOrNull(2), row.textOrNull(6)),
                        row.time(0),
                        row.time(1),
                        row.number(11) + row.number(12),
                        row.text(8)))
            .toList(),
        on.dark());
  }

  private static String select(int rows) {
    return """
     SELECT first_seen, last_seen, protocol, client, client_port, server, server_port,
      initiator_basis, state, state_certain, state_reason, bytes_sent, bytes_received,
      packets_sent, packets_received, flags_sent, flags_received, vantage, interfaces,
      source_id, source_line, rejected_at, count(*) OVER (), sum(bytes_sent + bytes_received) OVER ()
    FROM c ORDER BY first_seen, client, client_port, server_port LIMIT %d
    """
        .formatted(rows);
  }

  private static List<@Nullable Object> row(Row row, Map<Integer, Line> objects) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(row.time(0));
    values.add(Duration.between(row.time(0), row.time(1)).toSeconds());
    values.add(row.text(3) + ":" + row.textOrNull(4));
    values.add(row.text(5) + ":" + Words.service(row.textOrNull(2), row.textOrNull(6)));
    values.add("client, by " + row.text(7));
    values.add(row.text(8) + (row.truth(9) ? "" : ", probable"));
    values.add(row.number(11));
    values.add(row.number(12));
    values.add(row.number(13));
    values.add(row.number(14));
    values.add(flags(row.textOrNull(15)) + " / " + flags(row.textOrNull(16)));
    values.add(row.text(10) + (row.textOrNull(21) == null ? "" : ", at " + row.text(21)));
    values.add(row.text(17));
    values.add(row.text(18));
    values.add(row.time(1));
    values.add(Investigation.line(objects, row, 19, 20));
    return values;
  }

  /** FIN 1, SYN 2, RST 4, and ACK 16, which is recorded with SYN only. */
  private static String flags(@Nullable String number) {
    if (number == null) {
      return "-";
    }
    int flags = Integer.parseInt(number);
    List<String> names = new ArrayList<>();
    if ((flags & 2) != 0) {
      names.add((flags & 16) == 0 ? "SYN" : "SYN-ACK");
    }
    if ((flags & 1) != 0) {
      names.add("FIN");
    }
    if ((flags & 4) != 0) {
      names.add("RST");
    }
    return names.isEmpty() ? "none" : String.join("+", names);
  }

  private static List<Statement> statements(
      Investigation on, String a, String b, List<Row> rows, Set<String> interfaces) {
    List<Statement> statements = new ArrayList<>();
    if (rows.isEmpty()) {
      statements.add(
          new Statement(
              Verdict.NOT_SEEN,
              "No record has %s and %s as its ends, from %s to %s"
                  .formatted(a, b, on.first(), on.last())));
    } else {
      Map<String, Long> states =
          rows.stream()
              .collect(
                  Collectors.groupingBy(
                      row -> row.text(8), java.util.TreeMap::new, Collectors.counting()));
      statements.add(
          new Statement(
              Verdict.CONFIRMED,
              "%s of %s; %s both ways, the first at %s"
                  .formatted(
                      Words.count(rows.getFirst().number(22), "conversation"),
                      a + " and " + b,
                      Words.bytes(rows.getFirst().number(23)),
                      rows.getFirst().time(0))));
      statements.add(
          new Statement(
              Verdict.CONFIRMED,
              "They got so far: "
                  + states.entrySet().stream()
                      .map(state -> "%,d %s".formatted(state.getValue(), state.getKey()))
                      .collect(Collectors.joining(", "))
                  + (rows.getFirst().number(22) > rows.size() ? ", of the first shown" : "")));
      if (!states.containsKey("data moved") && !states.containsKey("established")) {
        statements.add(
            new Statement(Verdict.NOT_SEEN, "No connection between them was established"));
      }
    }
    on.blindness()
        .sentences(interfaces)
        .forEach(gap -> statements.add(new Statement(Verdict.CANNOT_SAY, gap)));
    return statements;
  }
}
