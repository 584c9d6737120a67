package io.flowproof.app.cli;

import io.flowproof.app.report.EnrichmentPrint;
import io.flowproof.app.report.IngestPrint;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.lake.enrich.EnrichmentUpdate;
import io.flowproof.lake.ingest.Ingest;
import io.flowproof.lake.ingest.IngestReport;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ingest}: raw objects into a lake. */
@Command(
    name = "ingest",
    description = {
      "Add flow logs to a lake, each line once: what is there already is left alone, and a run"
          + " that",
      "was killed is brought to its end by the next. The lake is made where it is missing."
    },
    footer = {
      "",
      "Examples:",
      "  flowproof ingest --lake /var/lib/flowproof AWSLogs/",
      "  flowproof ingest --lake /var/lib/flowproof --follow s3://my-logs --metrics 9464"
    })
final class IngestCommand implements Callable<Integer> {
  @Option(
      names = "--lake",
      paramLabel = "LAKE",
      required = true,
      description =
          "The directory of the lake, or s3://BUCKET/PREFIX: its files lie there then, and --region,"
              + " --profile and --endpoint-url are noted for all commands.")
  private Path lake = Path.of(".");

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description = "Files and folders of flow logs; with --follow also s3://BUCKET/PREFIX.")
  private List<String> sources = List.of();

  @Option(names = "--strict", description = "Exit with 4 when a line or object is not intact.")
  private boolean strict;

  @Mixin private final FollowArguments following = new FollowArguments();

  @Mixin private final LakeWritingArguments writing = new LakeWritingArguments();

  @Mixin private final EnrichmentArguments enrichment = new EnrichmentArguments();

  @Mixin private final ReadArguments reading = new ReadArguments();

  private final Terminal terminal;

  IngestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    following.check(sources);
    List<Path> paths = following.isAsked() ? List.of() : sources.stream().map(Path::of).toList();
    Paths.check(paths);
    DuckDbEngine.preload();
    BucketLakes.prepare(lake, following.access());
    enrichment.read(terminal);
    if (!enrichment.sources().isEmpty()) {
      EnrichmentUpdate.Result enriched =
          new EnrichmentUpdate(LakeDirectory.create(lake), Steps.ALL, Clock.systemUTC())
              .forIngest(enrichment.sources());
      EnrichmentPrint.ingest(terminal.out(), enriched);
    }
    IngestReport report;
    try (Progress progress = new Progress(terminal);
        GracefulStop stop = GracefulStop.watch(terminal)) {
      Ingest ingest = new Ingest(writing.ingest(reading.options(), stop));
      if (following.isAsked()) {
        following.run(terminal, sources, lake, ingest, reading.options(), writing.staging(), stop);
        return ExitCode.DONE.number();
      }
      report = ingest.run(lake, paths, progress.bytes("Ingesting"));
    }
    IngestPrint.print(terminal.out(), terminal.page(), report);
    return exitCode(report).number();
  }

  private ExitCode exitCode(IngestReport report) {
    if (report.left() > 0) {
      return ExitCode.INTERRUPTED;
    }
    if (!report.changed().isEmpty() || !report.unreadable().isEmpty()) {
      return ExitCode.DATA;
    }
    boolean intact =
        report.added().stream()
            .allMatch(account -> account.rejected() == 0 && account.damage().isEmpty());
    return strict && !intact ? ExitCode.DATA : ExitCode.DONE;
  }
}
