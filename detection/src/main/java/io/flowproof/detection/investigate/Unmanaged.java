package io.flowproof.detection.investigate;

import io.flowproof.detection.investigate.Answer.Column;
import io.flowproof.detection.investigate.Answer.Kind;
import io.flowproof.detection.investigate.Answer.Line;
import io.flowproof.detection.investigate.Answer.Statement;
import io.flowproof.detection.investigate.Answer.Table;
import io.flowproof.detection.investigate.Answer.Verdict;
import io.flowproof.engine.api.Rows;
import io.flowproof.flowlog.asset.Asset;
import io.flowproof.flowlog.asset.AssetSighting;
import io.flowproof.flowlog.intel.Indicator;
import io.flowproof.flowlog.intel.Intel;
import io.flowproof.flowlog.intel.Observable.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Interfaces that met addresses of a list, and of which nobody knows or answers: {@code investigate
 * unmanaged}.
 */
public final class Unmanaged {
  private static final int MOST_ADDRESSES = 10_000;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("interface", Kind.TEXT),
          new Column("inventory", Kind.TEXT),
          new Column("address", Kind.TEXT),
          new Column("met", Kind.TEXT),
          new Column("indicator", Kind.TEXT),
          new Column("opened_by", Kind.TEXT),
          new Column("sessions", Kind.COUNT),
          new Column("states", Kind.TEXT),
          new Column("bytes_out", Kind.BYTES),
          new Column("bytes_in", Kind.BYTES),
          new Column("first_seen", Kind.TIME),
          new Column("last_seen", Kind.TIME),
          new Column("where", Kind.TEXT),
          new Column("first_line", Kind.LINE));

  private final Investigation on;
  private final Map<String, Indicator> met = new TreeMap<>();
  private boolean cut;

  private Unmanaged(Investigation on) {
    this.on = on;
  }

  /** Asks; the list and the inventory are those of the investigation's names. */
  public static Answer of(Investigation on) {
    return new Unmanaged(on).ask();
  }

  /** What stands in the inventory of an interface, and how much that matters. */
  private record Known(int rank, String text) {}

  private Answer ask() {
    match();
    List<Row> rows = met.isEmpty() ? List.of() : on.ask(sql());
    Map<Integer, Line> objects =
        on.objects(rows.stream().map(row -> (int) row.number(12)).collect(Collectors.toSet()));
    List<Row> ranked =
        rows.stream()
            .sorted(
                Comparator.comparingInt((Row row) -> known(row).rank())
                    .thenComparing(row -> -row.number(8) - row.number(9)))
            .toList();
    List<List<@Nullable Object>> values = new ArrayList<>();
    ranked.stream().limit(on.rows()).forEach(row -> values.add(row(row, objects)));
    Set<String> interfaces =
        rows.stream().map(row -> row.text(0)).collect(Collectors.toCollection(TreeSet::new));
    Intel intel = on.names().known().intel();
    return new Answer(
        "Which interfaces met the listed addresses, and are not managed?",
        statements(rows, interfaces),
        List.of(
            new Table(
                "interfaces",
                "Interfaces that met them, unmanaged ones first",
                COLUMNS,
                values,
                (long) rows.size())),
        on.basis(
            List.of("list: %,d indicators".formatted(intel.indicators().size())),
            List.of(
                "Sums are of sessions at the interface that is named, so that what passes several"
                    + " interfaces stands at each of them",
                "An interface is unmanaged when the inventory (--assets) does not have it at that"
                    + " time, or has no tag Owner for it"),
            interfaces),
        ranked.stream()
            .limit(on.rows())
            .map(
                row ->
                    new Answer.Contact(
                        row.truth(3) ? row.text(1) : row.text(2),
                        row.truth(3) ? row.text(2) : row.text(1),
                        "",
                        row.time(5),
                        row.time(6),
                        row.number(8) + row.number(9),
                        row.text(7)))
            .sorted(Comparator.comparing(Answer.Contact::first))
            .toList(),
        on.dark());
  }

  /** Every address that was seen, beside the list. */
  private void match() {
    Intel intel = on.names().known().intel();
    String sql =
        """
        SELECT address, min(first), max(last) FROM (
          SELECT coalesce(pkt_srcaddr, srcaddr) AS address, min(start_time) AS first, max(start_time) AS last
          FROM flow WHERE %1$s GROUP BY 1
          UNION ALL
          SELECT coalesce(pkt_dstaddr, dstaddr), min(start_time), max(start_time)
          FROM flow WHERE %1$s GROUP BY 1)
        WHERE address IS NOT NULL GROUP BY 1 ORDER BY 1
        """
            .formatted(on.scope().time());
    try (Rows rows = on.engine().run(sql)) {
      while (rows.next()) {
        String address = String.valueOf(rows.value(0));
        List<Indicator> said = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
          if (rows.value(i) instanceof Instant time) {
            said.addAll(intel.matches(address, time, Side.ANY));
          }
        }
        if (!said.isEmpty() && met.size() < MOST_ADDRESSES) {
          met.put(address, said.getFirst());
        } else if (!said.isEmpty()) {
          cut = true;
        }
      }
    }
  }

  private String sql() {
    String list = Scope.list(met.keySet());
    return """
    WITH f AS MATERIALIZED (SELECT * FROM %2$s), s AS (%1$s), w AS (
      SELECT interface_id, min(account_id) AS account, min(vpc_id) AS vpc, min(subnet_id) AS subnet,
        min(instance_id) AS instance
      FROM f GROUP BY 1),
    m AS (
      SELECT *, server IN (%3$s) AS opened, CASE WHEN server IN (%3$s) THEN server ELSE client END AS bad,
        CASE WHEN server IN (%3$s) THEN client ELSE server END AS own_end
      FROM s WHERE client IN (%3$s) OR server IN (%3$s))
    SELECT m.interface_id, own_end, bad, opened, count(*), min(first_seen), max(last_seen),
      string_agg(DISTINCT state, ', ' ORDER BY state),
      CAST(sum(CASE WHEN opened THEN bytes_sent ELSE bytes_received END) AS BIGINT),
      CAST(sum(CASE WHEN opened THEN bytes_received ELSE bytes_sent END) AS BIGINT),
      concat_ws(' ', any_value(account), any_value(vpc), any_value(subnet), any_value(instance)),
      min(own_address),
      min({'time': first_seen, 'id': source_id, 'line': source_line}).id,
      min({'time': first_seen, 'id': source_id, 'line': source_line}).line
    FROM m LEFT JOIN w ON m.interface_id = w.interface_id
    GROUP BY m.interface_id, own_end, bad, opened
    ORDER BY m.interface_id, own_end, bad, opened
    """
        .formatted(on.scope().sessions("f"), on.scope().flowsOf(met.keySet()), list);
  }

  private Known known(Row row) {
    if (!on.names().known().has(io.flowproof.flowlog.enrich.EnrichmentSource.Kind.ASSETS)) {
      return new Known(1, "no inventory given");
    }
    Optional<AssetSighting> sighting =
        on.names().known().assets().byInterface(row.text(0), row.time(5));
    if (sighting.isEmpty()) {
      return new Known(0, "not in the inventory");
    }
    Asset asset = sighting.get().asset();
    String name = asset.kind().text() + " " + (asset.name() == null ? asset.id() : asset.name());
    return asset.owner() == null
        ? new Known(1, name + ", no owner")
        : new Known(2, name + ", owner " + asset.owner());
  }

  private List<@Nullable Object> row(Row row, Map<Integer, Line> objects) {
    Indicator indicator = met.get(row.text(2));
    List<@Nullable Object> values = new ArrayList<>();
    values.add(row.text(0));
    values.add(known(row).text());
    values.add(row.text(1));
    values.add(row.text(2));
    values.add(indicator == null ? "" : indicator.source() + ": " + indicator.observable().value());
    values.add(row.truth(3) ? row.text(1) : row.text(2));
    values.add(row.number(4));
    values.add(row.text(7));
    values.add(row.number(8));
    values.add(row.number(9));
    values.add(row.time(5));
    values.add(row.time(6));
    values.add(
        row.text(10) + (row.textOrNull(11) == null ? "" : ", in passing as " + row.text(11)));
    values.add(Investigation.line(objects, row, 12, 13));
    return values;
  }

  private List<Statement> statements(List<Row> rows, Set<String> interfaces) {
    List<Statement> statements = new ArrayList<>();
    if (rows.isEmpty()) {
      statements.add(
          new Statement(
              Verdict.NOT_SEEN,
              "No record has a listed address at either end, from %s to %s"
                  .formatted(on.first(), on.last())));
    } else {
      statements.add(
          new Statement(
              Verdict.CONFIRMED,
              "%s met addresses of the list: %s"
                  .formatted(
                      Words.count(interfaces.size(), "interface"),
                      met.keySet().stream().limit(5).collect(Collectors.joining(", "))
                          + (met.size() > 5 ? " and %,d more".formatted(met.size() - 5) : ""))));
      for (String id : interfaces) {
        List<Row> of = rows.stream().filter(row -> row.text(0).equals(id)).toList();
        if (known(of.getFirst()).rank() < 2 && statements.size() < 12) {
          statements.add(new Statement(Verdict.CONFIRMED, sentence(id, of)));
        }
      }
    }
    if (!on.names().known().has(io.flowproof.flowlog.enrich.EnrichmentSource.Kind.ASSETS)) {
      statements.add(
          new Statement(
              Verdict.CANNOT_SAY,
              "Which of them are managed: no inventory was given (--assets FILE)"));
    }
    if (cut) {
      statements.add(
          new Statement(
              Verdict.CANNOT_SAY,
              "More than %,d addresses of the list were seen; the rest was left out"
                  .formatted(MOST_ADDRESSES)));
    }
    on.blindness()
        .sentences(interfaces)
        .forEach(gap -> statements.add(new Statement(Verdict.CANNOT_SAY, gap)));
    return statements;
  }

  private String sentence(String id, List<Row> rows) {
    Instant first = rows.stream().map(row -> row.time(5)).min(Instant::compareTo).orElseThrow();
    return "%s (%s) at %s met %s first at %s; %s out, %s in"
        .formatted(
            id,
            known(rows.getFirst()).text(),
            rows.stream()
                .map(row -> row.text(1))
                .distinct()
                .limit(3)
                .collect(Collectors.joining(", ")),
            rows.stream()
                .map(row -> row.text(2))
                .distinct()
                .limit(3)
                .collect(Collectors.joining(", ")),
            first,
            Words.bytes(rows.stream().mapToLong(row -> row.number(8)).sum()),
            Words.bytes(rows.stream().mapToLong(row -> row.number(9)).sum()));
  }
}
