package io.flowproof.app.report.html;

import io.flowproof.app.report.Durations;
import io.flowproof.app.report.GapRows;
import io.flowproof.app.report.GapRows.InterfaceRow;
import io.flowproof.app.report.UtcTime;
import io.flowproof.detection.gaps.GapReport;
import io.flowproof.detection.gaps.Hole;
import io.flowproof.detection.gaps.InterfaceLog;
import io.flowproof.detection.gaps.InterfaceLog.Kind;
import io.flowproof.detection.gaps.Period;
import io.flowproof.detection.inventory.FlowLogLife;
import io.flowproof.detection.inventory.TrailEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Bars over one span of time: where each piece lies, in percent of the span.
 *
 * @param ticks the times below the bars
 * @param marks events, as lines through all bars
 * @param flowLogs a bar for each flow log that is known: when it existed
 * @param interfaces a bar for each interface: when it was recorded
 * @param left how many interfaces are not drawn
 */
public record TimeBars(
    List<Tick> ticks, List<Tick> marks, List<Bar> flowLogs, List<Bar> interfaces, int left) {
  private static final int MOST_BARS = 200;
  private static final int MOST_TICKS = 6;
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofDays(30),
          Duration.ofDays(365));
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** A place on the span, with its name. */
  public record Tick(double left, String name) {}

  /** A bar with its name, a note, and its pieces. */
  public record Bar(String name, String note, List<Piece> pieces) {}

  /**
   * A piece of a bar.
   *
   * @param kind {@code recorded}, {@code silent}, {@code lost}, {@code none}, {@code away}
   * @param left where it begins, in percent
   * @param width how wide it is, in percent
   * @param title what it says
   */
  public record Piece(String kind, double left, double width, String title) {}

  /** Of a report. */
  static TimeBars of(GapReport report) {
    Period window = report.window();
    List<InterfaceRow> rows = GapRows.interfaces(report);
    return new TimeBars(
        ticks(window),
        marks(report),
        report.inventory().flowLogs().values().stream()
            .filter(life -> life.existed(window.from(), window.to()))
            .sorted(Comparator.comparing(FlowLogLife::id))
            .map(life -> flowLog(life, window))
            .toList(),
        rows.stream().limit(MOST_BARS).map(row -> bar(row, window)).toList(),
        Math.max(0, rows.size() - MOST_BARS));
  }

  private static double place(Instant time, Period window) {
    double share =
        (double) Duration.between(window.from(), time).toMillis() / window.length().toMillis();
    return Math.round(Math.clamp(share, 0, 1) * 100_000) / 1000.0;
  }

  private static Piece piece(String kind, Period period, Period window, String what) {
    double left = place(period.from(), window);
    // The smallest piece must be seen.
    double width = Math.max(0.25, place(period.to(), window) - left);
    return new Piece(
        kind,
        Math.min(left, 99.75),
        Math.round(width * 1000) / 1000.0,
        "%s: %s to %s (%s)"
            .formatted(
                what,
                UtcTime.of(period.from()),
                UtcTime.of(period.to()),
                Durations.of(period.length())));
  }

  private static List<Tick> ticks(Period window) {
    Duration step =
        STEPS.stream()
            .filter(each -> window.length().dividedBy(each) <= MOST_TICKS)
            .findFirst()
            .orElse(STEPS.getLast());
    List<Tick> ticks = new ArrayList<>();
    long seconds = step.toSeconds();
    long first = Math.ceilDiv(window.from().getEpochSecond(), seconds) * seconds;
    for (long at = first; at <= window.to().getEpochSecond(); at += seconds) {
      Instant time = Instant.ofEpochSecond(at);
      boolean midnight = at % Duration.ofDays(1).toSeconds() == 0;
      ticks.add(new Tick(place(time, window), (midnight ? DAY : HOUR).format(time)));
    }
    return ticks;
  }

  /** What touched flow logs in the window. */
  private static List<Tick> marks(GapReport report) {
    List<Tick> marks = new ArrayList<>();
    for (TrailEvent event : report.inventory().events("DeleteFlowLogs", "CreateFlowLogs")) {
      if (report.window().contains(event.time())) {
        marks.add(
            new Tick(
                place(event.time(), report.window()),
                "%s %s by %s".formatted(UtcTime.of(event.time()), event.name(), event.user())));
      }
    }
    return marks;
  }

  private static Bar flowLog(FlowLogLife life, Period window) {
    Instant from = life.created() == null ? window.from() : life.created();
    Instant to = life.deleted() == null ? window.to() : life.deleted();
    List<Piece> pieces = new ArrayList<>();
    pieces.add(piece("away", window, window, "not there"));
    if (from.isBefore(to)) {
      new Period(from, to)
          .common(window)
          .forEach(p -> pieces.add(piece(life.failed() ? "lost" : "recorded", p, window, "there")));
    }
    return new Bar(
        life.id(),
        "%s, %s%s"
            .formatted(
                life.resource() == null ? "?" : life.resource(),
                life.traffic().isEmpty() ? "traffic type unknown" : life.traffic(),
                life.error().isEmpty() ? "" : ", " + life.error()),
        pieces);
  }

  private static Bar bar(InterfaceRow row, Period window) {
    List<Piece> pieces = new ArrayList<>();
    InterfaceLog log = row.log();
    if (log != null) {
      log.recorded(window)
          .forEach(p -> pieces.add(piece("silent", p, window, "no traffic, by NODATA")));
      of(log, Kind.RECORDED, window)
          .forEach(p -> pieces.add(piece("recorded", p, window, "traffic recorded")));
      of(log, Kind.LOST, window)
          .forEach(p -> pieces.add(piece("lost", p, window, "AWS lost records (SKIPDATA)")));
    }
    for (Hole hole : row.holes()) {
      hole.period()
          .common(window)
          .forEach(
              p ->
                  pieces.add(
                      piece(
                          hole.why() == Hole.Why.NOT_THERE ? "away" : "none",
                          p,
                          window,
                          "no record, " + hole.because())));
    }
    return new Bar(row.id(), note(row), pieces);
  }

  private static String note(InterfaceRow row) {
    return row.log() == null || row.unrecorded().isZero()
        ? row.words()
        : "%s missing".formatted(Durations.of(row.unrecorded()));
  }

  private static List<Period> of(InterfaceLog log, Kind kind, Period window) {
    return log.stretches().stream()
        .filter(stretch -> stretch.kind() == kind)
        .flatMap(stretch -> stretch.period().common(window).stream())
        .toList();
  }
}
