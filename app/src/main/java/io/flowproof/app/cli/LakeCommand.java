package io.flowproof.app.cli;

import io.flowproof.app.report.LakePrint;
import io.flowproof.detection.given.GivenData;
import io.flowproof.engine.api.Watchdog;
import io.flowproof.engine.duckdb.DuckDbStaging;
import io.flowproof.lake.ledger.FlowLake;
import io.flowproof.lake.ledger.LakeTag;
import io.flowproof.lake.read.Copies;
import io.flowproof.lake.read.LakePlan;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.read.TimeRange;
import io.flowproof.lake.table.Steps;
import io.flowproof.lake.upkeep.Compaction;
import io.flowproof.lake.upkeep.Expiry;
import io.flowproof.lake.upkeep.LakeStatus;
import io.flowproof.lake.upkeep.Relocation;
import io.flowproof.lake.upkeep.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lake}: looking after a lake. */
@Command(
    name = "lake",
    description = "Look after a lake: what is in it, and is it whole?",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  flowproof lake status --lake /var/lib/flowproof",
      "  flowproof lake verify --lake /var/lib/flowproof     exits with 1 when something is wrong",
      "  flowproof lake compact --lake /var/lib/flowproof    then: lake expire"
    })
final class LakeCommand {
  private static final String LAKE = "The directory of the lake.";

  private final Terminal terminal;

  LakeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(
      name = "status",
      description = {
        "Show rows, files and bytes of each table, days, interfaces, the range of time, windows"
            + " that",
        "AWS skipped, and times without any record."
      })
  int status(
      @Option(names = "--lake", required = true, paramLabel = "DIR", description = LAKE) Path lake,
      @Option(
              names = "--as-of",
              paramLabel = "SNAPSHOT|TAG|TIME",
              description = "The lake as it was (default: as it is now).")
          @Nullable String asOf,
      @Mixin EngineArguments limits) {
    try (LakeReader reader = LakeReader.open(lake);
        Watchdog watchdog = Watchdog.halting(DuckDbStaging::removeAll)) {
      LakePlan plan = reader.plan(asOf, TimeRange.ALL);
      try (LakeLogs logs = open(reader, plan, limits, watchdog)) {
        LakePrint.status(
            terminal.out(),
            terminal.page(),
            LakeStatus.of(plan, logs.engine()),
            logs.totals().objects());
      }
    }
    return ExitCode.DONE.number();
  }

  @Command(
      name = "verify",
      description = {
        "Prove that a lake is whole: raw objects and files by their SHA-256, files beside"
            + " manifests,",
        "lines of each object beside its rows. Exits with 1 when something is wrong."
      })
  int verify(
      @Option(names = "--lake", required = true, paramLabel = "DIR", description = LAKE) Path lake,
      @Mixin EngineArguments limits)
      throws InterruptedException {
    try (LakeReader reader = LakeReader.open(lake);
        Watchdog watchdog = Watchdog.halting(DuckDbStaging::removeAll)) {
      LakePlan all = reader.plan(null, TimeRange.ALL);
      @Nullable LakeLogs[] opened = new LakeLogs[1];
      try {
        Verification.Result result =
            new Verification(reader.directory(), Runtime.getRuntime().availableProcessors())
                .run(
                    all,
                    plan -> {
                      LakeLogs logs = open(reader, plan, limits, watchdog);
                      opened[0] = logs;
                      return logs.engine();
                    });
        LakePrint.verification(terminal.out(), terminal.page(), result);
        return (result.problems().isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED).number();
      } finally {
        if (opened[0] != null) {
          opened[0].close();
        }
      }
    }
  }

  @Command(
      name = "snapshots",
      description = "Show the states of a lake that --as-of can read, oldest first.")
  int snapshots(
      @Option(names = "--lake", required = true, paramLabel = "DIR", description = LAKE)
          Path lake) {
    try (LakeReader reader = LakeReader.open(lake)) {
      LakePrint.snapshots(terminal.out(), terminal.page(), reader.snapshots(), reader.tags());
    }
    return ExitCode.DONE.number();
  }

  @Command(
      name = "compact",
      description = {
        "Put the small files of each day together, to files of about 128 MB that are sorted by",
        "address, so that a query for an address or a network reads few of them. Rows stay the"
            + " same."
      })
  int compact(
      @Option(names = "--lake", required = true, paramLabel = "DIR", description = LAKE) Path lake,
      @Mixin LakeWritingArguments writing)
      throws InterruptedException {
    try (Progress progress = new Progress(terminal)) {
      LakePrint.compaction(
          terminal.out(),
          new Compaction(writing.compaction()).run(lake, progress.bytes("Compacting")));
    }
    return ExitCode.DONE.number();
  }

  @Command(
      name = "expire",
      description = {
        "Remove earlier states, which --as-of reads, and the files that only they need. No row of"
            + " the",
        "latest state goes, nor anything that a tag or an evidence hold keeps."
      })
  int expire(
      @Option(names = "--lake", required = true, paramLabel = "DIR", description = LAKE) Path lake,
      @Option(
              names = "--older-than",
              paramLabel = "AGE",
              converter = DurationArgument.class,
              description =
                  "How old such a state is, such as 7d or 12h (default: ${DEFAULT-VALUE}).",
              defaultValue = "7d")
          Duration age) {
    Expiry.Report report = Expiry.run(lake, Instant.now().minus(age), Steps.ALL);
    LakePrint.expiry(terminal.out(), report);
    return ExitCode.DONE.number();
  }

  @Command(
      name = "tag",
      description = {
        "Give a state of a lake a name, which --as-of reads, and keep it: lake expire leaves it,"
            + " and",
        "whatever it needs, alone."
      })
  int tag(
      @Option(names = "--lake", required = true, paramLabel = "DIR", description = LAKE) Path lake,
      @Option(
              names = "--as-of",
              paramLabel = "SNAPSHOT|TAG|TIME",
              description = "The state (default: the latest).")
          @Nullable String asOf,
      @Parameters(paramLabel = "NAME") String name) {
    LakeTag tag = new FlowLake(lake, Steps.ALL).tag(name, asOf, null);
    terminal.out().println("Snapshot %d is kept as '%s'".formatted(tag.snapshot(), tag.name()));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "untag",
      description = {
        "Take a name away; the state stays until lake expire removes it. What an evidence hold"
            + " keeps",
        "goes only by releasing the hold."
      })
  int untag(
      @Option(names = "--lake", required = true, paramLabel = "DIR", description = LAKE) Path lake,
      @Parameters(paramLabel = "NAME") String name) {
    LakeTag tag = new FlowLake(lake, Steps.ALL).release(name, null);
    terminal
        .out()
        .println("'%s' does not keep snapshot %d any more".formatted(tag.name(), tag.snapshot()));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "relocate",
      description = {
        "Mend a lake that was moved or copied: give its files the names that they have where it"
            + " lies",
        "now. Data files stay as they are."
      })
  int relocate(
      @Option(names = "--lake", required = true, paramLabel = "DIR", description = LAKE)
          Path lake) {
    Path before = Relocation.run(lake, Steps.ALL);
    terminal
        .out()
        .println("'%s', written at '%s', can be read where it lies".formatted(lake, before));
    return ExitCode.DONE.number();
  }

  private static LakeLogs open(
      LakeReader reader, LakePlan plan, EngineArguments limits, Watchdog watchdog) {
    return LakeLogs.open(
        reader, plan, Copies.READ, GivenData.NONE, limits.staging(), limits.settings(watchdog));
  }
}
