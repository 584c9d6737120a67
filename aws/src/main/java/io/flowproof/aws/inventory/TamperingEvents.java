package io.flowproof.aws.inventory;

import java.util.List;

/**
 * The CloudTrail events that stop, narrow or destroy what flow logs keep, or change what a flow
 * means (names from the service's API references; CloudTrail records management events of 90 days
 * without a trail; those of IAM, the roles, in us-east-1 only).
 */
final class TamperingEvents {
  static final List<String> NAMES =
      List.of(
          "DeleteFlowLogs",
          "CreateFlowLogs",
          "DeleteLogGroup",
          "DeleteLogStream",
          "PutRetentionPolicy",
          "DeleteRetentionPolicy",
          "DeleteSubscriptionFilter",
          "DeleteDelivery",
          "DeleteDeliverySource",
          "DeleteDeliveryDestination",
          "DisassociateKmsKey",
          "DeleteBucket",
          "PutBucketLifecycle",
          "PutBucketLifecycleConfiguration",
          "DeleteBucketLifecycle",
          "PutBucketPolicy",
          "DeleteBucketPolicy",
          "PutBucketVersioning",
          "PutBucketReplication",
          "DeleteBucketReplication",
          "PutObjectLockConfiguration",
          "DeleteDeliveryStream",
          "UpdateDestination",
          "ScheduleKeyDeletion",
          "DisableKey",
          "PutKeyPolicy",
          "DeleteNetworkInterface",
          "DetachNetworkInterface",
          "PutLogGroupDeletionProtection",
          "DeleteRole",
          "DeleteRolePolicy",
          "DetachRolePolicy",
          "PutRolePolicy",
          "UpdateAssumeRolePolicy",
          "DeleteSubnet",
          "DeleteVpc",
          "TerminateInstances");

  private TamperingEvents() {}
}
