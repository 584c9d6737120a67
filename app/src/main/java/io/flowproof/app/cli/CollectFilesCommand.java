package io.flowproof.app.cli;

import io.flowproof.app.report.CollectionReport;
import io.flowproof.evidence.collect.FileCollector;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CollectionTotals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  @Mixin private final CaseArguments arguments = new CaseArguments();

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "What the case is called, when it is begun (default: the folder's name).")
  private @Nullable String title;

  @Spec private @Nullable CommandSpec spec;

  private final Terminal terminal;

  CollectFilesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Paths.check(paths);
    CollectionTotals totals;
    try (CaseFolder open = arguments.openOrBegin(terminal, title)) {
      totals = new FileCollector(paths, bytes -> {}).into(open, command());
    }
    CollectionReport.print(terminal.out(), terminal.page(), arguments.folder(), totals);
    return (totals.problems() == 0 ? ExitCode.DONE : ExitCode.DATA).number();
  }

  private String command() {
    return spec == null ? "flowproof collect files" : CommandText.of(spec);
  }
}
