package io.flowproof.aws.s3;

import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.AwsException;
import io.flowproof.aws.AwsProblem;
import io.flowproof.aws.ServerClock;
import io.flowproof.aws.s3.S3Download.SourceFailure;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.Collecting;
import io.flowproof.evidence.custody.Collecting.Outcome;
import io.flowproof.evidence.custody.CollectionTotals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Collects objects of a bucket into a case: exact bytes, compared with the server's checksum, in
 * parallel. What fails is written down with its reason, and the rest goes on; the same command
 * again fetches what is missing.
 */
public final class S3Collector {
  private static final int TRIES = 3;

  private final S3Client client;
  private final ServerClock server;
  private final S3Request request;
  private final Progress progress;

  /** Told how many bytes of all are in the case; called from several threads. */
  @FunctionalInterface
  public interface Progress {
    /** {@code done} of {@code total} bytes. */
    void bytes(long done, long total);
  }

  /** Of one request, over one way to reach AWS. */
  public S3Collector(AwsAccess access, ServerClock server, S3Request request, Progress progress) {
    this.server = server;
    this.request = request;
    this.progress = progress;
    this.client = client(access, server);
  }

  static S3Client client(AwsAccess access, ServerClock server) {
    return access.client(
        () -> {
          S3ClientBuilder builder =
              S3Client.builder()
                  .crossRegionAccessEnabled(access.endpoint().isEmpty())
                  .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
          // Other servers seldom answer to bucket names as host names.
          return access.endpoint().isPresent() ? builder.forcePathStyle(true) : builder;
        },
        server);
  }

  /**
   * Collects.
   *
   * @param command the command as it was given
   * @throws AwsException if the bucket cannot be reached at all
   * @throws IOException if the case cannot be written
   */
  public CollectionTotals into(CaseFolder open, String command) throws IOException {
    List<S3Listing.Problem> beforehand = new ArrayList<>();
    boolean versions = hasVersions(beforehand);
    Collecting collecting =
        open.collect(
            request.uri(),
            command,
            Map.of("clock_offset", server.words(), "versions", versions ? "listed" : "not listed"));
    S3Listing.Found found = new S3Listing(client, request, versions).list();
    beforehand.addAll(found.problems());
    for (S3Listing.Problem problem : beforehand) {
      if (problem.changed()) {
        collecting.changed(problem.uri(), problem.message());
      } else {
        collecting.problem(problem.uri(), problem.message());
      }
    }
    boolean fetched = fetch(found.objects(), collecting);
    return collecting.finish(found.complete() && fetched);
  }

  private boolean hasVersions(List<S3Listing.Problem> problems) {
    try {
      BucketVersioningStatus status =
          client.getBucketVersioning(b -> b.bucket(request.bucket())).status();
      return status == BucketVersioningStatus.ENABLED || status == BucketVersioningStatus.SUSPENDED;
    } catch (SdkException e) {
      if (!AwsProblem.isOfTheCaller(e) && !isMissing(e)) {
        problems.add(
            new S3Listing.Problem(
                "s3://" + request.bucket(),
                "Cannot tell whether objects were overwritten: "
                    + AwsProblem.of(e, "s3:GetBucketVersioning"),
                false));
        return false;
      }
      throw new AwsException(request.uri() + ": " + AwsProblem.of(e, "s3:GetBucketVersioning"));
    }
  }

  private static boolean isMissing(SdkException e) {
    return e instanceof AwsServiceException service && service.statusCode() == 404;
  }

  private boolean fetch(List<ListedObject> objects, Collecting collecting) throws IOException {
    long total = objects.stream().mapToLong(ListedObject::size).sum();
    AtomicLong done = new AtomicLong();
    AtomicBoolean complete = new AtomicBoolean(true);
    List<Future<?>> tasks = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(request.parallel())) {
      for (ListedObject object : objects) {
        tasks.add(
            threads.submit(
                () -> {
                  if (!keep(object, collecting)) {
                    complete.set(false);
                  }
                  progress.bytes(done.addAndGet(object.size()), total);
                  return null;
                }));
      }
      for (Future<?> task : tasks) {
        await(task, threads);
      }
    }
    return complete.get();
  }

  /** The case cannot be written any more: everything that still waits would fail as well. */
  private static void await(Future<?> task, ExecutorService threads) throws IOException {
    try {
      task.get();
    } catch (ExecutionException e) {
      threads.shutdownNow();
      if (e.getCause() instanceof IOException disk) {
        throw disk;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private boolean keep(ListedObject listed, Collecting collecting) throws IOException {
    String uri = listed.uri(request.bucket());
    if (collecting.has(uri, listed.identity())) {
      collecting.skip();
      return true;
    }
    for (int attempt = 1; ; attempt++) {
      try (S3Download download = S3Download.begin(client, request, listed)) {
        return collecting.keep(download.object(), download::bytes) != Outcome.REFUSED;
      } catch (NoSuchKeyException e) {
        collecting.changed(uri, AwsProblem.of(e, "s3:GetObject"));
        return false;
      } catch (SdkException e) {
        collecting.problem(uri, AwsProblem.of(e, request.needs("s3:GetObject")));
        return false;
      } catch (SourceFailure e) {
        if (attempt == TRIES) {
          collecting.problem(
              uri, "The transfer broke off %d times: %s".formatted(TRIES, e.getMessage()));
          return false;
        }
      }
    }
  }
}
