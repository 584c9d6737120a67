package io.flowproof.app.report;

import io.flowproof.detection.gaps.Blocker;
import io.flowproof.detection.gaps.Blocker.Fact;
import io.flowproof.detection.gaps.Blocker.Verdict;
import io.flowproof.detection.gaps.Deadline;
import io.flowproof.detection.gaps.Deliveries.FlowLogObjects;
import io.flowproof.detection.gaps.GapReport;
import io.flowproof.detection.gaps.Hole;
import io.flowproof.detection.gaps.InterfaceLog;
import io.flowproof.detection.inventory.FlowLogLife;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What is missing, for people at a terminal: first what keeps from an answer, then the tables. */
public final class GapsPrint {
  private static final int MOST_ROWS = 30;
  private static final int TEXT_INDENT = 4;

  private final PrintStream out;
  private final Page page;

  /** Prints there. */
  public GapsPrint(PrintStream out, Page page) {
    this.out = out;
    this.page = page;
  }

  /**
   * Prints all of it.
   *
   * @param sources what was looked at
   */
  public void print(GapReport report, List<String> sources) {
    head(report, sources);
    report.blockers().forEach(this::blocker);
    holes(report);
    flowLogs(report);
    networks(report);
    interfaces(report);
    deadlines(report.deadlines());
    out.println();
    out.println(page.strong("Limits"));
    report.limits().forEach(limit -> text(page.dim("- "), limit, false));
  }

  private void head(GapReport report, List<String> sources) {
    out.println(
        page.strong(
            "Window     %s UTC (%s)"
                .formatted(
                    UtcTime.range(report.window().from(), report.window().to()),
                    Durations.of(report.window().length()))));
    out.println("Looked at  " + Printable.of(String.join(", ", sources)));
    out.println("Recorded   " + GapRows.recorded(report));
    out.println("AWS said   " + GapRows.asked(report));
  }

  private void blocker(Blocker blocker) {
    out.println();
    String verdict = "%-11s".formatted(blocker.verdict().words().toUpperCase(Locale.ROOT));
    out.println(
        switch (blocker.verdict()) {
              case FOUND -> page.alarm(verdict);
              case CANNOT_TELL -> page.warning(verdict);
              case NOT_FOUND -> verdict;
            }
            + "  "
            + page.strong(blocker.kind().title()));
    for (Fact fact : blocker.facts()) {
      text(sign(fact.says()), fact.text(), false);
    }
    blocker.now().forEach(now -> text("> ", now, true));
  }

  private static String sign(Verdict verdict) {
    return switch (verdict) {
      case FOUND -> "! ";
      case CANNOT_TELL -> "? ";
      case NOT_FOUND -> "- ";
    };
  }

  /** In lines of the page's width; commands stay whole, so that they can be copied. */
  private void text(String sign, String text, boolean whole) {
    String indent = " ".repeat(TEXT_INDENT - 2);
    List<String> lines =
        whole || page.columns() == Page.UNBOUNDED
            ? List.of(Printable.of(text))
            : Printable.wrap(Printable.of(text), page.columns() - TEXT_INDENT);
    out.println(indent + sign + lines.getFirst());
    lines.stream().skip(1).forEach(line -> out.println(" ".repeat(TEXT_INDENT) + line));
  }

  private void holes(GapReport report) {
    Layout layout = Layout.columns("lrlll");
    layout.line("times (UTC)", "for", "interfaces", "reason", "");
    List<Hole> holes = report.holes();
    for (Hole hole : holes.stream().limit(MOST_ROWS).toList()) {
      layout.line(
          UtcTime.range(hole.period().from(), hole.period().to()),
          Durations.of(hole.period().length()),
          GapRows.names(hole.interfaces()),
          hole.why().words(),
          Printable.of(hole.because()));
    }
    section("Times without records", holes.isEmpty(), layout, holes.size());
  }

