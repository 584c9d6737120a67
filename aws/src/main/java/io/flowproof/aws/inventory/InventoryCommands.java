package io.flowproof.aws.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The same collections as commands of the AWS CLI, and the least IAM policy for them: for people
 * who may not give credentials to a tool. What the commands write, {@code collect files} keeps.
 */
public final class InventoryCommands {
  private static final List<String> DESCRIBES =
      List.of(
          "describe-flow-logs",
          "describe-network-interfaces",
          "describe-instances",
          "describe-subnets",
          "describe-vpcs");

  private InventoryCommands() {}

  /**
   * Lines for a shell.
   *
   * @param region the region that is asked; the CLI's own where it is empty
   */
  public static List<String> inventory(InventoryRequest request, Optional<String> region) {
    String where = region.map(r -> " --region " + r).orElse("");
    List<String> lines = new ArrayList<>();
    lines.add("mkdir -p inventory && cd inventory");
    for (String describe : DESCRIBES) {
      lines.add("aws ec2 %s%s --output json > %s.json".formatted(describe, where, describe));
    }
    lines.add(
        "aws logs describe-log-groups%s --output json > describe-log-groups.json".formatted(where));
    lines.add("# for each bucket in LogDestination of describe-flow-logs.json:");
    for (String get :
        List.of(
            "get-bucket-versioning",
            "get-bucket-lifecycle-configuration",
            "get-object-lock-configuration")) {
      lines.add("aws s3api %s --bucket BUCKET > %s-BUCKET.json".formatted(get, get));
    }
    for (String event : TamperingEvents.NAMES) {
      lines.add(
          ("aws cloudtrail lookup-events%s --start-time %s --end-time %s --lookup-attributes"
                  + " AttributeKey=EventName,AttributeValue=%s --output json > lookup-events-%s.json")
              .formatted(where, request.from(), request.to(), event, event));
    }
    return List.copyOf(lines);
  }

  /** The least policy that these commands need, as JSON. */
  public static String policy() {
    return """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": [
                "cloudtrail:LookupEvents",
                "ec2:DescribeFlowLogs",
                "ec2:DescribeInstances",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
                "logs:DescribeLogGroups"
              ],
              "Resource": "*"
            },
            {
              "Effect": "Allow",
              "Action": [
                "s3:GetBucketObjectLockConfiguration",
                "s3:GetBucketVersioning",
                "s3:GetLifecycleConfiguration"
              ],
              "Resource": "arn:aws:s3:::BUCKET"
            }
          ]
        }""";
  }
}
