package io.flowproof.app.cli;

import io.flowproof.app.cli.FindingFile.EvidenceObject;
import io.flowproof.app.cli.RawObjects.Found;
import io.flowproof.app.cli.RawObjects.State;
import io.flowproof.app.report.LinesPrint;
import io.flowproof.app.report.RowFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lines}: the original lines that a finding or a query rests on. */
@Command(
    name = "lines",
    description = {
      "Print the original lines that a finding or a query rests on, each with its object and line",
      "number, out of objects whose SHA-256 is the one that was noted. Says of each object whether it",
      "is unchanged, moved, changed or gone."
    },
    footer = {
      "",
      "Examples:",
      "  flowproof detect --format json examples/logs > findings.json",
      "  flowproof lines --finding findings.json#4f1c",
      "  flowproof lines --logs examples/logs --kql 'AWSVPCFlow | where DstPort == 22'",
      "  flowproof lines --lake /var/lib/flowproof --sql 'select source_id, source_line from flow'",
      "",
      "Exit code 4 where an object is changed or gone."
    })
final class LinesCommand implements Callable<Integer> {
  /** What the lines are of. */
  static final class What {
    @Option(
        names = "--finding",
        paramLabel = "FILE#ID",
        description = {
          "A finding of a file that detect --format json or ndjson wrote; the beginning of its id is",
          "enough."
        })
    private @Nullable String finding;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private @Nullable QueryText query;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private What what = new What();

  @Option(
      names = "--logs",
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Files and folders of flow logs: what a query asks; where moved objects may be.")
  private List<Path> logs = List.of();

  @Option(
      names = "--case",
      paramLabel = "DIR",
      description = "A case: what a query asks; where moved objects may be.")
  private @Nullable Path folder;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "How many lines to print (default: ${DEFAULT-VALUE}).")
  private int most = 1_000;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private RowFormat format = RowFormat.TABLE;

  @Mixin private final LakeArguments lake = new LakeArguments();

  @Mixin private final ReadArguments reading = new ReadArguments();

  @Mixin private final EngineArguments limits = new EngineArguments();

  private final Terminal terminal;

  LinesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Paths.check(logs);
    List<EvidenceObject> wanted;
    long total;
    if (what.finding != null) {
      FindingFile.Listed finding = FindingFile.find(what.finding);
      wanted = finding.evidence();
      total = finding.total();
    } else {
      QueriedLines queried = queried();
      wanted = queried.objects();
      total = queried.total();
    }
    return print(wanted, total).number();
  }

  private QueriedLines queried() throws IOException, InterruptedException {
    List<Path> paths = new ArrayList<>(logs);
    if (folder != null && logs.isEmpty() && lake.lake() == null) {
      paths.add(CaseEvidence.read(folder).raw());
    }
    lake.check(paths, true);
    QueryText text = Objects.requireNonNull(what.query);
    return QueriedLines.of(text, paths, lake, reading, limits, most, terminal);
  }

  private ExitCode print(List<EvidenceObject> wanted, long total) throws IOException {
    RawObjects objects = new RawObjects(folder, lake.lake(), logs);
    LinesPrint print = new LinesPrint(terminal.out(), terminal.page(), format);
    boolean whole = true;
    long listed = 0;
    for (EvidenceObject object : wanted) {
      if (listed >= most) {
        break;
      }
      Found found = objects.find(object.object(), object.sha256(), object.lines());
      whole &= found.lines() != null;
      Map<Long, String> lines = found.lines() == null ? Map.of() : found.lines().lines();
      print.object(
          found.object(),
          found.sha256(),
          found.state().name().toLowerCase(Locale.ROOT),
          found.state() == State.UNCHANGED ? "" : found.place(),
          found.lines() != null);
      for (long line : object.lines()) {
        if (found.lines() != null && listed < most) {
          print.line(line, lines.get(line));
          whole &= lines.containsKey(line);
          listed++;
        }
      }
      if (found.lines() == null) {
        terminal.say(
            "%s is %s: %s (--case, --lake and --logs name where else to look)"
                .formatted(
                    found.object(), found.state().name().toLowerCase(Locale.ROOT), found.place()));
      }
    }
    print.end();
    if (total > listed) {
      terminal.say(
          "%,d of %,d lines (detect --evidence N and lines --most N give more)"
              .formatted(listed, total));
    }
    return whole ? ExitCode.DONE : ExitCode.DATA;
  }
}
