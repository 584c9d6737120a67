package io.flowproof.simulate.deliver;

import io.flowproof.simulate.record.FlowLog;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Where objects lie and what they are, as {@code DestinationOptions} of {@code CreateFlowLogs} say
 * it (Amazon VPC User Guide, "Flow log files").
 *
 * @param fileFormat what the objects are
 * @param hiveCompatiblePartitions whether folders are {@code year=2026/month=03/…}
 * @param perHourPartition whether there is a folder for each hour
 */
public record S3Layout(
    FileFormat fileFormat, boolean hiveCompatiblePartitions, boolean perHourPartition) {
  /** Text, in a folder for each day. */
  public static final S3Layout DEFAULT = new S3Layout(FileFormat.PLAIN_TEXT, false, false);

  private static final DateTimeFormatter DAY = utc("yyyy/MM/dd");
  private static final DateTimeFormatter HOUR = utc("yyyy/MM/dd/HH");
  private static final DateTimeFormatter HIVE_DAY = utc("'year='yyyy/'month='MM/'day='dd");
  private static final DateTimeFormatter HIVE_HOUR =
      utc("'year='yyyy/'month='MM/'day='dd/'hour='HH");
  private static final DateTimeFormatter MINUTE = utc("yyyyMMdd'T'HHmm'Z'");

  /** What an object is. */
  public enum FileFormat {
    /** Lines under a header, compressed with gzip. */
    PLAIN_TEXT(".log.gz"),
    /** Parquet, in which gzip compresses. */
    PARQUET(".log.parquet");

    private final String ending;

    FileFormat(String ending) {
      this.ending = ending;
    }
  }

  private static DateTimeFormatter utc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }

  /**
   * The key of an object.
   *
   * @param slot when its five minutes begin
   * @param hash the last part of its name
   */
  String key(FlowLog log, Instant slot, String hash) {
    String place =
        hiveCompatiblePartitions
            ? "AWSLogs/aws-account-id=%s/aws-service=vpcflowlogs/aws-region=%s"
            : "AWSLogs/%s/vpcflowlogs/%s";
    DateTimeFormatter time =
        hiveCompatiblePartitions
            ? perHourPartition ? HIVE_HOUR : HIVE_DAY
            : perHourPartition ? HOUR : DAY;
    String name =
        "%s_vpcflowlogs_%s_%s_%s_%s%s"
            .formatted(
                log.account(),
                log.region(),
                log.id(),
                MINUTE.format(slot),
                hash,
                fileFormat.ending);
    return place.formatted(log.account(), log.region()) + "/" + time.format(slot) + "/" + name;
  }
}
