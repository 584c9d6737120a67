package io.flowproof.app.cli;

import io.flowproof.app.report.EnrichmentPrint;
import io.flowproof.lake.enrich.EnrichmentStore;
import io.flowproof.lake.enrich.EnrichmentUpdate;
import io.flowproof.lake.table.LakeDirectory;
import io.flowproof.lake.table.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code enrich}: enrich days of a lake anew. */
@Command(
    name = "enrich",
    description = {
      "Enrich the records of a lake anew: with the files that it keeps, and those given now, which it",
      "then keeps too. Other days stay as they are."
    },
    footer = {
      "",
      "Examples:",
      "  flowproof enrich --lake /var/lib/flowproof --intel feed.csv --from 2026-03-01",
      "  flowproof enrich --lake /var/lib/flowproof --list"
    })
final class EnrichCommand implements Callable<Integer> {
  @Option(
      names = "--lake",
      paramLabel = "DIR",
      required = true,
      description = "The directory of the lake.")
  private Path lake = Path.of(".");

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "The first day, in UTC (default: the first that there is).")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DAY",
      description = "The last day (default: the last that there is).")
  private @Nullable LocalDate to;

  @Option(
      names = "--remove",
      paramLabel = "NAME",
      description = "Use this file no more; may be repeated. Days that are not chosen keep it.")
  private List<String> removed = List.of();

  @Option(
      names = "--list",
      description = "Show the versions and the days of each, and change nothing.")
  private boolean list;

  @Mixin private final EnrichmentArguments enrichment = new EnrichmentArguments();

  private final Terminal terminal;

  EnrichCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (from != null && to != null && to.isBefore(from)) {
      throw new UsageException("--to %s is before --from %s".formatted(to, from));
    }
    LakeDirectory directory = LakeDirectory.find(lake);
    if (list) {
      if (!enrichment.sources().isEmpty() || !removed.isEmpty() || from != null || to != null) {
        throw new UsageException("--list changes nothing, and stands alone");
      }
      EnrichmentPrint.list(terminal.out(), terminal.page(), EnrichmentStore.of(directory));
      return ExitCode.DONE.number();
    }
    enrichment.read(terminal);
    EnrichmentUpdate.Result result =
        new EnrichmentUpdate(directory, Steps.ALL, Clock.systemUTC())
            .enrich(enrichment.sources(), Set.copyOf(removed), from, to);
    EnrichmentPrint.enriched(terminal.out(), result);
    return ExitCode.DONE.number();
  }
}
