package io.flowproof.aws.s3;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What to collect from a bucket.
 *
 * @param bucket its name
 * @param prefix where to begin; with or without {@code AWSLogs/}
 * @param from only objects that can hold records from then on
 * @param to only objects that can hold records that begin earlier
 * @param accounts account ids; empty for all
 * @param regions region codes; empty for all
 * @param requesterPays whether the caller agrees to pay for requests
 * @param parallel how many objects are fetched at a time
 */
public record S3Request(
    String bucket,
    String prefix,
    Optional<Instant> from,
    Optional<Instant> to,
    Set<String> accounts,
    Set<String> regions,
    boolean requesterPays,
    int parallel) {
  /** How many objects at a time, unless something else is asked for. */
  public static final int USUAL_PARALLEL = 8;

  /** Copies what it is given. */
  public S3Request {
    accounts = Set.copyOf(accounts);
    regions = Set.copyOf(regions);
  }

  /** What it takes to be let in, for messages. */
  String needs(String permission) {
    return requesterPays
        ? permission
        : permission + ", or --requester-pays where the requester pays";
  }

  /** As a URI, for the log. */
  String uri() {
    return "s3://" + bucket + "/" + prefix;
  }
}
