package io.flowproof.app.cli;

import io.flowproof.core.address.Network;
import io.flowproof.simulate.deliver.TruthFile;
import io.flowproof.simulate.record.FlowLog;
import io.flowproof.simulate.record.RecordSink;
import io.flowproof.simulate.record.RecorderTotals;
import io.flowproof.simulate.replay.AddressMap;
import io.flowproof.simulate.replay.CaptureFormat;
import io.flowproof.simulate.replay.InvalidCaptureException;
import io.flowproof.simulate.replay.Replay;
import io.flowproof.simulate.replay.ReplayReport;
import io.flowproof.simulate.replay.ReplayRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: the flow logs that a VPC would have had of a capture. */
@Command(
    name = "replay",
    description = "Turn a capture into the flow logs that a VPC would have had of it.",
    footer = {
      "",
      "Example:",
      "  flowproof replay --from zeek conn.log --vpc 10.0.0.0/16 --out replayed",
      "  flowproof inspect replayed"
    })
final class ReplayCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}: what the files are.")
  private CaptureFormat from = CaptureFormat.ZEEK;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Captures, compressed or not.")
  private List<Path> files = List.of();

  @Option(
      names = "--vpc",
      required = true,
      split = ",",
      paramLabel = "CIDR",
      description = "The networks whose addresses are the VPC's interfaces.")
  private List<String> vpc = List.of();

  @Option(
      names = "--map",
      split = ",",
      paramLabel = "CIDR=CIDR",
      description = "Move the capture's addresses into another network of the same size, before.")
  private List<String> map = List.of();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "When the first packet came (default: as captured).")
  private @Nullable Instant at;

  @Mixin private final LogOutput output = new LogOutput();

  private final Terminal terminal;

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Paths.check(files);
    ReplayRequest request =
        new ReplayRequest(
            from,
            files,
            networks(),
            map(),
            at,
            output.nodata(),
            new FlowLog(
                "fl-0replay00000000",
                "123456789012",
                "us-east-1",
                output.format(),
                output.interval(),
                FlowLog.Traffic.ALL,
                point -> true));
    Path folder = output.folder();
    try (RecordSink sink = output.sink(folder, 0, terminal.out());
        TruthFile truth = new TruthFile(folder)) {
      ReplayReport report = new Replay(request).run(sink, truth);
      print(folder == null ? terminal.err() : terminal.out(), report);
    } catch (InvalidCaptureException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE.number();
  }

  private List<Network> networks() {
    List<Network> networks = new ArrayList<>();
    for (String text : vpc) {
      networks.add(
          Network.parse(text.strip())
              .orElseThrow(
                  () ->
                      new UsageException(
                          "Invalid --vpc: '"
                              + text
                              + "' (must be a network such as 10.0.0.0/16)")));
    }
    return networks;
  }

  private AddressMap map() {
    AddressMap addresses = new AddressMap();
    try {
      map.forEach(addresses::with);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return addresses;
  }

  private void print(PrintStream out, ReplayReport report) {
    RecorderTotals totals = report.recorded();
    out.printf("%-34s %12s %14s %16s%n", "", "connections", "packets", "bytes");
    line(out, "in the capture", totals.given());
    line(out, "outside the VPC", totals.outside());
    totals.unrecorded().forEach((reason, amount) -> line(out, "unseen: " + reason.words(), amount));
    out.println();
    out.printf(
        "%,d interfaces, %,d records, %,d NODATA%n",
        report.interfaces(), totals.records(), totals.nodata());
    out.printf("%,d labelled connections in %s%n", report.labels(), TruthFile.NAME);
    report.refused().forEach((reason, count) -> terminal.say(count + " not replayed: " + reason));
    report.firstRefused().forEach(first -> terminal.say("  " + first));
  }

  private static void line(PrintStream out, String name, RecorderTotals.Amount amount) {
    out.printf(
        "%-34s %,12d %,14d %,16d%n", name, amount.connections(), amount.packets(), amount.bytes());
  }
}
