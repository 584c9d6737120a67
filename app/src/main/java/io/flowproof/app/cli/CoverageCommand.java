package io.flowproof.app.cli;

import io.flowproof.app.report.CoverageReport;
import io.flowproof.app.report.CoverageRows;
import io.flowproof.app.report.NavigatorLayer;
import io.flowproof.app.report.html.HtmlReport;
import io.flowproof.app.report.html.SinceThen;
import io.flowproof.detection.coverage.Coverage;
import io.flowproof.detection.coverage.FlowLogs;
import io.flowproof.detection.coverage.LogCoverage;
import io.flowproof.detection.coverage.Observation;
import io.flowproof.detection.given.GivenData;
import io.flowproof.detection.proof.Proof;
import io.flowproof.detection.proof.ProofFile;
import io.flowproof.lake.read.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coverage}: what is covered, what is proven, what can I not see? */
@Command(
    name = "coverage",
    description = {
      "Show which techniques of MITRE ATT&CK the rules cover, what is proven of them, how soon"
          + " they",
      "find them, what your own recording lets them see, and what no flow log can show."
    },
    footer = {
      "",
      "Example:",
      "  aws ec2 describe-flow-logs > flow-logs.json",
      "  aws ec2 describe-network-interfaces > interfaces.json",
      "  flowproof coverage --config flow-logs.json --config interfaces.json",
      "  flowproof coverage --logs examples/logs/small-vpc",
      "  flowproof coverage --proof proof/proof.json --format html > report.html"
    })
final class CoverageCommand implements Callable<Integer> {
  enum Format {
    TABLE,
    JSON,
    CSV,
    NAVIGATOR,
    HTML
  }

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "A folder of rules (default: packs/vpc-flow of this installation).")
  private @Nullable Path pack;

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description = "The proof.json that flowproof prove wrote; without it nothing is proven.")
  private @Nullable Path proof;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "An older proof.json: table and html say what changed since.")
  private @Nullable Path against;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "How your network is recorded: what aws ec2 describe-flow-logs prints, and, to know the",
        "interfaces, describe-network-interfaces; may be repeated."
      })
  private List<Path> configuration = List.of();

  @Option(
      names = "--logs",
      paramLabel = "PATH",
      arity = "1..*",
      description = "The same from logs: files and folders of flow logs.")
  private List<Path> logs = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  @Mixin private final LakeArguments lake = new LakeArguments();

  @Mixin private final ReadArguments reading = new ReadArguments();

  @Mixin private final EngineArguments limits = new EngineArguments();

  private final Terminal terminal;

  CoverageCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    lake.check(logs, false);
    if (!configuration.isEmpty() && (!logs.isEmpty() || lake.lake() != null)) {
      throw new UsageException(
          "--config and %s say the same thing twice (give one of them)"
              .formatted(logs.isEmpty() ? "--lake" : "--logs"));
    }
    if (against != null && proof == null) {
      throw new UsageException("--against compares with a --proof, and none is given");
    }
    Paths.check(configuration);
    Proof older = proof(against);
    Coverage coverage = Coverage.of(Packs.load(pack).rules(), proof(proof), observation());
    switch (format) {
      case TABLE ->
          new CoverageReport(terminal.out(), terminal.page())
              .print(coverage, since(coverage.proof(), older));
      case JSON -> new CoverageRows(coverage).json(terminal.out());
      case CSV -> new CoverageRows(coverage).csv(terminal.out());
      case NAVIGATOR -> terminal.out().print(NavigatorLayer.of(coverage));
      case HTML -> terminal.out().print(HtmlReport.of(coverage, older));
    }
    return ExitCode.DONE.number();
  }

  private static @Nullable Proof proof(@Nullable Path file) throws IOException {
    if (file == null) {
      return null;
    }
    Paths.check(List.of(file));
    return ProofFile.read(file);
  }

  private @Nullable Observation observation() throws IOException, InterruptedException {
    if (!configuration.isEmpty()) {
      return FlowLogs.read(configuration);
    }
    Path directory = lake.lake();
    if (logs.isEmpty() && directory == null) {
      return null;
    }
    try (Session session =
        directory == null
            ? Session.over(logs, reading, limits, LogCoverage.columns(), GivenData.NONE, terminal)
            : Session.over(directory, lake, TimeRange.ALL, limits, GivenData.NONE, terminal)) {
      return LogCoverage.of(
          session.engine(),
          directory == null
              ? logs.stream().map(Path::toString).collect(Collectors.joining(", "))
              : directory.toString(),
          session.logs().orElseThrow().totals().formats());
    }
  }

  /** What changed between two proofs, a line each. */
  private static List<String> since(@Nullable Proof proof, @Nullable Proof older) {
    if (proof == null || older == null) {
      return List.of();
    }
    List<String> lines =
        SinceThen.between(older, proof).changes().stream()
            .map(
                change ->
                    "%s%s: %s, now %s"
                        .formatted(
                            change.worse() ? "WORSE  " : "",
                            change.rule(),
                            change.before(),
                            change.now()))
            .toList();
    return lines.isEmpty() ? List.of("Nothing changed") : lines;
  }
}
