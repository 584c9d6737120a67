package io.flowproof.detection.investigate;

import io.flowproof.detection.investigate.Answer.Basis;
import io.flowproof.detection.investigate.Answer.Line;
import io.flowproof.detection.logs.Logs;
import io.flowproof.engine.api.QueryEngine;
import io.flowproof.flowlog.decode.ReadTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the questions of an investigation have in common: the logs, the time that is looked at, who
 * is who, and what cannot be seen. For one thread.
 */
public final class Investigation {
  static final String SESSIONS =
      "A session is the records of a protocol between two ends, both directions and all windows, at"
          + " one interface; %d minutes of silence end it";
  static final String VANTAGE =
      "Each conversation counts once, with the counts of the interface that saw most of it (its"
          + " vantage), though NAT gateways, transit gateways, load balancers and the far end"
          + " repeat it";

  private final Logs logs;
  private final String inputs;
  private final Scope scope;
  private final Names names;
  private final int rows;
  private @Nullable Blindness blindness;

  /**
   * Over logs.
   *
   * @param inputs what the logs are, for the answer's basis
   * @param scope the time that is looked at
   * @param names who is who
   * @param rows how many rows of a long table are given
   */
  public Investigation(Logs logs, String inputs, Scope scope, Names names, int rows) {
    this.logs = logs;
    this.inputs = inputs;
    this.scope = scope;
    this.names = names;
    this.rows = rows;
  }

  QueryEngine engine() {
    return logs.engine();
  }

  Scope scope() {
    return scope;
  }

  /** Who is who. */
  public Names names() {
    return names;
  }

  /** How many rows of a long table are given. */
  int rows() {
    return rows;
  }

  List<Row> ask(String sql) {
    return engine().all(sql).stream().map(Row::new).toList();
  }

  Blindness blindness() {
    Blindness known = blindness;
    if (known == null) {
      known = Blindness.of(logs, scope);
      blindness = known;
    }
    return known;
  }

  /** When the first record begins, whatever the scope; null without any. */
  @Nullable Instant recordedFirst() {
    return logs.totals().first();
  }

  /** The first and the last time that there are records of, cut to the scope; null without any. */
  @Nullable Instant first() {
    Instant first = logs.totals().first();
    return first != null && scope.from() != null && scope.from().isAfter(first)
        ? scope.from()
        : first;
  }

  @Nullable Instant last() {
    Instant last = logs.totals().last();
    return last != null && scope.to() != null && scope.to().isBefore(last) ? scope.to() : last;
  }

  /** Raw lines by the numbers of their objects. */
  Map<Integer, Line> objects(Collection<Integer> ids) {
    Map<Integer, Line> objects = new HashMap<>();
    if (!ids.isEmpty()) {
      String list =
          new TreeSet<>(ids).stream().map(String::valueOf).collect(Collectors.joining(", "));
      ask("SELECT source_id, object, sha256 FROM source_object WHERE source_id IN (" + list + ")")
          .forEach(
              row -> objects.put((int) row.number(0), new Line(path(row.text(1)), 0, row.text(2))));
    }
    return objects;
  }

  private static String path(String object) {
    return object.startsWith("file:///") ? object.substring("file://".length()) : object;
  }

  /** The line of a row that has its object's number and its line in these columns. */
  static @Nullable Line line(Map<Integer, Line> objects, Row row, int id, int line) {
    Line object = objects.get((int) row.number(id));
    return object == null ? null : new Line(object.object(), row.number(line), object.sha256());
  }

  /** How often there is which kind of record, in a line. */
  private String accounts() {
    ReadTotals totals = logs.totals();
    return "%,d objects, %,d lines: %,d flows, %,d NODATA, %,d SKIPDATA, %,d rejected; records of %s to %s"
        .formatted(
            totals.objects(),
            totals.lines(),
            totals.flows(),
            totals.nodata(),
            totals.skipdata(),
            totals.rejected(),
            totals.first(),
            totals.last());
  }

  /** The times without any record. */
  List<Answer.Dark> dark() {
    return blindness().holes().stream()
        .map(hole -> new Answer.Dark(hole.from(), hole.to()))
        .toList();
  }

  /**
   * The basis of an answer.
   *
   * @param subject what was asked for, for the filters
   * @param method how, beside sessions and vantage
   * @param interfaces those whose gaps matter; empty for all
   */
  Basis basis(List<String> subject, List<String> method, Collection<String> interfaces) {
    List<String> filters = new ArrayList<>(subject);
    filters.add(scope.words());
    List<String> all = new ArrayList<>();
    all.add(SESSIONS.formatted(scope.idle().toMinutes()));
    all.addAll(method);
    all.addAll(names.sources());
    return new Basis(inputs, accounts(), filters, all, blindness().sentences(interfaces));
  }
}
