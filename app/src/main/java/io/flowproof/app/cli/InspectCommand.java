package io.flowproof.app.cli;

import io.flowproof.app.report.InspectJson;
import io.flowproof.app.report.InspectReport;
import io.flowproof.app.report.RecordFormat;
import io.flowproof.detection.given.GivenData;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.flowlog.decode.Reading;
import io.flowproof.lake.read.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inspect}: is every line accounted for? */
@Command(
    name = "inspect",
    description = "Show what flow logs hold, and account for every line.",
    footer = {
      "",
      "Example:",
      "  flowproof inspect examples/logs",
      "  flowproof inspect --format json examples/logs | jq '.[] | {object, rejected}'"
    })
final class InspectCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files and folders of flow logs.")
  private List<Path> paths = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private RecordFormat format = RecordFormat.TABLE;

  @Option(names = "--strict", description = "Exit with 4 when a line or object is not intact.")
  private boolean strict;

  @Mixin private final LakeArguments lake = new LakeArguments();

  @Mixin private final ReadArguments reading = new ReadArguments();

  private final Terminal terminal;

  InspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    lake.check(paths, true);
    Paths.check(paths);
    Reading read = read();
    switch (format) {
      case TABLE -> new InspectReport(terminal.out(), terminal.page()).print(read);
      case JSON -> InspectJson.array(terminal.out(), read.objects());
      case NDJSON -> InspectJson.lines(terminal.out(), read.objects());
    }
    if (format != RecordFormat.TABLE) {
      read.skipped().forEach(s -> terminal.say("skipped " + s.file() + ": " + s.reason()));
    }
    return exitCode(read.totals()).number();
  }

  private Reading read() throws IOException, InterruptedException {
    Path directory = lake.lake();
    if (directory != null) {
      try (Session session =
          Session.over(
              directory, lake, TimeRange.ALL, new EngineArguments(), GivenData.NONE, terminal)) {
        return session.logs().orElseThrow().reading();
      }
    }
    try (Progress progress = new Progress(terminal)) {
      return new FlowLogReader(reading.options())
          .read(paths, batch -> {}, progress.bytes("Reading"));
    }
  }

  private ExitCode exitCode(ReadTotals totals) {
    return strict && (totals.rejected() > 0 || totals.damaged() > 0)
        ? ExitCode.DATA
        : ExitCode.DONE;
  }
}