  private void flowLogs(GapReport report) {
    Layout layout = Layout.columns("lllllrrrrl");
    layout.line(
        "id", "on", "since", "until", "records", "every", "objects", "missing", "late", "to");
    Set<String> ids = new TreeSet<>(report.inventory().flowLogs().keySet());
    ids.addAll(report.deliveries().flowLogs().keySet());
    for (String id : ids) {
      FlowLogLife life = report.inventory().flowLogs().get(id);
      FlowLogObjects objects = report.deliveries().flowLogs().get(id);
      layout.line(
          id,
          life == null || life.resource() == null ? "?" : life.resource(),
          life == null || life.created() == null ? "?" : UtcTime.of(life.created()),
          life == null ? "?" : life.deleted() == null ? "now" : UtcTime.of(life.deleted()),
          life == null || life.traffic().isEmpty() ? "?" : life.traffic(),
          life == null || life.interval() == 0 ? "?" : life.interval() + " s",
          objects == null ? "-" : Numbers.count(objects.objects()),
          objects == null
              ? "-"
              : Durations.of(
                  objects.missing().stream()
                      .map(p -> p.length())
                      .reduce(Duration.ZERO, Duration::plus)),
          objects == null ? "-" : Numbers.count(objects.late().size()),
          life == null ? "?" : Printable.of(life.destination().toString()));
    }
    section("Flow logs", ids.isEmpty(), layout, ids.size());
  }

  private void networks(GapReport report) {
    Layout layout = Layout.columns("llrrl");
    layout.line("network", "of", "interfaces", "lacking", "flow logs on it");
    List<GapRows.NetworkRow> rows = GapRows.networks(report);
    for (GapRows.NetworkRow row : rows.stream().limit(MOST_ROWS).toList()) {
      layout.line(
          row.id(),
          row.vpc(),
          Numbers.count(row.interfaces()),
          Numbers.count(row.lacking()),
          flowLogs(row, rows, report.inventory().describesFlowLogs()));
    }
    section("VPCs and subnets", rows.isEmpty(), layout, rows.size());
  }

  /** A subnet without a flow log of its own is recorded by that of its VPC. */
  private static String flowLogs(
      GapRows.NetworkRow row, List<GapRows.NetworkRow> rows, boolean known) {
    if (!row.flowLogs().isEmpty()) {
      return Printable.of(String.join("; ", row.flowLogs()));
    }
    boolean byVpc =
        rows.stream().anyMatch(vpc -> vpc.id().equals(row.vpc()) && !vpc.flowLogs().isEmpty());
    return byVpc ? "none but its VPC's" : known ? "none" : "?";
  }

  private void interfaces(GapReport report) {
    Layout layout = Layout.columns("llrrrrrrl");
    layout.line(
        "interface",
        "subnet",
        "accepted",
        "rejected",
        "NODATA",
        "SKIPDATA",
        "every",
        "unrecorded",
        "");
    List<GapRows.InterfaceRow> all = GapRows.interfaces(report);
    List<GapRows.InterfaceRow> rows = all.stream().filter(GapRows.InterfaceRow::lacks).toList();
    for (GapRows.InterfaceRow row : rows.stream().limit(MOST_ROWS).toList()) {
      InterfaceLog log = row.log();
      layout.line(
          row.id(),
          row.subnet(),
          log == null ? "-" : Numbers.count(log.accepted()),
          log == null ? "-" : Numbers.count(log.rejected()),
          log == null ? "-" : Numbers.count(log.nodata()),
          log == null ? "-" : Numbers.count(log.skipdata()),
          log == null ? "-" : log.every() + " s",
          row.unrecorded().isZero() ? "" : Durations.of(row.unrecorded()),
          row.words());
    }
    section("Interfaces", rows.isEmpty(), layout, rows.size());
    int whole = all.size() - rows.size();
    if (whole > 0) {
      out.println();
      out.println(
          "%s%s recorded throughout, with traffic or NODATA"
              .formatted(rows.isEmpty() ? "" : "The other ", Numbers.count(whole, "interface")));
    }
  }

  private void deadlines(List<Deadline> deadlines) {
    Layout layout = Layout.columns("llll");
    layout.line("of the window", "first goes (UTC)", "last goes (UTC)", "by");
    for (Deadline deadline : deadlines) {
      layout.line(
          Printable.of(deadline.destination().toString()),
          deadline.first() == null ? "never" : UtcTime.of(deadline.first()),
          deadline.last() == null ? "never" : UtcTime.of(deadline.last()),
          Printable.of(deadline.rule()));
    }
    section("What will be deleted", deadlines.isEmpty(), layout, deadlines.size());
  }

  private void section(String title, boolean empty, Layout layout, int rows) {
    if (empty) {
      return;
    }
    out.println();
    out.println(page.strong(title));
    layout.lines("  ").forEach(out::println);
    if (rows > MOST_ROWS) {
      out.println(
          page.dim(
              "  and %s more (--format json and --report show all)"
                  .formatted(Numbers.count(rows - MOST_ROWS))));
    }
  }
}
