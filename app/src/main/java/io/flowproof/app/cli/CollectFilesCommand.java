package io.flowproof.app.cli;

import io.flowproof.evidence.collect.FileCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code collect files}: what somebody else fetched. */
@Command(
    name = "files",
    description =
        "Keep files that were fetched before, such as the output of 'aws s3 cp --recursive',"
            + " 'aws logs filter-log-events' or 'aws ec2 describe-flow-logs'.",
    footer = {"", "Example:", "  flowproof collect files ./downloaded --case incident-7"})
final class CollectFilesCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, or folders to walk.")
  private List<Path> paths = List.of();

  @Mixin private final CollectArguments arguments = new CollectArguments();

  private final Terminal terminal;

  CollectFilesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Paths.check(paths);
    return arguments.run(terminal, new FileCollector(paths, bytes -> {})::into);
  }
}
