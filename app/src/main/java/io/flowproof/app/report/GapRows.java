package io.flowproof.app.report;

import io.flowproof.detection.gaps.Deliveries.FlowLogObjects;
import io.flowproof.detection.gaps.GapReport;
import io.flowproof.detection.gaps.Hole;
import io.flowproof.detection.gaps.InterfaceLog;
import io.flowproof.detection.gaps.Period;
import io.flowproof.detection.inventory.DescribedInterface;
import io.flowproof.detection.inventory.Inventory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the table, the JSON and the page of {@code gaps} share. */
public final class GapRows {
  private static final int MOST_NAMES = 2;

  private GapRows() {}

  /**
   * An interface.
   *
   * @param log its records; null where it has none
   * @param holes times without any
   * @param unrecorded their sum, without those in which it was not there
   * @param words what to think of it, in two or three words
   */
  public record InterfaceRow(
      String id,
      String subnet,
      String vpc,
      @Nullable InterfaceLog log,
      List<Hole> holes,
      Duration unrecorded,
      String words) {

    /** Whether anything of it is missing, as far as it was there. */
    public boolean lacks() {
      return log == null || !unrecorded.isZero() || log.skipdata() > 0;
    }
  }

  /** Every interface that has records or is described, the ones with most missing first. */
  public static List<InterfaceRow> interfaces(GapReport report) {
    Set<String> ids = new TreeSet<>(report.logs().interfaces().keySet());
    ids.addAll(report.inventory().interfaces().keySet());
    Map<String, List<Hole>> holes = new HashMap<>();
    report
        .holes()
        .forEach(
            hole ->
                hole.interfaces()
                    .forEach(id -> holes.computeIfAbsent(id, i -> new ArrayList<>()).add(hole)));
    List<InterfaceRow> rows = new ArrayList<>();
    for (String id : ids) {
      rows.add(row(report, id, holes.getOrDefault(id, List.of())));
    }
    rows.sort(
        Comparator.comparing(InterfaceRow::unrecorded)
            .reversed()
            .thenComparing(row -> row.log() == null ? 0 : -row.log().skipdata())
            .thenComparing(InterfaceRow::id));
    return rows;
  }

  /**
   * A VPC or a subnet.
   *
   * @param vpc the VPC of a subnet; empty for a VPC
   * @param flowLogs those on it, each with when it existed and what it records
   * @param interfaces how many interfaces it has
   * @param lacking how many of them lack anything
   */
  public record NetworkRow(
      String id, String vpc, List<String> flowLogs, int interfaces, int lacking) {}

  /** Every VPC and subnet of the interfaces, each VPC before its subnets. */
  public static List<NetworkRow> networks(GapReport report) {
    Map<String, List<InterfaceRow>> byNetwork = new TreeMap<>();
    for (InterfaceRow row : interfaces(report)) {
      byNetwork.computeIfAbsent(row.vpc(), key -> new ArrayList<>()).add(row);
      byNetwork.computeIfAbsent(row.vpc() + " " + row.subnet(), key -> new ArrayList<>()).add(row);
    }
    List<NetworkRow> rows = new ArrayList<>();
    byNetwork.forEach(
        (key, inside) -> {
          int space = key.indexOf(' ');
          String id = space < 0 ? key : key.substring(space + 1);
          if (!id.equals("?")) {
            rows.add(
                new NetworkRow(
                    id,
                    space < 0 ? "" : key.substring(0, space),
                    flowLogs(report, id),
                    inside.size(),
                    (int) inside.stream().filter(InterfaceRow::lacks).count()));
          }
        });
    return rows;
  }

  private static List<String> flowLogs(GapReport report, String resource) {
    return report.inventory().flowLogs().values().stream()
        .filter(life -> resource.equals(life.resource()))
        .filter(life -> life.existed(report.window().from(), report.window().to()))
        .map(
            life ->
                "%s%s%s%s"
                    .formatted(
                        life.id(),
                        life.created() == null || life.created().isBefore(report.window().from())
                            ? ""
                            : " from " + UtcTime.of(life.created()),
                        life.deleted() == null ? "" : " until " + UtcTime.of(life.deleted()),
                        life.traffic().isEmpty() || life.traffic().equals("ALL")
                            ? ""
                            : " " + life.traffic() + " only"))
        .toList();
  }

