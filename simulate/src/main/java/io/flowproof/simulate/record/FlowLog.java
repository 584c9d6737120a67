package io.flowproof.simulate.record;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.simulate.network.RecordingPoint;
import io.flowproof.simulate.network.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A flow log as {@code CreateFlowLogs} makes it.
 *
 * @param id {@code fl-…}
 * @param account whose it is, twelve digits
 * @param region where it is
 * @param format the fields of its records
 * @param interval the longest aggregation window, 60 or 600 seconds
 * @param traffic which traffic it records
 * @param covers which interfaces or attachments it records
 */
public record FlowLog(
    String id,
    String account,
    String region,
    LogFormat format,
    int interval,
    Traffic traffic,
    Predicate<RecordingPoint> covers) {
  /** The aggregation window on Nitro, and of transit gateways. */
  static final int NITRO_INTERVAL = 60;

  private static final int LONG_INTERVAL = 600;

  /** Which traffic is recorded. */
  public enum Traffic {
    /** Everything. */
    ALL,
    /** Only what is let through. */
    ACCEPT,
    /** Only what is not. */
    REJECT
  }

  /** Checks the interval. */
  public FlowLog {
    if (interval != NITRO_INTERVAL && interval != LONG_INTERVAL) {
      throw new IllegalArgumentException(
          "Invalid aggregation interval: " + interval + " (must be 60 or 600)");
    }
  }

  /** A flow log of everything in a VPC, with an id that is drawn from the VPC's. */
  public static FlowLog of(Vpc vpc, LogFormat format, int interval) {
    return new FlowLog(
        "fl-0" + vpc.id().substring(vpc.id().length() - 16),
        vpc.account(),
        vpc.region(),
        format,
        interval,
        Traffic.ALL,
        point -> vpc.id().equals(point.values().get(FlowLogField.VPC_ID)));
  }

  /** The length of a window at that point, in microseconds. */
  long windowMicros(RecordingPoint point) {
    return (point.isNitro() ? NITRO_INTERVAL : interval) * Period.SECOND;
  }

  /** Those of its records that this flow log writes. */
  List<FlowRecord> wanted(List<FlowRecord> records) {
    if (traffic == Traffic.ALL) {
      return records;
    }
    boolean rejected = traffic == Traffic.REJECT;
    List<FlowRecord> wanted = new ArrayList<>(records);
    wanted.removeIf(record -> record.isRejected() != rejected);
    return wanted;
  }
}
