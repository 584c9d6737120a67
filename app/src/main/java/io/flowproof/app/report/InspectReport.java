package io.flowproof.app.report;

import io.flowproof.flowlog.decode.FormatCount;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.flowlog.decode.NameSet;
import io.flowproof.flowlog.decode.ObjectAccount;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Reading;
import io.flowproof.flowlog.decode.Reject;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What was read, for people: the account of each object and of all, and what was not understood.
 */
public final class InspectReport {
  private static final int MOST_NAMES = 12;
  private static final int MOST_REJECTS = 5;
  private static final int FIELDS_WIDTH = 90;

  private final PrintStream out;
  private final Page page;

  /** Writes to {@code out}. */
  public InspectReport(PrintStream out, Page page) {
    this.out = out;
    this.page = page;
  }

  /** Writes everything. */
  public void print(Reading reading) {
    ReadTotals totals = reading.totals();
    objects(reading.objects(), totals);
    formats(totals.formats());
    names("Interfaces", totals.interfaces());
    names("Accounts", totals.accounts());
    damage(reading.objects());
    rejects(reading.objects());
    skipped(reading);
  }

  private void objects(List<ObjectAccount> objects, ReadTotals totals) {
    Layout layout = Layout.columns("rrrrrrrlll");
    layout.line(
        "lines",
        "flows",
        "NODATA",
        "SKIPDATA",
        "rejected",
        "headers",
        "blank",
        "format",
        "time (UTC)",
        "object");
    List<LogFormat> formats = totals.formats().stream().map(FormatCount::format).toList();
    for (ObjectAccount object : objects) {
      layout.line(
          Numbers.count(object.lines()),
          Numbers.count(object.flows()),
          Numbers.count(object.nodata()),
          Numbers.count(object.skipdata()),
          Numbers.count(object.rejected()),
          Numbers.count(object.headers()),
          Numbers.count(object.blank()),
          object.formats().stream()
              .map(f -> String.valueOf(formats.indexOf(f.format()) + 1))
              .collect(Collectors.joining(",")),
          UtcTime.range(object.first(), object.last()),
          Printable.of(object.object()));
    }
    layout.line(
        Numbers.count(totals.lines()),
        Numbers.count(totals.flows()),
        Numbers.count(totals.nodata()),
        Numbers.count(totals.skipdata()),
        Numbers.count(totals.rejected()),
        Numbers.count(totals.headers()),
        Numbers.count(totals.blank()),
        "",
        UtcTime.range(totals.first(), totals.last()),
        "total of " + Numbers.count(totals.objects(), "object"));
    List<String> lines = layout.lines("");
    out.println(page.strong(lines.getFirst()));
    lines.subList(1, lines.size() - 1).forEach(out::println);
    out.println(page.strong(lines.getLast()));
    out.println(
        page.dim("lines = flows + NODATA + SKIPDATA + rejected; headers and blank lines apart"));
  }

  private void formats(List<FormatCount> formats) {
    if (formats.isEmpty()) {
      return;
    }
    heading("Formats");
    for (int i = 0; i < formats.size(); i++) {
      FormatCount count = formats.get(i);
      out.println(
          "  %d  version %d%s: %s"
              .formatted(
                  i + 1,
                  count.format().version(),
                  about(count.format()),
                  Numbers.count(count.lines(), "line")));
      Printable.wrap(Printable.of(count.format().header()), FIELDS_WIDTH)
          .forEach(line -> out.println("     " + line));
    }
  }

  private static String about(LogFormat format) {
    return format.equals(LogFormat.DEFAULT)
        ? " (the default)"
        : format.isTransitGateway() ? " (Transit Gateway)" : "";
  }

  private void names(String what, NameSet names) {
    if (names.count() == 0) {
      return;
    }
    String shown =
        names.names().stream()
            .limit(MOST_NAMES)
            .map(Printable::of)
            .collect(Collectors.joining(" "));
    int rest = names.count() - MOST_NAMES;
    heading(what + ": " + (names.complete() ? "" : "more than ") + Numbers.count(names.count()));
    out.println("  " + shown + (rest > 0 ? " and " + Numbers.count(rest) + " more" : ""));
  }

  private void damage(List<ObjectAccount> objects) {
    List<ObjectAccount> damaged = objects.stream().filter(o -> !o.damage().isEmpty()).toList();
    if (damaged.isEmpty()) {
      return;
    }
    heading("Damaged objects: " + Numbers.count(damaged.size()));
    for (ObjectAccount object : damaged) {
      out.println("  " + Printable.of(object.object()));
      object.damage().forEach(d -> out.println("    " + page.warning(Printable.of(d))));
    }
  }

  private void rejects(List<ObjectAccount> objects) {
    List<ObjectAccount> with = objects.stream().filter(o -> o.rejected() > 0).toList();
    if (with.isEmpty()) {
      return;
    }
    heading(
        "Rejected lines: " + Numbers.count(with.stream().mapToLong(ObjectAccount::rejected).sum()));
    for (ObjectAccount object : with) {
      List<Reject> shown = object.rejects().stream().limit(MOST_REJECTS).toList();
      for (Reject reject : shown) {
        out.println(
            "  %s:%d: %s"
                .formatted(
                    Printable.of(object.object()),
                    reject.line(),
                    page.warning(Printable.of(reject.reason()))));
        out.println("    " + Printable.of(reject.text()));
      }
      if (object.rejected() > shown.size()) {
        out.println(
            "  %s: and %s more"
                .formatted(
                    Printable.of(object.object()),
                    Numbers.count(object.rejected() - shown.size())));
      }
    }
  }

  private void skipped(Reading reading) {
    if (reading.skipped().isEmpty()) {
      return;
    }
    heading("Skipped: " + Numbers.count(reading.skipped().size()));
    reading
        .skipped()
        .forEach(
            s ->
                out.println(
                    "  %s: %s".formatted(Printable.of(s.file()), Printable.of(s.reason()))));
  }

  private void heading(String text) {
    out.println();
    out.println(page.strong(text));
  }

  /**
   * One line of numbers: {@code 2 objects, 12 lines: 9 flows, 1 NODATA, 1 SKIPDATA, 1 rejected}.
   */
  static String summary(ReadTotals totals) {
    return String.format(
        Locale.ROOT,
        "%s, %s: %s, %,d NODATA, %,d SKIPDATA, %,d rejected",
        Numbers.count(totals.objects(), "object"),
        Numbers.count(totals.lines(), "line"),
        Numbers.count(totals.flows(), "flow"),
        totals.nodata(),
        totals.skipdata(),
        totals.rejected());
  }
}