  private static InterfaceRow row(GapReport report, String id, List<Hole> holes) {
    InterfaceLog log = report.logs().interfaces().get(id);
    DescribedInterface described = report.inventory().interfaces().get(id);
    Duration unrecorded =
        holes.stream()
            .filter(hole -> hole.why() != Hole.Why.NOT_THERE)
            .map(hole -> hole.period().length())
            .reduce(Duration.ZERO, Duration::plus);
    return new InterfaceRow(
        id,
        described != null ? described.subnet() : log == null ? "?" : orUnknown(log.subnet()),
        described != null ? described.vpc() : log == null ? "?" : orUnknown(log.vpc()),
        log,
        holes,
        unrecorded,
        words(log, unrecorded));
  }

  private static String orUnknown(@Nullable String text) {
    return text == null ? "?" : text;
  }

  private static String words(@Nullable InterfaceLog log, Duration unrecorded) {
    if (log == null) {
      return "no record at all";
    }
    String lost = log.skipdata() > 0 ? "records lost" : "";
    String silent = log.flows() == 0 && log.nodata() > 0 ? "silent, proven by NODATA" : "";
    String gaps = unrecorded.isZero() ? "" : "unrecorded for a time";
    List<String> all = List.of(gaps, lost, silent);
    String words = String.join("; ", all.stream().filter(each -> !each.isEmpty()).toList());
    return words.isEmpty() ? "recorded throughout" : words;
  }

  /** Two names of many, and how many more there are. */
  static String names(Collection<String> names) {
    String first = String.join(", ", names.stream().limit(MOST_NAMES).toList());
    return names.size() > MOST_NAMES
        ? first + " and " + Numbers.count(names.size() - MOST_NAMES) + " more"
        : first;
  }

  /** How much was recorded, in a sentence. */
  public static String recorded(GapReport report) {
    Collection<InterfaceLog> logs = report.logs().interfaces().values();
    int objects =
        report.deliveries().flowLogs().values().stream().mapToInt(FlowLogObjects::objects).sum();
    return "%s: %s, %s NODATA, %s SKIPDATA%s"
        .formatted(
            Numbers.count(logs.size(), "interface"),
            Numbers.count(logs.stream().mapToLong(InterfaceLog::flows).sum(), "flow"),
            Numbers.count(logs.stream().mapToLong(InterfaceLog::nodata).sum()),
            Numbers.count(logs.stream().mapToLong(InterfaceLog::skipdata).sum()),
            objects == 0
                ? ""
                : "; %s of %s"
                    .formatted(
                        Numbers.count(objects, "five-minute object"),
                        Numbers.count(report.deliveries().flowLogs().size(), "flow log")));
  }

  /** What AWS was asked, in a sentence. */
  public static String asked(GapReport report) {
    Inventory inventory = report.inventory();
    return inventory.isEmpty()
        ? "nothing: there is no inventory (flowproof collect inventory)"
        : "%s: %s, %s, %s of CloudTrail"
            .formatted(
                UtcTime.of(inventory.taken()),
                Numbers.count(inventory.flowLogs().size(), "flow log"),
                Numbers.count(inventory.interfaces().size(), "interface"),
                Numbers.count(inventory.events().size(), "event"));
  }

  /** The times of one kind, clipped to the window. */
  static List<Period> stretches(@Nullable InterfaceLog log, InterfaceLog.Kind kind, Period window) {
    List<Period> periods = new ArrayList<>();
    if (log != null) {
      log.stretches().stream()
          .filter(stretch -> stretch.kind() == kind)
          .forEach(stretch -> periods.addAll(stretch.period().common(window)));
    }
    return periods;
  }
}
