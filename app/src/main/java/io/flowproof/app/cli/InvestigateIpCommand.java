package io.flowproof.app.cli;

import io.flowproof.detection.investigate.AddressProfile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code investigate ip}: what did an address do? */
@Command(
    name = "ip",
    description = {
      "Show what an address did: first and last seen, peers, services, rhythm by hour, how far its",
      "conversations got, at which interfaces it was seen."
    },
    footer = {
      "",
      "Example:",
      "  flowproof investigate ip 10.0.1.5 --logs AWSLogs/ --assets interfaces.json"
    })
final class InvestigateIpCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ADDRESS", description = "An address of IPv4 or IPv6.")
  private String address = "";

  @Mixin private final PeriodArguments period = new PeriodArguments();

  @Mixin private final InvestigateArguments arguments = new InvestigateArguments();

  private final Terminal terminal;

  InvestigateIpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String asked = InvestigateArguments.address(address);
    return arguments.answer(
        period.scope(arguments), on -> AddressProfile.of(on, asked, List.of(asked)), terminal);
  }
}
