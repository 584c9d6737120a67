package io.flowproof.aws.inventory;

import io.flowproof.aws.AwsAccess;
import io.flowproof.aws.AwsProblem;
import io.flowproof.aws.ServerClock;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.Collecting;
import io.flowproof.evidence.custody.CollectionTotals;
import io.flowproof.evidence.custody.SourceObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClientBuilder;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClientBuilder;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.ec2.model.DescribeFlowLogsResponse;
import software.amazon.awssdk.services.ec2.model.FlowLog;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Collects what explains flow logs: their configuration, interfaces, instances, subnets, VPCs, what
 * keeps or deletes the logs, and the CloudTrail events that touch them. Each answer is kept in the
 * JSON of the AWS CLI, a page a file. What may not be read is written down, and the rest goes on.
 */
public final class InventoryCollector {
  private static final String BUCKET_ARN = "arn:aws:s3:::";

  private final AwsAccess access;
  private final ServerClock server;
  private final InventoryRequest request;
  private final TreeSet<String> groups = new TreeSet<>();
  private final TreeSet<String> buckets = new TreeSet<>();
  private boolean complete = true;
  private int flowLogs;

  /** Of one region, over one way to reach AWS. */
  public InventoryCollector(AwsAccess access, ServerClock server, InventoryRequest request) {
    this.access = access;
    this.server = server;
    this.request = request;
  }

  /**
   * Collects.
   *
   * @param command the command as it was given
   * @throws IOException if the case cannot be written
   */
  public CollectionTotals into(CaseFolder open, String command) throws IOException {
    Collecting collecting =
        open.collect(
            "aws://" + access.chosenRegion() + "/inventory",
            command,
            Map.of("from", request.from().toString(), "to", request.to().toString()));
    ec2(collecting);
    groups(collecting);
    buckets(collecting);
    events(collecting);
    return collecting.finish(complete);
  }

  private void ec2(Collecting collecting) throws IOException {
    try (Ec2Client client =
        access.<Ec2ClientBuilder, Ec2Client>client(Ec2Client::builder, server)) {
      if (pages(
              collecting,
              "describe-flow-logs",
              "ec2:DescribeFlowLogs",
              () -> client.describeFlowLogsPaginator(b -> {}))
          && flowLogs == 0) {
        collecting.problem(
            uri("describe-flow-logs"),
            "There is no flow log in %s (is it the right region?)"
                .formatted(access.chosenRegion()));
      }
      pages(
          collecting,
          "describe-network-interfaces",
          "ec2:DescribeNetworkInterfaces",
          () -> client.describeNetworkInterfacesPaginator(b -> {}));
      pages(
          collecting,
          "describe-instances",
          "ec2:DescribeInstances",
          () -> client.describeInstancesPaginator(b -> {}));
      pages(
          collecting,
          "describe-subnets",
          "ec2:DescribeSubnets",
          () -> client.describeSubnetsPaginator(b -> {}));
      pages(
          collecting,
          "describe-vpcs",
          "ec2:DescribeVpcs",
          () -> client.describeVpcsPaginator(b -> {}));
    }
  }

  private void note(FlowLog log) {
    flowLogs++;
    if (log.logGroupName() != null) {
      groups.add(log.logGroupName());
    }
    if (log.logDestination() != null && log.logDestination().startsWith(BUCKET_ARN)) {
      String place = log.logDestination().substring(BUCKET_ARN.length());
      buckets.add(place.contains("/") ? place.substring(0, place.indexOf('/')) : place);
    }
  }

  private void groups(Collecting collecting) throws IOException {
    if (groups.isEmpty()) {
      return;
    }
    try (CloudWatchLogsClient client =
        access.<CloudWatchLogsClientBuilder, CloudWatchLogsClient>client(
            CloudWatchLogsClient::builder, server)) {
      for (String group : groups) {
        pages(
            collecting,
            "describe-log-groups-" + group,
            "logs:DescribeLogGroups",
            () -> client.describeLogGroupsPaginator(b -> b.logGroupNamePrefix(group)));
      }
    }
  }

