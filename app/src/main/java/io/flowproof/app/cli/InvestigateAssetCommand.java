package io.flowproof.app.cli;

import io.flowproof.detection.investigate.AddressProfile;
import io.flowproof.detection.investigate.Investigation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code investigate asset}: what did something of the inventory do? */
@Command(
    name = "asset",
    description = {
      "Show what an asset did, by all addresses that it ever had: as investigate ip shows of one."
    },
    footer = {
      "",
      "Example:",
      "  flowproof investigate asset web-1 --logs AWSLogs/ --assets interfaces.json"
    })
final class InvestigateAssetCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "Its name, its id, its instance's or its interface's, as --assets has them.")
  private String name = "";

  @Mixin private final PeriodArguments period = new PeriodArguments();

  @Mixin private final InvestigateArguments arguments = new InvestigateArguments();

  private final Terminal terminal;

  InvestigateAssetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return arguments.answer(
        period.scope(arguments),
        period.from(),
        List.of(),
        on -> AddressProfile.of(on, name, addresses(on)),
        names -> {
          if (names.addressesOf(name).isEmpty()) {
            throw new UsageException(
                "No asset has the name or id '%s' (--assets FILE takes what aws ec2 describe-network-interfaces prints)"
                    .formatted(name));
          }
          return names;
        },
        terminal);
  }

  private List<String> addresses(Investigation on) {
    return on.names().addressesOf(name);
  }
}
