package io.flowproof.app.cli;

import io.flowproof.aws.ServerClock;
import io.flowproof.aws.s3.S3Collector;
import io.flowproof.aws.s3.S3Request;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code collect s3}: out of the bucket that flow logs are delivered to. */
@Command(
    name = "s3",
    description =
        "Collect objects of a bucket: exact bytes, compared with the server's checksum. Folders that"
            + " cannot hold what is wanted are not listed; what is in the case is not fetched again.",
    footer = {
      "",
      "Example:",
      "  flowproof collect s3 s3://my-logs --case incident-7 --from 2026-03-01 --to 2026-03-03"
    })
final class CollectS3Command implements Callable<Integer> {
  @Parameters(
      paramLabel = "s3://BUCKET[/PREFIX]",
      description = "Where to begin; with or without AWSLogs/.")
  private String source = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "Only objects that can hold records from then on.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeArgument.class,
      description = "Only objects that can hold records that begin earlier.")
  private @Nullable Instant to;

  @Option(
      names = "--accounts",
      split = ",",
      paramLabel = "ID",
      description = "Only these accounts.")
  private List<String> accounts = List.of();

  @Option(
      names = "--regions",
      split = ",",
      paramLabel = "REGION",
      description = "Only logs of these regions.")
  private List<String> regions = List.of();

  @Option(
      names = "--requester-pays",
      description = "Agree to pay for the requests, where the bucket wants that.")
  private boolean requesterPays;

  @Mixin private final AwsArguments aws = new AwsArguments();

  @Mixin private final CollectArguments arguments = new CollectArguments();

  private final Terminal terminal;

  CollectS3Command(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    S3Request request = request();
    ServerClock server = new ServerClock(Clock.systemUTC());
    try (Progress progress = new Progress(terminal)) {
      S3Collector collector =
          new S3Collector(aws.access(), server, request, progress.bytes("collect")::bytes);
      return arguments.run(terminal, collector::into);
    }
  }

  private S3Request request() {
    S3Uri uri = S3Uri.parse(source);
    return new S3Request(
        uri.bucket(),
        uri.key(),
        Optional.ofNullable(from),
        Optional.ofNullable(to),
        set(accounts),
        set(regions),
        requesterPays,
        S3Request.USUAL_PARALLEL);
  }

  private static Set<String> set(List<String> values) {
    return new LinkedHashSet<>(values.stream().map(String::strip).toList());
  }
}