  private void buckets(Collecting collecting) throws IOException {
    if (buckets.isEmpty()) {
      return;
    }
    try (S3Client client =
        access.<S3ClientBuilder, S3Client>client(
            () -> S3Client.builder().forcePathStyle(access.endpoint().isPresent()), server)) {
      for (String bucket : buckets) {
        one(
            collecting,
            "get-bucket-versioning-" + bucket,
            "s3:GetBucketVersioning",
            () -> client.getBucketVersioning(b -> b.bucket(bucket)));
        one(
            collecting,
            "get-bucket-lifecycle-configuration-" + bucket,
            "s3:GetLifecycleConfiguration",
            () -> client.getBucketLifecycleConfiguration(b -> b.bucket(bucket)));
        one(
            collecting,
            "get-object-lock-configuration-" + bucket,
            "s3:GetBucketObjectLockConfiguration",
            () -> client.getObjectLockConfiguration(b -> b.bucket(bucket)));
      }
    }
  }

  private void events(Collecting collecting) throws IOException {
    try (CloudTrailClient client =
        access.<CloudTrailClientBuilder, CloudTrailClient>client(
            CloudTrailClient::builder, server)) {
      for (String name : TamperingEvents.NAMES) {
        if (!pages(
            collecting,
            "lookup-events-" + name,
            "cloudtrail:LookupEvents",
            () ->
                client.lookupEventsPaginator(
                    b ->
                        b.startTime(request.from())
                            .endTime(request.to())
                            .lookupAttributes(
                                LookupAttribute.builder()
                                    .attributeKey(LookupAttributeKey.EVENT_NAME)
                                    .attributeValue(name)
                                    .build())))) {
          return; // What refuses one name refuses the others too.
        }
      }
    }
  }

  private boolean pages(
      Collecting collecting,
      String name,
      String permission,
      Supplier<? extends Iterable<? extends SdkPojo>> pages)
      throws IOException {
    int page = 0;
    try {
      for (SdkPojo response : pages.get()) {
        keep(collecting, name, ++page, response);
        if (response instanceof DescribeFlowLogsResponse logs) {
          logs.flowLogs().forEach(this::note);
        }
      }
      return true;
    } catch (SdkException e) {
      return failed(collecting, name, permission, e);
    }
  }

  private void one(
      Collecting collecting, String name, String permission, Supplier<? extends SdkPojo> call)
      throws IOException {
    try {
      keep(collecting, name, 1, call.get());
    } catch (AwsServiceException e) {
      if (e.statusCode() == 404) {
        // That there is no such configuration is an answer, and a fact to keep.
        String code = e.awsErrorDetails() == null ? "404" : e.awsErrorDetails().errorCode();
        keep(
            collecting,
            name,
            1,
            ("{\"Error\": {\"Code\": \"" + code + "\"}}\n").getBytes(StandardCharsets.UTF_8));
      } else {
        failed(collecting, name, permission, e);
      }
    } catch (SdkException e) {
      failed(collecting, name, permission, e);
    }
  }

  private boolean failed(Collecting collecting, String name, String permission, SdkException e)
      throws IOException {
    complete = false;
    collecting.problem(uri(name), AwsProblem.of(e, permission));
    return false;
  }

  private void keep(Collecting collecting, String name, int page, SdkPojo response)
      throws IOException {
    keep(collecting, name, page, CliJson.of(response));
  }

  private void keep(Collecting collecting, String name, int page, byte[] json) throws IOException {
    String file = name.replace('/', '_');
    collecting.keep(
        new SourceObject(
            uri(name) + "?collection=" + collecting.number() + "&page=" + page,
            "inventory/%s/%d/%s-%04d.json"
                .formatted(access.chosenRegion(), collecting.number(), file, page),
            json.length,
            null,
            "",
            Optional.empty(),
            Map.of("form", "JSON of the AWS CLI", "clock_offset", server.words())),
        () -> new ByteArrayInputStream(json));
  }

  private String uri(String name) {
    return "aws://" + access.chosenRegion() + "/" + name;
  }
}
