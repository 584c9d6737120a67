package io.flowproof.app.cli;

import io.flowproof.detection.investigate.AttackPaths;
import io.flowproof.detection.investigate.PathQuestion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code investigate paths}. */
@Command(
    name = "paths",
    description = {
      "Show where somebody could have gone from a host, in the order of time, and where from they"
          + " may",
      "have come: over connections that were established and that are administrative or new."
    },
    footer = {
      "",
      "Example:",
      "  flowproof investigate paths --from 10.0.1.5 --at 2026-03-02T09:10:00Z --logs AWSLogs/"
    })
final class InvestigatePathsCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "ADDRESS",
      description = "The host, by its address; it may be one of the internet.")
  private String host = "";

  @Option(
      names = "--at",
      required = true,
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "When somebody was on it: onward from then, and back from then.")
  private @Nullable Instant at;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "Only records that begin before this time.")
  private @Nullable Instant to;

  @Option(
      names = "--back",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "How long before --at they may have come (default: 24h); older is baseline.")
  private Duration back = Duration.ofHours(24);

  @Option(
      names = "--baseline",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = {
        "How much of what is older is looked at, to tell which connections are new (default: 14d)."
      })
  private Duration baseline = Duration.ofDays(14);

  @Option(
      names = "--hops",
      paramLabel = "N",
      description = "At most so many connections one after the other (default: ${DEFAULT-VALUE}).")
  private int hops = 8;

  @Option(
      names = "--all-edges",
      description = "Follow all established connections, not only administrative and new ones.")
  private boolean allEdges;

  @Mixin private final InvestigateArguments arguments = new InvestigateArguments();

  private final Terminal terminal;

  InvestigatePathsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (hops < 1 || hops > 32) {
      throw new UsageException("--hops must be from 1 to 32, not " + hops);
    }
    Instant time = Objects.requireNonNull(at);
    PathQuestion question =
        new PathQuestion(InvestigateArguments.address(host), time, back, baseline, hops, allEdges);
    return arguments.answer(
        arguments.scope(null, to),
        time.minus(back).minus(baseline),
        List.of(),
        on -> AttackPaths.of(on, question),
        names -> names,
        terminal);
  }
}
