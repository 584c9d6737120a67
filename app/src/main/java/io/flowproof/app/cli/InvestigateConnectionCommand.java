package io.flowproof.app.cli;

import io.flowproof.detection.investigate.Connections;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code investigate connection}: what passed between two addresses? */
@Command(
    name = "connection",
    description = {
      "Show each connection between two addresses: who opened it, how far it got and why that is",
      "known, times, bytes, packets, flags, and which interfaces saw it."
    },
    footer = {
      "",
      "Example:",
      "  flowproof investigate connection 10.0.1.5 10.0.2.9 --logs AWSLogs/"
    })
final class InvestigateConnectionCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A", description = "An address.")
  private String one = "";

  @Parameters(index = "1", paramLabel = "B", description = "Another.")
  private String other = "";

  @Mixin private final PeriodArguments period = new PeriodArguments();

  @Mixin private final InvestigateArguments arguments = new InvestigateArguments();

  private final Terminal terminal;

  InvestigateConnectionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String a = InvestigateArguments.address(one);
    String b = InvestigateArguments.address(other);
    if (a.equals(b)) {
      throw new UsageException("Both ends are %s (give two addresses)".formatted(a));
    }
    return arguments.answer(period.scope(arguments), on -> Connections.of(on, a, b), terminal);
  }
}
