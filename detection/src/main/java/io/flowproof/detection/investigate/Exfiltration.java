package io.flowproof.detection.investigate;

import io.flowproof.detection.investigate.Answer.Column;
import io.flowproof.detection.investigate.Answer.Kind;
import io.flowproof.detection.investigate.Answer.Line;
import io.flowproof.detection.investigate.Answer.Statement;
import io.flowproof.detection.investigate.Answer.Table;
import io.flowproof.detection.investigate.Answer.Verdict;
import io.flowproof.detection.session.SessionViews;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may have left a host: {@code investigate exfil}. Bytes that it sent to each destination
 * outside its network, beside what it sent there before; what it had gathered from inside first; an
 * upper bound of what left, and what makes it uncertain.
 */
public final class Exfiltration {
  /** The fewest bytes that are worth a word when nothing was sent to a destination before. */
  private static final long NOTEWORTHY = 1_000_000;

  /** A destination stands out when it got this many times what it gets in such a time. */
  private static final int TIMES = 3;

  /** The column that says whether a row's peer is outside. */
  private static final int OUTSIDE = 16;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("destination", Kind.TEXT),
          new Column("known_as", Kind.TEXT),
          new Column("service", Kind.TEXT),
          new Column("bytes_out", Kind.BYTES),
          new Column("usual", Kind.BYTES),
          new Column("judged", Kind.TEXT),
          new Column("bytes_in", Kind.BYTES),
          new Column("conversations", Kind.COUNT),
          new Column("opened_by", Kind.TEXT),
          new Column("first_seen", Kind.TIME),
          new Column("last_seen", Kind.TIME),
          new Column("vantage", Kind.TEXT),
          new Column("first_line", Kind.LINE));

  private static final List<Column> STAGING =
      List.of(
          new Column("source", Kind.TEXT),
          new Column("known_as", Kind.TEXT),
          new Column("service", Kind.TEXT),
          new Column("bytes_in", Kind.BYTES),
          new Column("usual", Kind.BYTES),
          new Column("judged", Kind.TEXT),
          new Column("conversations", Kind.COUNT),
          new Column("first_seen", Kind.TIME),
          new Column("last_seen", Kind.TIME),
          new Column("vantage", Kind.TEXT),
          new Column("first_line", Kind.LINE));

  private final Investigation on;
  private final String host;
  private final Instant from;
  private final Instant to;
  private final Instant baseline;
  private final boolean hasBaseline;

  private Exfiltration(Investigation on, String host, Duration baseline) {
    this.on = on;
    this.host = host;
    Instant first = on.recordedFirst();
    Instant last = on.last();
    this.from =
        on.scope().from() != null ? on.scope().from() : first == null ? Instant.EPOCH : first;
    this.to =
        on.scope().to() != null
            ? on.scope().to()
            : last == null ? Instant.EPOCH : last.plusSeconds(1);
    Instant wanted = from.minus(baseline);
    this.baseline = first == null || wanted.isAfter(first) ? wanted : first;
    this.hasBaseline = this.baseline.isBefore(from);
  }

  /**
   * Asks.
   *
   * @param host its address in canonical text
   * @param baseline how long before the scope's beginning is looked at for what is usual
   */
  public static Answer of(Investigation on, String host, Duration baseline) {
    return new Exfiltration(on, host, baseline).ask();
  }

  private Answer ask() {
    List<Row> all = on.ask(sql()).stream().filter(row -> row.number(4) > 0).toList();
    List<Row> rows = all.stream().filter(row -> row.truth(OUTSIDE)).toList();
    List<Row> gathered = all.stream().filter(row -> !row.truth(OUTSIDE)).toList();
    Map<Integer, Line> objects =
        on.objects(
            Stream.concat(rows.stream(), gathered.stream())
                .map(row -> (int) row.number(13))
                .collect(Collectors.toSet()));
    Set<String> interfaces =
        Stream.concat(rows.stream(), gathered.stream())
            .flatMap(row -> Arrays.stream(row.text(12).split(", ")))
            .collect(Collectors.toCollection(TreeSet::new));
    List<List<@Nullable Object>> out = new ArrayList<>();
    rows.stream().limit(on.rows()).forEach(row -> out.add(destination(row, objects)));
    List<List<@Nullable Object>> staged = new ArrayList<>();
    gathered.stream().limit(on.rows()).forEach(row -> staged.add(source(row, objects)));
    return new Answer(
        "What left %s?".formatted(host),
        statements(rows, gathered, interfaces),
        List.of(
            new Table(
                "destinations",
                "Outside, by bytes that it sent there",
                COLUMNS,
                out,
                (long) rows.size()),
            new Table(
                "staging",
                "Inside, by bytes that it got from there in the same time",
                STAGING,
                staged,
                (long) gathered.size())),
        on.basis(
            List.of(
                "host: " + host,
                "baseline: "
                    + (hasBaseline ? baseline + " to " + from : "none, the logs begin no earlier")),
            List.of(
                Investigation.VANTAGE,
                "bytes_out are IP bytes, headers included, of accepted packets: an upper bound of"
                    + " the payload that they carried",
                "usual is what went there in a time of the same length, on average over the baseline; 'above' is more than %d times that, 'new' is nothing before; both from %s on"
                    .formatted(TIMES, Words.bytes(NOTEWORTHY))),
            interfaces),
        contacts(rows, gathered),
        on.dark());
  }

  private List<Answer.Contact> contacts(List<Row> rows, List<Row> gathered) {
    return Stream.concat(rows.stream(), gathered.stream())
        .filter(row -> !judged(row).isEmpty())
        .map(this::contact)
        .sorted(Comparator.comparing(Answer.Contact::first))
        .toList();
  }

  private Answer.Contact contact(Row row) {
    boolean opened = row.truth(3);
    return new Answer.Contact(
        opened ? host : row.text(0),
        opened ? row.text(0) : host,
        Words.service(row.textOrNull(1), row.textOrNull(2)),
        row.time(8),
        row.time(9),
        row.number(4) + row.number(5),
        "data moved");
  }

  /**
   * Rows by peer and service, in the time and in the baseline: what went to those outside, and what
   * came from those inside.
   */
  private String sql() {
    return """
    WITH k AS (SELECT *, true AS now FROM (%s) UNION ALL SELECT *, false FROM (%s)), c AS MATERIALIZED (
      SELECT *, client = %s AS opened,
        CASE WHEN client = %3$s THEN server ELSE client END AS peer,
        CASE WHEN client = %3$s THEN bytes_sent ELSE bytes_received END AS bytes_out,
        CASE WHEN client = %3$s THEN bytes_received ELSE bytes_sent END AS bytes_in
      FROM k WHERE client = %3$s OR server = %3$s)
    %4$s
    UNION ALL
    %5$s
    """
        .formatted(
            conversations(from, to),
            conversations(baseline, hasBaseline ? from : baseline),
            Scope.literal(host),
            side(true),
            side(false));
  }

  private static String side(boolean outside) {
    return """
    (SELECT peer, protocol, server_port, opened,
      CAST(coalesce(sum(%1$s) FILTER (now), 0) AS BIGINT),
      CAST(coalesce(sum(%2$s) FILTER (now), 0) AS BIGINT),
      CAST(coalesce(sum(%1$s) FILTER (NOT now), 0) AS BIGINT),
      count(*) FILTER (now), min(first_seen) FILTER (now), max(last_seen) FILTER (now),
      min(vantage) FILTER (now), count(DISTINCT vantage) FILTER (now),
      string_agg(DISTINCT interfaces, ', ' ORDER BY interfaces) FILTER (now),
      (min({'time': first_seen, 'id': source_id, 'line': source_line}) FILTER (now)).id,
      (min({'time': first_seen, 'id': source_id, 'line': source_line}) FILTER (now)).line,
      count(*) FILTER (now AND state IN ('attempted', 'rejected')), %3$s
    FROM c WHERE %4$s (%5$s) GROUP BY peer, protocol, server_port, opened
    HAVING count(*) FILTER (now) > 0
    ORDER BY 5 DESC, peer, server_port LIMIT 100000)\
    """
        .formatted(
            outside ? "bytes_out" : "bytes_in",
            outside ? "bytes_in" : "bytes_out",
            outside,
            outside ? "NOT" : "",
            Inside.sql("peer"));
  }

  private String conversations(Instant start, Instant end) {
    Scope scope = on.scope().between(start, end);
    return SessionViews.conversations(scope.sessions(scope.flowsOf(List.of(host))));
  }

  private long usual(Row row) {
    long before = row.number(6);
    double share =
        (double) Duration.between(from, to).toMillis()
            / Math.max(1, Duration.between(baseline, from).toMillis());
    return hasBaseline ? Math.round(before * share) : 0;
  }

  private String judged(Row row) {
    if (row.number(4) < NOTEWORTHY) {
      return "";
    }
    if (!hasBaseline) {
      return "no baseline";
    }
    return row.number(6) == 0 ? "new" : row.number(4) > TIMES * usual(row) ? "above" : "";
  }

  private List<@Nullable Object> destination(Row row, Map<Integer, Line> objects) {
    List<@Nullable Object> values = judgedPeer(row);
    values.add(row.number(5));
    values.add(row.number(7));
    values.add(row.truth(3) ? host : row.text(0));
    values.addAll(seen(row, objects));
    return values;
  }

  private List<@Nullable Object> source(Row row, Map<Integer, Line> objects) {
    List<@Nullable Object> values = judgedPeer(row);
    values.add(row.number(7));
    values.addAll(seen(row, objects));
    return values;
  }

  /** What both tables begin with: who, by what, how much beside the usual. */
  private List<@Nullable Object> judgedPeer(Row row) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(row.text(0));
    values.add(on.names().address(row.text(0), row.time(9)));
    values.add(Words.service(row.textOrNull(1), row.textOrNull(2)));
    values.add(row.number(4));
    values.add(hasBaseline ? usual(row) : null);
    values.add(judged(row));
    return values;
  }

  /** What both tables end with: when, from where, by which line. */
  private List<@Nullable Object> seen(Row row, Map<Integer, Line> objects) {
    return Arrays.asList(
        row.time(8), row.time(9), vantage(row), Investigation.line(objects, row, 13, 14));
  }

  private static String vantage(Row row) {
    long more = row.number(11) - 1;
    return row.text(10) + (more > 0 ? " and " + more + " more" : "");
  }

  private List<Statement> statements(List<Row> rows, List<Row> gathered, Set<String> interfaces) {
    List<Statement> statements = new ArrayList<>();
    List<Row> odd = rows.stream().filter(row -> !judged(row).isEmpty()).toList();
    long all = rows.stream().mapToLong(row -> row.number(4)).sum();
    if (rows.isEmpty()) {
      statements.add(
          new Statement(
              Verdict.NOT_SEEN,
              "No packet from %s to an address outside, from %s to %s".formatted(host, from, to)));
    } else {
      statements.add(
          new Statement(
              Verdict.CONFIRMED,
              "At most %s left %s to %s outside, from %s to %s, as recorded"
                  .formatted(
                      Words.bytes(all),
                      host,
                      Words.count(
                          rows.stream().map(row -> row.text(0)).distinct().count(), "destination"),
                      from,
                      to)));
      odd.stream()
          .limit(hasBaseline ? 5 : 1)
          .forEach(row -> statements.add(new Statement(Verdict.CONFIRMED, odd(row))));
      if (hasBaseline && !odd.isEmpty()) {
        staging(odd.getFirst(), gathered, statements);
      }
      if (odd.isEmpty()) {
        statements.add(
            new Statement(
                Verdict.NOT_SEEN,
                "No destination got more than it usually gets, from %s on"
                    .formatted(Words.bytes(NOTEWORTHY))));
      }
    }
    uncertain(interfaces, statements);
    return statements;
  }

  private String odd(Row row) {
    return "%s went to %s by %s from %s to %s; %s"
        .formatted(
            Words.bytes(row.number(4)),
            row.text(0),
            Words.service(row.textOrNull(1), row.textOrNull(2)),
            row.time(8),
            row.time(9),
            switch (judged(row)) {
              case "new" -> "nothing went there in the baseline";
              case "above" -> "usual is " + Words.bytes(usual(row));
              default -> "there is no baseline to compare with";
            });
  }

  /** What came in from inside before this began. */
  private void staging(Row row, List<Row> gathered, List<Statement> statements) {
    List<Row> before =
        gathered.stream()
            .filter(one -> one.time(8).isBefore(row.time(8)) && !judged(one).isEmpty())
            .toList();
    if (!before.isEmpty()) {
      statements.add(
          new Statement(
              Verdict.CONFIRMED,
              "Before, %s came from %s inside that usually send less: %s"
                  .formatted(
                      Words.bytes(before.stream().mapToLong(one -> one.number(4)).sum()),
                      Words.count(
                          before.stream().map(one -> one.text(0)).distinct().count(), "host"),
                      before.stream()
                          .map(one -> one.text(0))
                          .distinct()
                          .limit(6)
                          .collect(Collectors.joining(", ")))));
    }
  }

  private void uncertain(Set<String> interfaces, List<Statement> statements) {
    for (Blindness.Hole hole : on.blindness().holes()) {
      if (hole.overlaps(from, to)) {
        statements.add(
            new Statement(
                Verdict.CANNOT_SAY,
                "What left in the time without any record is not in the sums: " + hole.words()));
      }
    }
    on.blindness().sentences(interfaces).stream()
        .filter(gap -> !gap.startsWith("no record"))
        .forEach(gap -> statements.add(new Statement(Verdict.CANNOT_SAY, gap)));
    statements.add(
        new Statement(
            Verdict.CANNOT_SAY,
            "A record counts where its window begins: at the edges of the time up to 60 s (Nitro)"
                + " or 600 s of traffic lie on the other side"));
    if (!hasBaseline) {
      statements.add(
          new Statement(
              Verdict.CANNOT_SAY,
              "What is usual: the logs begin at %s, so that there is no time before to compare with (--from sets where the incident begins)"
                  .formatted(from)));
    }
  }
}
