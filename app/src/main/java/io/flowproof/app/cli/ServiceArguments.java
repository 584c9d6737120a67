package io.flowproof.app.cli;

import io.flowproof.app.follow.ServiceMetrics;
import io.flowproof.app.report.IngestPrint;
import io.flowproof.lake.ingest.IngestReport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command has that goes on until it is stopped. */
final class ServiceArguments {
  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description =
          "How long to gather what arrives for one commit, and to wait between two looks (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "10s")
  private Duration every = Duration.ofSeconds(10);

  @Option(
      names = "--metrics",
      paramLabel = "ADDRESS",
      converter = AddressArgument.class,
      description = "Answer http://ADDRESS/metrics for Prometheus, such as 127.0.0.1:9464.")
  private @Nullable InetSocketAddress metrics;

  Duration every() {
    return every;
  }

  /** Counts, says what fails, prints what was taken in, and answers at {@code --metrics}. */
  ServiceMetrics begin(Terminal terminal) throws IOException {
    ServiceMetrics begun =
        new ServiceMetrics(terminal::say, report -> print(terminal, report), Clock.systemUTC());
    if (metrics != null) {
      try {
        terminal.say("metrics at http:/%s/metrics".formatted(begun.serve(metrics)));
      } catch (IOException e) {
        throw new IOException("Cannot listen at " + metrics + ": " + e.getMessage(), e);
      }
    }
    return begun;
  }

  private static void print(Terminal terminal, IngestReport report) {
    boolean nothing =
        report.added().isEmpty()
            && report.duplicates().isEmpty()
            && report.changed().isEmpty()
            && report.unreadable().isEmpty()
            && report.skipped().isEmpty();
    if (!nothing) {
      IngestPrint.print(terminal.out(), terminal.page(), report);
      terminal.out().flush();
    }
  }
}
