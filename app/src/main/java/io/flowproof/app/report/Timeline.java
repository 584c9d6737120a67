package io.flowproof.app.report;

import io.flowproof.detection.gaps.GapReport;
import io.flowproof.detection.gaps.Hole;
import io.flowproof.detection.gaps.InterfaceLog;
import io.flowproof.detection.gaps.InterfaceLog.Stretch;
import io.flowproof.detection.inventory.TrailEvent;
import io.flowproof.evidence.custody.CustodyEntry;
import io.flowproof.evidence.custody.CustodyRecord;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened, what was found, what cannot be seen and what was done about it, in one order.
 *
 * @param entries by the time at which they begin
 */
public record Timeline(List<Entry> entries) {
  /** A time, a kind and what is between them. */
  private static final int INDENT = 33;

  /** What an entry is. */
  public enum Kind {
    /** A rule found something. */
    FINDING,
    /** Two ends talked, or tried to. */
    CONNECTION,
    /** Records are missing: nobody can tell what happened then. */
    GAP,
    /** Somebody touched logs, or what explains them, as CloudTrail saw it. */
    CLOUDTRAIL,
    /** Somebody worked on the case. */
    CASE
  }

  /**
   * Something that has a time.
   *
   * @param at when it began
   * @param until when it ended; null for a moment
   * @param kind what it is
   * @param what in a sentence
   * @param source where to look: a finding's file and id, a line, an entry of the case's log
   */
  public record Entry(Instant at, @Nullable Instant until, Kind kind, String what, String source) {}

  /** Puts them in order. */
  public Timeline {
    entries =
        entries.stream()
            .sorted(
                Comparator.comparing(Entry::at)
                    .thenComparing(Entry::kind)
                    .thenComparing(Entry::what)
                    .thenComparing(Entry::source))
            .toList();
  }

  /** Times without records, and windows whose records AWS lost; those of one moment together. */
  public static List<Entry> gaps(GapReport report) {
    List<Entry> entries = new ArrayList<>();
    for (Hole hole : report.unrecorded()) {
      entries.add(
          new Entry(
              hole.period().from(),
              hole.period().to(),
              Kind.GAP,
              "No record of %s for %s: %s"
                  .formatted(
                      hole.interfaces().size() == 1
                          ? hole.interfaces().getFirst()
                          : Numbers.count(hole.interfaces().size(), "interface")
                              + " ("
                              + GapRows.names(hole.interfaces())
                              + ")",
                      Durations.of(hole.period().length()),
                      hole.because()),
              "flowproof gaps"));
    }
    for (InterfaceLog log : report.logs().interfaces().values()) {
      for (Stretch stretch : log.stretches()) {
        if (stretch.kind() == InterfaceLog.Kind.LOST) {
          entries.add(
              new Entry(
                  stretch.period().from(),
                  stretch.period().to(),
                  Kind.GAP,
                  "AWS lost records of %s (SKIPDATA)".formatted(log.id()),
                  "flowproof gaps"));
        }
      }
    }
    return entries;
  }

  /** Events of CloudTrail in the window. */
  public static List<Entry> events(GapReport report) {
    List<Entry> entries = new ArrayList<>();
    for (TrailEvent event : report.inventory().events()) {
      if (report.window().contains(event.time())) {
        entries.add(
            new Entry(
                event.time(),
                null,
                Kind.CLOUDTRAIL,
                "%s by %s%s%s"
                    .formatted(
                        event.name(),
                        event.user().isEmpty() ? "somebody" : event.user(),
                        event.flowLogs().isEmpty()
                            ? ""
                            : " on " + String.join(", ", event.flowLogs()),
                        event.succeeded() ? "" : ", refused: " + event.error()),
                "event " + event.id()));
      }
    }
    return entries;
  }

