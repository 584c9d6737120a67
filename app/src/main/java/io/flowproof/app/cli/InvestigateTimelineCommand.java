package io.flowproof.app.cli;

import io.flowproof.app.report.RowFormat;
import io.flowproof.app.report.Timeline;
import io.flowproof.app.report.Timeline.Entry;
import io.flowproof.app.report.html.TimelinePage;
import io.flowproof.detection.gaps.GapReport;
import io.flowproof.detection.gaps.Period;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code investigate timeline}: findings, connections, gaps and the case, in one order. */
@Command(
    name = "timeline",
    description = {
      "Put findings, connections, gaps, CloudTrail's events about the logs and the steps of the"
          + " case in",
      "one order."
    },
    footer = {
      "",
      "Examples:",
      "  flowproof detect --format json incident-7/objects > findings.json",
      "  flowproof investigate timeline --case incident-7 --findings findings.json --ip"
          + " 203.0.113.9",
      "  flowproof investigate timeline --lake /var/lib/flowproof --detect --report timeline.html"
    })
final class InvestigateTimelineCommand implements Callable<Integer> {
  @Option(
      names = "--findings",
      paramLabel = "FILE",
      description = "What detect --format json or ndjson wrote; may be repeated.")
  private List<Path> findings = List.of();

  @Option(
      names = "--detect",
      description = "Run the shipped rules over these logs now, for their findings.")
  private boolean detect;

  @Option(
      names = "--ip",
      paramLabel = "ADDR",
      description = "The connections of this address; may be repeated.")
  private List<String> addresses = List.of();

  @Option(
      names = "--most",
      paramLabel = "N",
      description =
          "How many connections of each address, the first ones (default: ${DEFAULT-VALUE}).")
  private int most = 200;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private RowFormat format = RowFormat.TABLE;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with the timeline, too.")
  private @Nullable Path page;

  @Mixin private final GapArguments logs = new GapArguments();

  private final Terminal terminal;

  InvestigateTimelineCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Paths.check(findings);
    List<String> wanted = addresses.stream().map(InvestigateArguments::address).toList();
    List<Entry> entries = new ArrayList<>();
    GapReport gaps =
        logs.report(
            terminal,
            wanted.isEmpty() ? null : TimelineConnections.columns(),
            (session, window) ->
                wanted.forEach(
                    ip -> entries.addAll(TimelineConnections.of(session, window, ip, most))));
    entries.addAll(Timeline.gaps(gaps));
    entries.addAll(Timeline.events(gaps));
    for (Path file : findings) {
      entries.addAll(found(FindingFile.all(file), file.toString(), gaps.window()));
    }
    if (detect) {
      entries.addAll(found(logs.detected(terminal), "detect", gaps.window()));
    }
    Path folder = logs.folder();
    if (folder != null) {
      entries.addAll(Timeline.of(CaseEvidence.read(folder).record()));
    }
    Timeline timeline = new Timeline(entries);
    timeline.print(terminal.out(), terminal.page(), format);
    if (page != null) {
      Files.writeString(page, TimelinePage.of(timeline, gaps, logs.sources(), Flowproof.VERSION));
      terminal.say("wrote " + page);
    }
    terminal.say("%s; %s".formatted(timeline.summary(), String.join(", ", logs.sources())));
    return ExitCode.DONE.number();
  }

  /** The findings that have anything in the window; those of both languages are one. */
  private static List<Entry> found(
      List<FindingFile.Summary> findings, String source, Period window) {
    List<Entry> entries = new ArrayList<>();
    for (FindingFile.Summary finding : findings) {
      boolean inside =
          !finding.last().isBefore(window.from()) && finding.first().isBefore(window.to());
      boolean twice =
          entries.stream()
              .anyMatch(e -> e.at().equals(finding.first()) && e.what().equals(finding.words()));
      if (inside && !twice) {
        entries.add(
            new Entry(
                finding.first(),
                finding.last(),
                Timeline.Kind.FINDING,
                finding.words(),
                source + "#" + finding.id()));
      }
    }
    return entries;
  }
}
