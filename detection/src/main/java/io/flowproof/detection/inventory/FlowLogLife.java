package io.flowproof.detection.inventory;

import io.flowproof.flowlog.decode.LogFormat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A flow log, from its creation to its deletion, as far as descriptions and CloudTrail tell.
 *
 * @param id {@code fl-…}
 * @param resource what it records: a VPC, a subnet, an interface, a transit gateway; null where
 *     only its deletion is known
 * @param created when it was created; null where that is not known
 * @param deleted when it was deleted, or the latest time by which it was; null where it was not
 * @param ended how it is known that it was deleted; empty where it was not
 * @param traffic {@code ALL}, {@code ACCEPT} or {@code REJECT}; empty where that is not known
 * @param format its fields; null where that is not known
 * @param interval the longest aggregation interval in seconds; 0 where that is not known
 * @param destination where it delivers to
 * @param role the name of the role that it delivers by; empty where it needs none, or none is known
 * @param error what AWS says of failing deliveries; empty where they succeed
 * @param failed whether the last delivery failed altogether
 */
public record FlowLogLife(
    String id,
    @Nullable String resource,
    @Nullable Instant created,
    @Nullable Instant deleted,
    String ended,
    String traffic,
    @Nullable LogFormat format,
    int interval,
    Destination destination,
    String role,
    String error,
    boolean failed) {

  /**
   * Where a flow log delivers to.
   *
   * @param type {@code s3}, {@code cloud-watch-logs}, {@code kinesis-data-firehose}; empty where
   *     that is not known
   * @param name the bucket, the log group or the stream
   * @param prefix the folder in the bucket, without slashes at its ends; empty for none
   */
  public record Destination(String type, String name, String prefix) {
    /** Not known. */
    public static final Destination UNKNOWN = new Destination("", "", "");

    /** For people: {@code s3 my-logs/flow}. */
    @Override
    public String toString() {
      return type.isEmpty()
          ? "unknown"
          : type + " " + name + (prefix.isEmpty() ? "" : "/" + prefix);
    }
  }

  /** Whether it existed at any time between those two. */
  public boolean existed(Instant from, Instant to) {
    return (created == null || created.isBefore(to)) && (deleted == null || deleted.isAfter(from));
  }

  /** The same, deleted. */
  FlowLogLife deletedAt(Instant time, String how) {
    if (deleted != null && !deleted.isAfter(time)) {
      return this;
    }
    return new FlowLogLife(
        id,
        resource,
        created,
        time,
        how,
        traffic,
        format,
        interval,
        destination,
        role,
        error,
        failed);
  }
}
