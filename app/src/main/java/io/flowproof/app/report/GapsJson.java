package io.flowproof.app.report;

import io.flowproof.detection.gaps.Blocker;
import io.flowproof.detection.gaps.Deadline;
import io.flowproof.detection.gaps.DeliveredObject;
import io.flowproof.detection.gaps.Deliveries.FlowLogObjects;
import io.flowproof.detection.gaps.GapReport;
import io.flowproof.detection.gaps.Hole;
import io.flowproof.detection.gaps.InterfaceLog;
import io.flowproof.detection.gaps.InterfaceLog.Kind;
import io.flowproof.detection.gaps.Period;
import io.flowproof.detection.inventory.FlowLogLife;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is missing, for programs: one object. */
public final class GapsJson {
  private GapsJson() {}

  /**
   * Prints it.
   *
   * @param sources what was looked at
   */
  public static void print(GapReport report, List<String> sources, PrintStream out) {
    Json.pretty(of(report, sources), out);
  }

  /** The same as plain values. */
  static Map<String, @Nullable Object> of(GapReport report, List<String> sources) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("window", period(report.window()));
    json.put("sources", sources);
    json.put("inventory_taken", report.inventory().taken());
    json.put("blockers", report.blockers().stream().map(GapsJson::blocker).toList());
    json.put("unrecorded", report.holes().stream().map(GapsJson::hole).toList());
    json.put("flow_logs", flowLogs(report));
    json.put(
        "networks",
        GapRows.networks(report).stream()
            .map(
                row ->
                    Json.object(
                        "id",
                        row.id(),
                        "vpc",
                        row.vpc(),
                        "interfaces",
                        row.interfaces(),
                        "lacking",
                        row.lacking(),
                        "flow_logs",
                        row.flowLogs()))
            .toList());
    json.put(
        "interfaces",
        GapRows.interfaces(report).stream().map(row -> row(row, report.window())).toList());
    json.put("deadlines", report.deadlines().stream().map(GapsJson::deadline).toList());
    json.put("limits", report.limits());
    return json;
  }

  private static Map<String, @Nullable Object> period(Period period) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("from", period.from());
    json.put("to", period.to());
    return json;
  }

  private static List<Object> periods(List<Period> periods) {
    return new ArrayList<>(periods.stream().map(GapsJson::period).toList());
  }

  private static Map<String, @Nullable Object> blocker(Blocker blocker) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("blocker", lower(blocker.kind()));
    json.put("title", blocker.kind().title());
    json.put("verdict", lower(blocker.verdict()));
    json.put(
        "facts",
        blocker.facts().stream()
            .map(
                fact -> {
                  Map<String, @Nullable Object> each = new LinkedHashMap<>();
                  each.put("says", lower(fact.says()));
                  each.put("text", fact.text());
                  if (fact.when() != null) {
                    each.putAll(period(fact.when()));
                  }
                  return each;
                })
            .toList());
    json.put("now", blocker.now());
    return json;
  }

  private static Map<String, @Nullable Object> hole(Hole hole) {
    Map<String, @Nullable Object> json = period(hole.period());
    json.put("interfaces", hole.interfaces());
    json.put("why", lower(hole.why()));
    json.put("because", hole.because());
    return json;
  }

  private static List<Object> flowLogs(GapReport report) {
    Set<String> ids = new TreeSet<>(report.inventory().flowLogs().keySet());
    ids.addAll(report.deliveries().flowLogs().keySet());
    List<Object> all = new ArrayList<>();
    for (String id : ids) {
      FlowLogLife life = report.inventory().flowLogs().get(id);
      FlowLogObjects objects = report.deliveries().flowLogs().get(id);
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("id", id);
      json.put("resource", life == null ? null : life.resource());
      json.put("created", life == null ? null : life.created());
      json.put("deleted", life == null ? null : life.deleted());
      json.put("ended", life == null || life.ended().isEmpty() ? null : life.ended());
      json.put("traffic", life == null || life.traffic().isEmpty() ? null : life.traffic());
      json.put("interval", life == null || life.interval() == 0 ? null : life.interval());
      json.put("format", life == null || life.format() == null ? null : life.format().toString());
      json.put("destination", life == null ? null : life.destination().toString());
      json.put("delivery_error", life == null || life.error().isEmpty() ? null : life.error());
      json.put("objects", objects == null ? null : objects.objects());
      json.put("slots_missing", objects == null ? null : periods(objects.missing()));
      json.put("late", objects == null ? null : names(objects.late()));
      json.put("misplaced", objects == null ? null : names(objects.misplaced()));
      all.add(json);
    }
    return all;
  }

  private static List<String> names(List<DeliveredObject> objects) {
    return objects.stream().map(DeliveredObject::name).toList();
  }

  private static Map<String, @Nullable Object> row(GapRows.InterfaceRow row, Period window) {
    InterfaceLog log = row.log();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", row.id());
    json.put("subnet", row.subnet());
    json.put("vpc", row.vpc());
    json.put("accepted", log == null ? 0 : log.accepted());
    json.put("rejected", log == null ? 0 : log.rejected());
    json.put("nodata", log == null ? 0 : log.nodata());
    json.put("skipdata", log == null ? 0 : log.skipdata());
    json.put("interval", log == null ? null : log.every());
    json.put("usual_pause_seconds", log == null ? null : log.usual().toSeconds());
    json.put("recorded", periods(GapRows.stretches(log, Kind.RECORDED, window)));
    json.put("silent", periods(GapRows.stretches(log, Kind.SILENT, window)));
    json.put("lost", periods(GapRows.stretches(log, Kind.LOST, window)));
    json.put("unrecorded_seconds", row.unrecorded().toSeconds());
    return json;
  }

  private static Map<String, @Nullable Object> deadline(Deadline deadline) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("destination", deadline.destination().toString());
    json.put("rule", deadline.rule());
    json.put("first", deadline.first());
    json.put("last", deadline.last());
    json.put("for_good", deadline.forGood());
    return json;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
