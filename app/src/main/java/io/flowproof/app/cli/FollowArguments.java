package io.flowproof.app.cli;

import io.flowproof.app.follow.Arrivals;
import io.flowproof.app.follow.BucketArrivals;
import io.flowproof.app.follow.FolderArrivals;
import io.flowproof.app.follow.Following;
import io.flowproof.app.follow.QueueArrivals;
import io.flowproof.app.follow.ServiceMetrics;
import io.flowproof.app.follow.Spool;
import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.s3.BucketWatch;
import io.flowproof.aws.s3.ObjectFetch;
import io.flowproof.aws.s3.S3Request;
import io.flowproof.aws.sqs.NotificationQueue;
import io.flowproof.flowlog.decode.FlowLogReader;
import io.flowproof.flowlog.decode.ReadOptions;
import io.flowproof.lake.ingest.Ingest;
import io.flowproof.lake.read.LakeReader;
import io.flowproof.lake.table.LakeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ingest --follow}: what arrives, until it is stopped. */
final class FollowArguments {
  @Option(
      names = "--follow",
      description = {
        "Go on with what arrives, until Ctrl-C or SIGTERM: files that appear in folders, objects of",
        "s3://BUCKET/PREFIX, or those that --queue names. What fails is tried again."
      })
  private boolean follow;

  @Option(
      names = "--queue",
      paramLabel = "URL",
      description = {
        "A queue of SQS with the notifications of buckets, in place of paths. A message is deleted",
        "when the lake has its objects."
      })
  private @Nullable String queue;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "Of s3://…: only objects that can hold records from then on.")
  private @Nullable Instant from;

  @Option(
      names = "--requester-pays",
      description = "Agree to pay for the requests, where the bucket wants that.")
  private boolean requesterPays;

  @Mixin private final AwsArguments aws = new AwsArguments();

  @Mixin private final ServiceArguments service = new ServiceArguments();

  /** How AWS is reached. */
  AwsAccess access() {
    return aws.access();
  }

  /** Whether it was asked for. */
  boolean isAsked() {
    return follow;
  }

  /**
   * Sees to it that there is one kind of source.
   *
   * @throws UsageException otherwise
   */
  void check(List<String> sources) {
    boolean buckets = sources.stream().anyMatch(S3Uri::is);
    if (!follow) {
      if (buckets || queue != null) {
        throw new UsageException(
            (buckets ? "s3://…" : "--queue")
                + " needs --follow (or collect s3 first, which keeps the objects as evidence)");
      }
      if (sources.isEmpty()) {
        throw new UsageException("Missing required parameter: 'PATH'");
      }
    } else if ((queue == null) == sources.isEmpty()) {
      throw new UsageException("--follow needs either paths or --queue URL");
    } else if (buckets && !sources.stream().allMatch(S3Uri::is)) {
      throw new UsageException("Follow folders or buckets, not both at once");
    }
  }

  /** Follows until it is stopped. */
  void run(
      Terminal terminal,
      List<String> sources,
      Path lake,
      Ingest ingest,
      ReadOptions options,
      Path staging,
      GracefulStop stop)
      throws IOException, InterruptedException {
    try (ServiceMetrics metrics = service.begin(terminal);
        Arrivals arrivals = arrivals(sources, lake, options, staging, metrics)) {
      terminal.say(
          "following %s, into %s"
              .formatted(queue == null ? String.join(" ", sources) : queue, lake));
      new Following(lake, ingest, arrivals, metrics, stop::isAsked).run();
    }
  }

  private Arrivals arrivals(
      List<String> sources, Path lake, ReadOptions options, Path staging, ServiceMetrics metrics)
      throws IOException {
    FlowLogReader reader = new FlowLogReader(options);
    if (queue == null && !S3Uri.is(sources.getFirst())) {
      List<Path> folders = sources.stream().map(Path::of).toList();
      Paths.check(folders);
      return new FolderArrivals(folders, reader, service.every());
    }
    Clock clock = Clock.systemUTC();
    Files.createDirectories(staging);
    Spool spool = new Spool(staging, new ObjectFetch(aws.access(), requesterPays, clock), reader);
    if (queue != null) {
      return new QueueArrivals(
          new NotificationQueue(aws.access(), queue, QueueArrivals.HIDDEN, clock),
          spool,
          metrics::failed,
          service.every());
    }
    List<BucketWatch> buckets = new ArrayList<>();
    for (String source : sources) {
      buckets.add(new BucketWatch(aws.access(), request(S3Uri.parse(source)), clock));
    }
    return new BucketArrivals(
        buckets, spool, uri -> isKnown(lake, uri), metrics::failed, service.every());
  }

  private S3Request request(S3Uri source) {
    return new S3Request(
        source.bucket(),
        source.key(),
        Optional.ofNullable(from),
        Optional.empty(),
        Set.of(),
        Set.of(),
        requesterPays,
        S3Request.USUAL_PARALLEL);
  }

  private static boolean isKnown(Path lake, String uri) {
    if (!LakeDirectory.exists(lake)) {
      return false;
    }
    try (LakeReader reader = LakeReader.open(lake)) {
      return reader.rawObject(uri).isPresent();
    }
  }
}
