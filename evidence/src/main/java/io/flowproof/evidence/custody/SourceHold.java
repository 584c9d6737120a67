package io.flowproof.evidence.custody;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Commands of the AWS CLI that bind the source of a case's objects: a legal hold on each object and
 * version in S3 (which needs Object Lock on the bucket), and for log groups the end of their
 * retention and protection from deletion. The source is bound by AWS, not by this program.
 */
public final class SourceHold {
  private static final String S3 = "s3://";
  private static final String LOGS = "cloudwatch-logs://";
  private static final String VERSION = "?versionId=";

  private SourceHold() {}

  /** How many objects of S3 a case has, each version counted. */
  public static long objects(CustodyRecord record) {
    return record.objects().stream()
        .map(KeptObject::uri)
        .filter(u -> u.startsWith(S3))
        .distinct()
        .count();
  }

  /** The commands, one a line, ready for a POSIX shell; empty where nothing came from AWS. */
  public static List<String> commands(CustodyRecord record) {
    List<String> commands = new ArrayList<>();
    Set<String> groups = new TreeSet<>();
    Set<String> uris = new TreeSet<>();
    for (KeptObject object : record.objects()) {
      if (object.uri().startsWith(S3)) {
        uris.add(object.uri());
      } else if (object.uri().startsWith(LOGS)) {
        groups.add(object.uri().substring(LOGS.length()).replaceFirst("\\?begin=.*", ""));
      }
    }
    uris.forEach(uri -> commands.add(legalHold(uri, "ON")));
    groups.forEach(group -> commands.addAll(keep(group)));
    return List.copyOf(commands);
  }

  /** The command that puts or ends a hold on one object. */
  static String legalHold(String uri, String status) {
    String rest = uri.substring(S3.length());
    int version = rest.lastIndexOf(VERSION);
    String place = version < 0 ? rest : rest.substring(0, version);
    int slash = place.indexOf('/');
    return "aws s3api put-object-legal-hold --bucket %s --key %s%s --legal-hold Status=%s"
        .formatted(
            quoted(slash < 0 ? place : place.substring(0, slash)),
            quoted(slash < 0 ? "" : place.substring(slash + 1)),
            version < 0
                ? ""
                : " --version-id " + quoted(rest.substring(version + VERSION.length())),
            status);
  }

  private static List<String> keep(String regionAndGroup) {
    int slash = regionAndGroup.indexOf('/');
    String region = regionAndGroup.substring(0, slash);
    String group = quoted(regionAndGroup.substring(slash + 1));
    return List.of(
        "aws logs delete-retention-policy --region %s --log-group-name %s".formatted(region, group),
        "aws logs put-log-group-deletion-protection --region %s --log-group-identifier %s --deletion-protection-enabled"
            .formatted(region, group));
  }

  /** As one word of a POSIX shell. */
  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./=:@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
