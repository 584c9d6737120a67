package io.flowproof.app.cli;

import io.flowproof.aws.ServerClock;
import io.flowproof.aws.logs.LogsCollector;
import io.flowproof.aws.logs.LogsRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code collect cloudwatch}: out of a log group. */
@Command(
    name = "cloudwatch",
    description =
        "Collect a log group with FilterLogEvents, and keep the raw pages that the service answers.",
    footer = {
      "",
      "Example:",
      "  flowproof collect cloudwatch --log-group vpc-flow --case incident-7 \\",
      "    --from 2026-03-02T08:00:00Z --to 2026-03-02T12:00:00Z"
    })
final class CollectCloudWatchCommand implements Callable<Integer> {
  @Option(
      names = "--log-group",
      required = true,
      paramLabel = "NAME",
      description = "The group's name, or its ARN.")
  private String group = "";

  @Option(
      names = "--log-stream-name-prefix",
      paramLabel = "TEXT",
      description = "Only streams whose name begins so, for example an interface's id.")
  private @Nullable String streams;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "The first record's start.")
  private Instant from = Instant.EPOCH;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "No record that starts then or later.")
  private Instant to = Instant.EPOCH;

  @Mixin private final AwsArguments aws = new AwsArguments();

  @Mixin private final CollectArguments arguments = new CollectArguments();

  private final Terminal terminal;

  CollectCloudWatchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    PeriodArguments.check(from, to);
    try (Progress progress = new Progress(terminal)) {
      LogsCollector collector =
          new LogsCollector(
              aws.access(),
              new ServerClock(Clock.systemUTC()),
              new LogsRequest(group, Optional.ofNullable(streams), from, to),
              (done, all) -> progress.steps("hours", done, all));
      return arguments.run(terminal, collector::into);
    }
  }
}
