package io.flowproof.aws.s3;

import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.ServerClock;
import io.flowproof.evidence.custody.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Lists a bucket again and again, and names what was not there before. The first look sees all that
 * is wanted; later ones leave out the folders of days that ended longer ago than {@link #LATEST},
 * except for one look an hour. An object is there when it is complete: S3 shows none before.
 */
public final class BucketWatch implements AutoCloseable {
  /** How long after a record's end AWS may still deliver it to a folder of its day. */
  public static final Duration LATEST = Duration.ofDays(1);

  private static final Duration WHOLE_LOOK = Duration.ofHours(1);

  private final S3Client client;
  private final S3Request request;
  private final Clock clock;
  private final Set<Long> named = new HashSet<>();
  private Instant wholeLook = Instant.MIN;

  /** Of one request; versions are not looked at. */
  public BucketWatch(AwsAccess access, S3Request request, Clock clock) {
    this.client = S3Collector.client(access, new ServerClock(clock));
    this.request = request;
    this.clock = clock;
  }

  /**
   * An object of a bucket.
   *
   * @param size in bytes
   */
  public record Seen(String bucket, String key, long size) {
    /** Its URI. */
    public String uri() {
      return "s3://" + bucket + "/" + key;
    }
  }

  /**
   * The objects that were not named before, or have other bytes now, by key.
   *
   * @throws IOException if the bucket, or a folder of it, cannot be listed
   */
  public List<Seen> look() throws IOException {
    Instant now = clock.instant();
    boolean whole = !now.isBefore(plus(wholeLook));
    S3Listing.Found found = new S3Listing(client, whole ? request : recent(now), false).list();
    if (!found.complete()) {
      S3Listing.Problem problem = found.problems().getFirst();
      throw new IOException(problem.uri() + ": " + problem.message());
    }
    if (whole) {
      wholeLook = now;
    }
    List<Seen> fresh = new ArrayList<>();
    for (ListedObject object : found.objects()) {
      if (object.size() > 0 && named.add(key(object))) {
        fresh.add(new Seen(request.bucket(), object.key(), object.size()));
      }
    }
    return fresh;
  }

  private static Instant plus(Instant look) {
    return look.equals(Instant.MIN) ? look : look.plus(WHOLE_LOOK);
  }

  private S3Request recent(Instant now) {
    Instant from = now.minus(LATEST);
    return new S3Request(
        request.bucket(),
        request.prefix(),
        Optional.of(request.from().filter(from::isBefore).orElse(from)),
        request.to(),
        request.accounts(),
        request.regions(),
        request.requesterPays(),
        request.parallel());
  }

  /** What stands for an object with its bytes in little memory. */
  private static long key(ListedObject object) {
    String text = object.key() + "\n" + object.identity() + "\n" + object.size();
    return ByteBuffer.wrap(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  @Override
  public void close() {
    client.close();
  }
}
