package io.flowproof.app.cli;

import io.flowproof.app.report.CollectionReport;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CollectionTotals;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What every collection needs: a case, and the way from a collector to a report and an exit code.
 */
final class CollectArguments {
  @Mixin private final CaseArguments arguments = new CaseArguments();

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "What the case is called, when it is begun (default: the folder's name).")
  private @Nullable String title;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** Brings objects into a case that is open. */
  @FunctionalInterface
  interface Collector {
    /**
     * Collects.
     *
     * @param command the command as it was typed
     */
    CollectionTotals into(CaseFolder open, String command) throws IOException;
  }

  /** Runs a collector, and says what came of it; exit code 4 where there were problems. */
  int run(Terminal terminal, Collector collector) throws IOException {
    CollectionTotals totals;
    try (CaseFolder open = arguments.openOrBegin(terminal, title)) {
      totals = collector.into(open, spec == null ? "flowproof collect" : CommandText.of(spec));
    } catch (IOException e) {
      terminal.say(
          "ENGINE: The case cannot be written: %s (nothing that was kept is lost; the same command"
                  .formatted(e.getMessage())
              + " goes on from there)");
      return ExitCode.ENGINE.number();
    }
    CollectionReport.print(terminal.out(), terminal.page(), arguments.folder(), totals);
    return (totals.problems() == 0 ? ExitCode.DONE : ExitCode.DATA).number();
  }
}
