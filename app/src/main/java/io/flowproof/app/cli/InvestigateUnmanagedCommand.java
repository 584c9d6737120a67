package io.flowproof.app.cli;

import io.flowproof.detection.investigate.Unmanaged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code investigate unmanaged}. */
@Command(
    name = "unmanaged",
    description = {
      "Show which interfaces met addresses of a list, and are in no inventory or have no owner:"
          + " when,",
      "how much, how far it got."
    },
    footer = {
      "",
      "Example:",
      "  flowproof investigate unmanaged --ioc list.txt --assets interfaces.json --logs AWSLogs/"
    })
final class InvestigateUnmanagedCommand implements Callable<Integer> {
  @Option(
      names = "--ioc",
      required = true,
      paramLabel = "FILE",
      description = "A list of the attacker's addresses and networks, as --intel takes it.")
  private List<Path> lists = List.of();

  @Mixin private final PeriodArguments period = new PeriodArguments();

  @Mixin private final InvestigateArguments arguments = new InvestigateArguments();

  private final Terminal terminal;

  InvestigateUnmanagedCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return arguments.answer(
        period.scope(arguments), period.from(), lists, Unmanaged::of, names -> names, terminal);
  }
}
