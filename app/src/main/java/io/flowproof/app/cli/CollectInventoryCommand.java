package io.flowproof.app.cli;

import io.flowproof.aws.ServerClock;
import io.flowproof.aws.inventory.InventoryCollector;
import io.flowproof.aws.inventory.InventoryCommands;
import io.flowproof.aws.inventory.InventoryRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code collect inventory}: what explains the logs. */
@Command(
    name = "inventory",
    description =
        "Collect what explains flow logs: their configuration, interfaces, instances, subnets, VPCs,"
            + " retention, and the CloudTrail events that touch them.",
    footer = {
      "",
      "Examples:",
      "  flowproof collect inventory --case incident-7 --region us-east-1",
      "  flowproof collect inventory --print-commands     for who may not give credentials to a tool"
    })
final class CollectInventoryCommand implements Callable<Integer> {
  /** What CloudTrail keeps of management events without a trail. */
  private static final Duration KEPT = Duration.ofDays(90);

  @Option(
      names = "--print-commands",
      description =
          "Print the commands of the AWS CLI that do the same, and the least IAM policy for them.")
  private boolean printCommands;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "The first CloudTrail event (default: 90 days ago, the oldest there are).")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "The last CloudTrail event (default: now).")
  private @Nullable Instant to;

  @Mixin private final AwsArguments aws = new AwsArguments();

  @Mixin private final CollectArguments arguments = new CollectArguments();

  private final Terminal terminal;

  CollectInventoryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Clock clock = Clock.systemUTC();
    Instant end = to == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : to;
    InventoryRequest request = new InventoryRequest(from == null ? end.minus(KEPT) : from, end);
    if (printCommands) {
      InventoryCommands.inventory(request, aws.region()).forEach(terminal.out()::println);
      terminal.out().println("# the least policy for these commands:");
      InventoryCommands.policy().lines().forEach(line -> terminal.out().println("# " + line));
      return ExitCode.DONE.number();
    }
    return arguments.run(
        terminal, new InventoryCollector(aws.access(), new ServerClock(clock), request)::into);
  }
}
