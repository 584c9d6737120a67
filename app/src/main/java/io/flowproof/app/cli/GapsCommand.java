package io.flowproof.app.cli;

import io.flowproof.app.report.GapsJson;
import io.flowproof.app.report.GapsPrint;
import io.flowproof.app.report.html.GapsPage;
import io.flowproof.detection.gaps.GapReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gaps}: what is missing in the logs of an incident, and why? */
@Command(
    name = "gaps",
    description = {
      "What is missing in the logs of an incident: when each interface was recorded, what AWS lost,",
      "what will be deleted and when, and the five blockers of an investigation, each found, not found",
      "or not to be told, with what to do now."
    },
    footer = {
      "",
      "Examples:",
      "  flowproof gaps --case incident-7 --from 2026-03-02T09:00:00Z --to 2026-03-02T12:00:00Z",
      "  flowproof gaps --case incident-7 --before terminate:i-0abc --report gaps.html",
      "  flowproof gaps --logs examples/logs/small-vpc"
    })
final class GapsCommand implements Callable<Integer> {
  /** How a report comes out. */
  enum Format {
    /** For people. */
    TABLE,
    /** For programs. */
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with the picture of when each interface was recorded, too.")
  private @Nullable Path page;

  @Mixin private final GapArguments gaps = new GapArguments();

  private final Terminal terminal;

  GapsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    GapReport report = gaps.report(terminal);
    if (page != null) {
      Files.writeString(page, GapsPage.of(report, gaps.sources(), Flowproof.VERSION));
    }
    switch (format) {
      case TABLE -> new GapsPrint(terminal.out(), terminal.page()).print(report, gaps.sources());
      case JSON -> GapsJson.print(report, gaps.sources(), terminal.out());
    }
    if (page != null) {
      terminal.say("wrote " + page);
    }
    return ExitCode.DONE.number();
  }
}
