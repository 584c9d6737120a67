package io.flowproof.app.cli;

import io.flowproof.app.follow.Following;
import io.flowproof.app.follow.ReceivedArrivals;
import io.flowproof.app.follow.ServiceMetrics;
import io.flowproof.engine.duckdb.DuckDbEngine;
import io.flowproof.evidence.receive.ReceivedObjects;
import io.flowproof.evidence.receive.Receiver;
import io.flowproof.evidence.receive.ReceiverOptions;
import io.flowproof.evidence.receive.ServerCertificate;
import io.flowproof.evidence.receive.Tokens;
import io.flowproof.lake.ingest.Ingest;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.table.LakeDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code receive}: flow logs over HTTP. */
@Command(
    name = "receive",
    description = {
      "Receive flow logs over HTTP: from Amazon Data Firehose at /firehose, from whoever speaks",
      "Splunk's HTTP Event Collector at /services/collector. What is acknowledged is on the disk,",
      "byte for byte, in the log of a case; with --lake it goes on into a lake. Ends by Ctrl-C or",
      "SIGTERM, after the requests and the commit that are under way."
    },
    footer = {
      "",
      "Examples:",
      "  flowproof receive --listen 8088 --token-file token --case received",
      "  flowproof receive --listen 443 --tls-cert cert.pem --tls-key key.pem --token-file token"
          + " \\",
      "      --case received --lake /var/lib/flowproof --metrics 127.0.0.1:9464"
    })
final class ReceiveCommand implements Callable<Integer> {
  private static final String TOKEN_VARIABLE = "FLOWPROOF_TOKEN";
  private static final Duration LOOK = Duration.ofMillis(200);

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "ADDRESS",
      converter = AddressArgument.class,
      description = "Where, such as 8088 or 127.0.0.1:8088.")
  private InetSocketAddress listen = new InetSocketAddress(0);

  @Option(
      names = "--token",
      paramLabel = "SECRET",
      description = {
        "The access key of Firehose, the token of Splunk's senders; may be repeated. Others of this",
        "machine can see it here: --token-file, or the variable FLOWPROOF_TOKEN, keep it from them."
      })
  private List<String> tokens = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file of such secrets, one a line.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The server's certificate and those above it, in PEM. Without it: plain HTTP.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key, in PEM (PKCS #8).")
  private @Nullable Path key;

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description =
          "Take what is received into this lake too. Without --case the raw objects lie in its"
              + " folder received/.")
  private @Nullable Path lake;

  @Option(
      names = "--max-body",
      paramLabel = "SIZE",
      converter = SizeArgument.class,
      description = {
        "The largest body that is taken, and what a compressed one may inflate to (default:",
        "${DEFAULT-VALUE}, the largest that Firehose sends)."
      },
      defaultValue = "64m")
  private long largest;

  @Option(
      names = "--max-pending",
      paramLabel = "SIZE",
      converter = SizeArgument.class,
      description = {
        "How much memory bodies may take together that are not on the disk yet; who finds none is",
        "answered 503 and comes again (default: ${DEFAULT-VALUE})."
      },
      defaultValue = "256m")
  private long pending;

  @Mixin private final CaseArguments cases = new CaseArguments();

  @Mixin private final AwsArguments aws = new AwsArguments();

  @Mixin private final ServiceArguments service = new ServiceArguments();

  @Mixin private final LakeWritingArguments writing = new LakeWritingArguments();

  @Mixin private final ReadArguments reading = new ReadArguments();

  @Spec private @Nullable CommandSpec spec;

  private final Terminal terminal;

  ReceiveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ReceiverOptions options = new ReceiverOptions(listen, secrets(), tls(), largest, pending);
    Path folder = folder();
    ReceivedArrivals arrivals = new ReceivedArrivals(service.every());
    if (lake != null) {
      DuckDbEngine.preload();
      BucketLakes.prepare(lake, aws.access());
      earlier(arrivals, folder, lake);
    }
    try (ServiceMetrics metrics = service.begin(terminal);
        GracefulStop stop = GracefulStop.watch(terminal)) {
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      Thread follower = follower(arrivals, metrics, stop, failure);
      try (ReceivedObjects objects = objects(folder, arrivals);
          Receiver receiver = Receiver.start(options, objects, metrics, Clock.systemUTC())) {
        terminal.say("receiving at " + url(receiver.address()) + ", into " + folder);
        follower.start();
        while (!stop.isAsked() && failure.get() == null) {
          Thread.sleep(LOOK);
        }
      }
      if (follower.getState() != Thread.State.NEW) {
        follower.join();
      }
      if (failure.get() != null) {
        throw new IllegalStateException("The lake could not be followed", failure.get());
      }
    }
    return ExitCode.DONE.number();
  }

  private ReceivedObjects objects(Path folder, ReceivedArrivals arrivals) throws IOException {
    return new ReceivedObjects(
        folder,
        cases.actor(terminal.environment()),
        url(listen),
        spec == null ? "flowproof receive" : secretless(CommandText.of(spec)),
        lake == null ? (day, kept) -> {} : arrivals::kept);
  }

  /** The log of a case is for everybody's eyes. */
  private static String secretless(String command) {
    return command.replaceAll("(--token[= ])('[^']*'|\\S+)", "$1…");
  }

  private String url(InetSocketAddress address) {
    return "%s://%s:%d"
        .formatted(
            certificate == null ? "http" : "https",
            address.getAddress().isAnyLocalAddress() ? "*" : address.getHostString(),
            address.getPort());
  }

  private Path folder() {
    if (lake != null && !cases.isGiven()) {
      return LakeDirectory.home(lake).resolve("received");
    }
    return cases.folder();
  }

  private Tokens secrets() throws IOException {
    List<String> secrets = new ArrayList<>(tokens);
    if (tokenFile != null) {
      Files.readAllLines(tokenFile).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .forEach(secrets::add);
    }
    String variable = terminal.environment().getOrDefault(TOKEN_VARIABLE, "");
    if (!variable.isBlank()) {
      secrets.add(variable.strip());
    }
    try {
      return new Tokens(secrets);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          e.getMessage() + " (give --token-file FILE, --token SECRET or " + TOKEN_VARIABLE + ")");
    }
  }

  private @Nullable SSLContext tls() throws IOException {
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new UsageException("--tls-cert and --tls-key need each other");
    }
    return ServerCertificate.read(certificate, key);
  }

  private static void earlier(ReceivedArrivals arrivals, Path folder, Path lake)
      throws IOException {
    if (LakeDirectory.exists(lake)) {
      try (LakeReader reader = LakeReader.open(lake)) {
        arrivals.earlier(folder, uri -> reader.rawObject(uri).isPresent());
      }
    } else {
      LakeDirectory.create(lake);
      arrivals.earlier(folder, uri -> false);
    }
  }

  private Thread follower(
      ReceivedArrivals arrivals,
      ServiceMetrics metrics,
      GracefulStop stop,
      AtomicReference<@Nullable Throwable> failure) {
    return Thread.ofPlatform()
        .name("lake")
        .uncaughtExceptionHandler((thread, e) -> failure.set(e))
        .unstarted(
            () -> {
              if (lake != null) {
                follow(lake, arrivals, metrics, stop);
              }
            });
  }

  private void follow(
      Path into, ReceivedArrivals arrivals, ServiceMetrics metrics, GracefulStop stop) {
    Ingest ingest = new Ingest(writing.ingest(reading.options(), stop));
    try {
      new Following(into, ingest, arrivals, metrics, stop::isAsked).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
