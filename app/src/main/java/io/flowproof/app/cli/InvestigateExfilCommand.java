package io.flowproof.app.cli;

import io.flowproof.detection.investigate.Exfiltration;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code investigate exfil}. */
@Command(
    name = "exfil",
    description = {
      "Show what left a host: bytes out by destination beside what is usual, what it had gathered"
          + " from",
      "inside before, an upper bound, and what makes it uncertain."
    },
    footer = {
      "",
      "Example:",
      "  flowproof investigate exfil --host 10.0.1.5 --from 2026-03-02T09:00:00Z --logs AWSLogs/"
    })
final class InvestigateExfilCommand implements Callable<Integer> {
  @Option(
      names = "--host",
      required = true,
      paramLabel = "ADDRESS",
      description = "The host, by its address.")
  private String host = "";

  @Option(
      names = "--baseline",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "How long before --from is looked at for what is usual (default: 14d).")
  private Duration baseline = Duration.ofDays(14);

  @Mixin private final PeriodArguments period = new PeriodArguments();

  @Mixin private final InvestigateArguments arguments = new InvestigateArguments();

  private final Terminal terminal;

  InvestigateExfilCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String address = InvestigateArguments.address(host);
    Instant from = period.from();
    return arguments.answer(
        period.scope(arguments),
        from == null ? null : from.minus(baseline),
        List.of(),
        on -> Exfiltration.of(on, address, baseline),
        names -> names,
        terminal);
  }
}
