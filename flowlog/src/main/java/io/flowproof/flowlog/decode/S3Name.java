package io.flowproof.flowlog.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name of an object tells, where it follows AWS's layout for S3 (Amazon VPC User Guide,
 * "Flow log files"): {@code
 * {account}_vpcflowlogs_{region}_{flow-log-id}_{YYYYMMDDTHHmmZ}_{hash}.log.gz}, or else its folders
 * {@code AWSLogs/{account}/vpcflowlogs/{region}/} or their Hive-compatible spelling. Names are not
 * evidence: records say themselves what they are of.
 *
 * @param account the account of the folder, or null
 * @param region the region, or null
 * @param flowLogId the flow log, {@code fl-…}, or null
 * @param time the start of the five minutes in which the file's records end, or null
 */
public record S3Name(
    @Nullable String account,
    @Nullable String region,
    @Nullable String flowLogId,
    @Nullable Instant time) {
  /** A name that tells nothing. */
  public static final S3Name NONE = new S3Name(null, null, null, null);

  private static final Pattern FILE =
      Pattern.compile("(\\d{12})_vpcflowlogs_([a-z0-9-]+)_(fl-[0-9A-Za-z]+)_(\\d{8}T\\d{4})Z_.*");
  private static final Pattern FOLDERS =
      Pattern.compile(
          ".*(?:^|/)(?:aws-account-id=)?(\\d{12})/(?:(?:aws-)?service=)?vpcflowlogs/"
              + "(?:aws-region=)?([a-z0-9-]+)/.*");
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm");

  /** What a path or URI tells, its folders separated by {@code /}. */
  public static S3Name of(String object) {
    Matcher file = FILE.matcher(object.substring(object.lastIndexOf('/') + 1));
    if (file.matches()) {
      return new S3Name(file.group(1), file.group(2), file.group(3), time(file.group(4)));
    }
    Matcher folders = FOLDERS.matcher(object);
    return folders.matches() ? new S3Name(folders.group(1), folders.group(2), null, null) : NONE;
  }

  private static @Nullable Instant time(String text) {
    try {
      return LocalDateTime.parse(text, MINUTE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
