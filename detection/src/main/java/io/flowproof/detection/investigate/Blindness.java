package io.flowproof.detection.investigate;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.flowlog.decode.FormatCount;
import io.flowproof.flowlog.decode.ReadTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the logs cannot show: times without a record of any interface, windows that AWS skipped,
 * fields that their formats lack, lines that could not be read.
 *
 * @param holes times without a record of any interface, not even NODATA, in order
 * @param skipped windows that AWS skipped, by interface
 * @param lacks what formats lack, a sentence each
 */
record Blindness(List<Hole> holes, List<Skipped> skipped, List<String> lacks) {
  /** Records may be this far apart: the longest aggregation interval, and a minute. */
  private static final int MINUTES = 11;

  private static final int MOST = 1_000;

  /** A time without any record. */
  record Hole(Instant from, Instant to) {
    String words() {
      return "%s to %s (%d min)".formatted(from, to, Duration.between(from, to).toMinutes());
    }

    boolean overlaps(Instant start, Instant end) {
      return from.isBefore(end) && to.isAfter(start);
    }
  }

  /** The windows of an interface that AWS skipped. */
  record Skipped(String interfaceId, long windows, Instant first, Instant last) {
    String words() {
      return "SKIPDATA: AWS lost records of %s in %,d window%s, %s to %s"
          .formatted(interfaceId, windows, windows == 1 ? "" : "s", first, last);
    }
  }

  static Blindness of(QueryEngine engine, ReadTotals totals, Scope scope) {
    String holes =
        """
        WITH minutes AS (
          SELECT epoch_us(start_time) // 60000000 AS minute,
            max(greatest(start_time, coalesce(end_time, start_time))) AS until
          FROM (SELECT start_time, end_time FROM %1$s WHERE %3$s
            UNION ALL SELECT start_time, end_time FROM %2$s WHERE %3$s)
          WHERE start_time IS NOT NULL GROUP BY 1),
        reached AS (
          SELECT make_timestamp(minute * 60000000) AS minute,
            max(until) OVER (ORDER BY minute ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
          FROM minutes)
        SELECT before, minute FROM reached WHERE minute > before + INTERVAL %4$d MINUTE
        ORDER BY minute LIMIT %5$d
        """
            .formatted(FlowTables.FLOW, FlowTables.COVERAGE_WINDOW, scope.time(), MINUTES, MOST);
    String skipped =
        """
        SELECT coalesce(interface_id, resource_id, '-'), count(*), min(start_time), max(end_time)
        FROM %s WHERE log_status = 'SKIPDATA' AND %s GROUP BY 1 ORDER BY 1 LIMIT %d
        """
            .formatted(FlowTables.COVERAGE_WINDOW, scope.time(), MOST);
    return new Blindness(
        engine.all(holes).stream()
            .map(Row::new)
            .map(row -> new Hole(row.time(0), row.time(1)))
            .toList(),
        engine.all(skipped).stream()
            .map(Row::new)
            .map(row -> new Skipped(row.text(0), row.number(1), row.time(2), row.time(3)))
            .toList(),
        lacks(totals));
  }

  private static List<String> lacks(ReadTotals totals) {
    List<String> lacks = new ArrayList<>();
    lacks(
            totals,
            FlowLogField.TCP_FLAGS,
            "so that states are probable, told from packets and bytes")
        .ifPresent(lacks::add);
    lacks(
            totals,
            FlowLogField.PKT_SRCADDR,
            "so that what a NAT gateway or a pod's interface hides stays hidden, and what they"
                + " repeat is counted again")
        .ifPresent(lacks::add);
    if (totals.rejected() > 0) {
      lacks.add("%,d lines could not be read (flowproof inspect)".formatted(totals.rejected()));
    }
    return List.copyOf(lacks);
  }

  private static Optional<String> lacks(ReadTotals totals, FlowLogField field, String therefore) {
    long without =
        totals.formats().stream()
            .filter(count -> !count.format().isTransitGateway() && !count.format().has(field))
            .mapToLong(FormatCount::flows)
            .sum();
    return without == 0
        ? Optional.empty()
        : Optional.of(
            "%,d of %,d records have a log format without %s, %s"
                .formatted(without, totals.flows(), field.awsName(), therefore));
  }

  /** A sentence for each gap that matters to what these interfaces saw; all of them, if empty. */
  List<String> sentences(Collection<String> interfaces) {
    List<String> sentences = new ArrayList<>();
    holes.forEach(
        hole -> sentences.add("no record of any interface, not even NODATA: " + hole.words()));
    List<Skipped> there =
        skipped.stream()
            .filter(one -> interfaces.isEmpty() || interfaces.contains(one.interfaceId()))
            .toList();
    there.stream().limit(5).map(Skipped::words).forEach(sentences::add);
    if (there.size() > 5) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "SKIPDATA: the same at %,d interfaces more (flowproof gaps lists them)",
              there.size() - 5));
    }
    sentences.addAll(lacks);
    return sentences;
  }
}