  /** What was done with a case: collections, holds, seals, exports, the steps of the incident. */
  public static List<Entry> of(CustodyRecord record) {
    List<Entry> entries = new ArrayList<>();
    for (CustodyEntry entry : record.entries()) {
      String what =
          switch (entry.action()) {
            case OPEN -> "The case was begun: " + entry.text("title");
            case COLLECTION -> "Collecting from " + entry.text("source");
            case HOLD -> entry.text("hold") + ": " + entry.text("reason");
            case RELEASE -> entry.text("hold") + " released: " + entry.text("reason");
            case SEAL -> "The log was sealed up to entry " + entry.text("entries");
            case EXPORT -> "Written to " + entry.text("archive");
            case INCIDENT -> "Incident opened: " + entry.text("finding");
            case ACKNOWLEDGE -> "Incident acknowledged" + note(entry);
            case CONTAIN -> "Incident contained" + note(entry);
            case CLOSE -> "Incident closed" + note(entry);
            case OBJECT, PROBLEM, COLLECTED, RECOVERED -> "";
          };
      if (!what.isEmpty()) {
        entries.add(
            new Entry(
                at(entry),
                null,
                Kind.CASE,
                what + " (" + entry.text("operator") + ")",
                "entry " + entry.number()));
      }
    }
    return entries;
  }

  private static String note(CustodyEntry entry) {
    return entry.text("note").isEmpty() ? "" : ": " + entry.text("note");
  }

  /** A step of the incident may be written down later than it was done. */
  private static Instant at(CustodyEntry entry) {
    return entry.text("at").isEmpty() ? entry.time() : Instant.parse(entry.text("at"));
  }

  /** How many of each kind, in a sentence. */
  public String summary() {
    Map<Kind, Long> counts = new TreeMap<>();
    entries.forEach(entry -> counts.merge(entry.kind(), 1L, Long::sum));
    return counts.isEmpty()
        ? "nothing"
        : String.join(
            ", ",
            counts.entrySet().stream()
                .map(each -> each.getValue() + " " + words(each.getKey(), each.getValue()))
                .toList());
  }

  private static String words(Kind kind, long number) {
    String s = number == 1 ? "" : "s";
    return switch (kind) {
      case FINDING -> "finding" + s;
      case CONNECTION -> "connection" + s;
      case GAP -> "gap" + s;
      case CLOUDTRAIL -> "event" + s + " of CloudTrail";
      case CASE -> "step" + s + " of the case";
    };
  }

  /**
   * Prints it: for people a line for each entry, for programs a row with {@code at}, {@code until},
   * {@code kind}, {@code what} and {@code source}.
   */
  public void print(PrintStream out, Page page, RowFormat format) {
    if (format == RowFormat.TABLE) {
      entries.forEach(entry -> line(out, page, entry));
      return;
    }
    RowWriter rows =
        format.writer(
            out,
            page,
            Stream.of("at", "until", "kind", "what", "source").map(Timeline::column).toList());
    for (Entry entry : entries) {
      List<@Nullable Object> values = new ArrayList<>();
      values.add(entry.at());
      values.add(entry.until());
      values.add(entry.kind().name().toLowerCase(Locale.ROOT));
      values.add(entry.what());
      values.add(entry.source());
      rows.row(values);
    }
    rows.end();
  }

  private static void line(PrintStream out, Page page, Entry entry) {
    String kind = "%-10s".formatted(entry.kind().name().toLowerCase(Locale.ROOT));
    boolean lasts = entry.until() != null && entry.until().isAfter(entry.at());
    String text =
        "%s%s  [%s]"
            .formatted(
                entry.what(), lasts ? ", until " + UtcTime.of(entry.until()) : "", entry.source());
    int width = page.columns() == Page.UNBOUNDED ? Page.UNBOUNDED : page.columns() - INDENT;
    List<String> lines = Printable.wrap(Printable.of(text), width);
    out.println(
        "%s  %s  %s"
            .formatted(
                UtcTime.of(entry.at()),
                switch (entry.kind()) {
                  case FINDING -> page.alarm(kind);
                  case GAP -> page.warning(kind);
                  case CONNECTION, CLOUDTRAIL, CASE -> page.strong(kind);
                },
                lines.getFirst()));
    lines.stream().skip(1).forEach(line -> out.println(" ".repeat(INDENT) + line));
  }

  private static RowColumn column(String name) {
    return new RowColumn(
        name, false, value -> value, value -> value == null ? null : value.toString());
  }
}
