package io.flowproof.app.follow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowproof.evidence.custody.Collecting.Outcome;
import io.flowproof.evidence.receive.ReceiverEvents;
import io.flowproof.flowlog.decode.ReadTotals;
import io.flowproof.lake.ingest.IngestReport;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a service counts, and {@code GET /metrics} in Prometheus' text format where it is asked for.
 * Failures are said as well.
 */
public final class ServiceMetrics implements ReceiverEvents, FollowEvents, Closeable {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Consumer<String> said;
  private final Consumer<IngestReport> reported;
  private final Clock clock;
  private @Nullable HttpServer server;

  private final Counter requests =
      counter(
          "flowproof_receive_requests",
          "Requests by answer; 0: gone before.",
          "protocol",
          "status");
  private final Counter deliveries =
      counter(
          "flowproof_receive_deliveries",
          "Deliveries by what became of them.",
          "protocol",
          "outcome");
  private final Counter bytes =
      counter("flowproof_receive_bytes", "Bytes of bodies that were kept.", "protocol");
  private final Gauge pending =
      gauge("flowproof_receive_pending_bytes", "Memory of bodies that are not on the disk yet.");
  private final Counter objects =
      counter("flowproof_ingest_objects", "Raw objects by what became of them.", "outcome");
  private final Counter lines = counter("flowproof_ingest_lines", "Lines in the lake.", "kind");
  private final Gauge waiting =
      gauge("flowproof_ingest_waiting_objects", "Objects that are known and not in the lake yet.");
  private final Gauge lastCommit =
      gauge("flowproof_ingest_last_commit_timestamp_seconds", "When objects were last taken in.");
  private final Counter failures = counter("flowproof_failures", "What failed and is tried again.");

  /**
   * Counts from zero.
   *
   * @param said is given what failed
   * @param reported is given what was taken in
   */
  public ServiceMetrics(Consumer<String> said, Consumer<IngestReport> reported, Clock clock) {
    this.said = said;
    this.reported = reported;
    this.clock = clock;
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private Gauge gauge(String name, String help) {
    return Gauge.builder().name(name).help(help).register(registry);
  }

  /**
   * Answers at {@code /metrics} from now on.
   *
   * @throws IOException if it cannot listen there
   */
  public InetSocketAddress serve(InetSocketAddress address) throws IOException {
    HttpServer serving = HttpServer.create(address, 0);
    serving.createContext("/metrics", this::answer);
    serving.start();
    server = serving;
    return serving.getAddress();
  }

  private void answer(HttpExchange http) throws IOException {
    try (http) {
      byte[] text = text();
      http.getResponseHeaders().set("Content-Type", PrometheusTextFormatWriter.CONTENT_TYPE);
      http.sendResponseHeaders(200, text.length);
      http.getResponseBody().write(text);
    }
  }

  /** What Prometheus reads. */
  byte[] text() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toByteArray();
  }

  @Override
  public void kept(String protocol, Outcome outcome, long size) {
    deliveries.labelValues(protocol, outcome.name().toLowerCase(Locale.ROOT)).inc();
    if (outcome != Outcome.ALREADY) {
      bytes.labelValues(protocol).inc(size);
    }
  }

  @Override
  public void answered(String protocol, int status) {
    requests.labelValues(protocol, Integer.toString(status)).inc();
  }

  @Override
  public void pending(long size) {
    pending.set((double) size);
  }

  @Override
  public void taken(IngestReport report) {
    ReadTotals totals = ReadTotals.of(report.added());
    objects.labelValues("added").inc(report.added().size());
    objects.labelValues("unchanged").inc(report.unchanged());
    objects.labelValues("same_content").inc(report.duplicates().size());
    objects.labelValues("changed").inc(report.changed().size());
    objects.labelValues("unreadable").inc(report.unreadable().size());
    objects.labelValues("skipped").inc(report.skipped().size());
    lines.labelValues("flow").inc(totals.flows());
    lines.labelValues("nodata").inc(totals.nodata());
    lines.labelValues("skipdata").inc(totals.skipdata());
    lines.labelValues("rejected").inc(totals.rejected());
    if (!report.added().isEmpty()) {
      lastCommit.set(clock.millis() / 1000.0);
    }
    reported.accept(report);
  }

  @Override
  public void waiting(int count) {
    waiting.set(count);
  }

  @Override
  public void failed(String message) {
    failures.inc();
    said.accept(message);
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }
}
