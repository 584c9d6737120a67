package io.flowproof.detection.investigate;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.logs.Logs;
import io.flowproof.flowlog.decode.FormatCount;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Stretch;
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
 * @param lacks what formats lack, and what else is not known, a sentence each
 */
record Blindness(List<Hole> holes, List<Skipped> skipped, List<String> lacks) {
  /** Records may be this far apart: the longest aggregation interval, and a minute. */
  private static final Duration PAUSE = Duration.ofMinutes(11);

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

  static Blindness of(Logs logs, Scope scope) {
    String skipped =
        """
        SELECT coalesce(interface_id, resource_id, '-'), count(*), min(start_time), max(end_time)
        FROM %s WHERE log_status = 'SKIPDATA' AND %s GROUP BY 1 ORDER BY 1 LIMIT %d
        """
            .formatted(FlowTables.COVERAGE_WINDOW, scope.time(), MOST);
    List<ObjectAccount> objects = logs.reading().objects();
    return new Blindness(
        holes(objects, scope),
        logs.engine().all(skipped).stream()
            .map(Row::new)
            .map(row -> new Skipped(row.text(0), row.number(1), row.time(2), row.time(3)))
            .toList(),
        lacks(logs.totals(), objects));
  }

  /** From what each object's account says of the times of its records. */
  private static List<Hole> holes(List<ObjectAccount> objects, Scope scope) {
    List<Stretch> all = new ArrayList<>();
    for (ObjectAccount object : objects) {
      stretches(object).stream().filter(each -> isIn(each, scope)).forEach(all::add);
    }
    List<Stretch> joined = Stretch.joined(all, PAUSE);
    List<Hole> holes = new ArrayList<>();
    for (int i = 1; i < joined.size() && holes.size() < MOST; i++) {
      holes.add(new Hole(joined.get(i - 1).to(), joined.get(i).from()));
    }
    return List.copyOf(holes);
  }

  private static List<Stretch> stretches(ObjectAccount object) {
    if (object.recorded() != null) {
      return object.recorded();
    }
    return object.first() == null || object.last() == null
        ? List.of()
        : List.of(new Stretch(object.first(), object.last()));
  }

  private static boolean isIn(Stretch stretch, Scope scope) {
    return (scope.from() == null || stretch.to().isAfter(scope.from()))
        && (scope.to() == null || stretch.from().isBefore(scope.to()));
  }

  private static List<String> lacks(ReadTotals totals, List<ObjectAccount> objects) {
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
    long unknown = objects.stream().filter(object -> object.recorded() == null).count();
    if (unknown > 0) {
      lacks.add(
          "Whether there are times without any record within %s: the lake took them in before it kept that (flowproof gaps says it)"
              .formatted(Words.count(unknown, "object")));
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
