package io.flowproof.app.cli;

import io.flowproof.detection.investigate.AddressProfile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code investigate eni}. */
@Command(
    name = "eni",
    description = {
      "Show what an interface recorded: as investigate ip shows of an address, of all addresses on"
          + " the",
      "interface's own side."
    },
    footer = {"", "Example:", "  flowproof investigate eni eni-0a1b2c3d4e5f60718 --logs AWSLogs/"})
final class InvestigateEniCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "eni-…, or nat-… of a regional NAT gateway.")
  private String id = "";

  @Mixin private final PeriodArguments period = new PeriodArguments();

  @Mixin private final InvestigateArguments arguments = new InvestigateArguments();

  private final Terminal terminal;

  InvestigateEniCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!id.matches("(?:eni|nat)-[0-9a-zA-Z]+")) {
      throw new UsageException(
          "'%s' is no id of an interface (must be like eni-0a1b2c3d4e5f60718)".formatted(id));
    }
    return arguments.answer(
        period.scope(arguments), on -> AddressProfile.ofInterface(on, id), terminal);
  }
}
