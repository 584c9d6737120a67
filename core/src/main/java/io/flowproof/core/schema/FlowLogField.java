package io.flowproof.core.schema;

import io.flowproof.core.column.ColumnType;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every field of VPC Flow Logs versions 2 to 11 and of Transit Gateway Flow Logs (version 6), in
 * AWS's order: the one list that decoder, encoder, tables and documentation share. Source: AWS,
 * "Flow log records" (Amazon VPC User Guide) and "AWS Transit Gateway Flow Logs".
 */
public enum FlowLogField {
  /** Highest version among the fields of the log format. */
  VERSION("version", 2, Kind.INT, "Highest version among the fields of the log format"),
  /** Owner of the recorded interface; "unknown" for some interfaces that services create. */
  ACCOUNT_ID(
      "account-id",
      2,
      Kind.TEXT,
      "Owner of the recorded interface; \"unknown\" for some interfaces that services create"),
  /** The recorded network interface; absent for a regional NAT gateway. */
  INTERFACE_ID(
      "interface-id",
      2,
      Kind.TEXT,
      "The recorded network interface; absent for a regional NAT gateway"),
  /** Source address; for egress the interface's own primary address. */
  SRCADDR(
      "srcaddr", 2, Kind.ADDRESS, "Source address; for egress the interface's own primary address"),
  /** Destination address; for ingress the interface's own primary address. */
  DSTADDR(
      "dstaddr",
      2,
      Kind.ADDRESS,
      "Destination address; for ingress the interface's own primary address"),
  /** Source port; 0 for ICMP. */
  SRCPORT("srcport", 2, Kind.PORT, "Source port; 0 for ICMP"),
  /** Destination port; 0 for ICMP. */
  DSTPORT("dstport", 2, Kind.PORT, "Destination port; 0 for ICMP"),
  /** IANA protocol number. */
  PROTOCOL("protocol", 2, Kind.INT, "IANA protocol number"),
  /** Packets in this record: one direction, one aggregation window. */
  PACKETS("packets", 2, Kind.LONG, "Packets in this record: one direction, one aggregation window"),
  /** Bytes in this record: one direction, one aggregation window. */
  BYTES("bytes", 2, Kind.LONG, "Bytes in this record: one direction, one aggregation window"),
  /** When the first packet of the window came; up to 60 s after it was sent. */
  START(
      "start",
      2,
      Kind.TIME,
      "When the first packet of the window came; up to 60 s after it was sent"),
  /** When the last packet of the window came; up to 60 s after it was sent. */
  END("end", 2, Kind.TIME, "When the last packet of the window came; up to 60 s after it was sent"),
  /** ACCEPT or REJECT; REJECT also for packets after the connection was closed. */
  ACTION(
      "action",
      2,
      Kind.TEXT,
      "ACCEPT or REJECT; REJECT also for packets after the connection was closed"),
  /** OK, NODATA (no traffic in the window) or SKIPDATA (records were lost). */
  LOG_STATUS(
      "log-status",
      2,
      Kind.TEXT,
      "OK, NODATA (no traffic in the window) or SKIPDATA (records were lost)"),
  /** VPC of the recorded interface. */
  VPC_ID("vpc-id", 3, Kind.TEXT, "VPC of the recorded interface"),
  /** Subnet of the recorded interface. */
  SUBNET_ID("subnet-id", 3, Kind.TEXT, "Subnet of the recorded interface"),
  /** Instance of the recorded interface, where the account owns it. */
  INSTANCE_ID(
      "instance-id", 3, Kind.TEXT, "Instance of the recorded interface, where the account owns it"),
  /** FIN 1, SYN 2, RST 4, SYN-ACK 18, OR-ed over the window; ACK alone is 0. */
  TCP_FLAGS(
      "tcp-flags",
      3,
      Kind.INT,
      "FIN 1, SYN 2, RST 4, SYN-ACK 18, OR-ed over the window; ACK alone is 0"),
  /** IPv4, IPv6 or EFA. */
  TYPE("type", 3, Kind.TEXT, "IPv4, IPv6 or EFA"),
  /** Original source address of the packets. */
  PKT_SRCADDR("pkt-srcaddr", 3, Kind.ADDRESS, "Original source address of the packets"),
  /** Original destination address of the packets. */
  PKT_DSTADDR("pkt-dstaddr", 3, Kind.ADDRESS, "Original destination address of the packets"),
  /** Region of the recorded interface. */
  REGION("region", 4, Kind.TEXT, "Region of the recorded interface"),
  /** Availability Zone of the recorded interface. */
  AZ_ID("az-id", 4, Kind.TEXT, "Availability Zone of the recorded interface"),
  /** wavelength, outpost or localzone. */
  SUBLOCATION_TYPE("sublocation-type", 4, Kind.TEXT, "wavelength, outpost or localzone"),
  /** Id of the sublocation. */
  SUBLOCATION_ID("sublocation-id", 4, Kind.TEXT, "Id of the sublocation"),
  /** AWS service whose published range holds pkt-srcaddr. */
  PKT_SRC_AWS_SERVICE(
      "pkt-src-aws-service", 5, Kind.TEXT, "AWS service whose published range holds pkt-srcaddr"),
  /** AWS service whose published range holds pkt-dstaddr. */
  PKT_DST_AWS_SERVICE(
      "pkt-dst-aws-service", 5, Kind.TEXT, "AWS service whose published range holds pkt-dstaddr"),
  /** ingress or egress, as the recorded interface sees it. */
  FLOW_DIRECTION(
      "flow-direction", 5, Kind.TEXT, "ingress or egress, as the recorded interface sees it"),
  /** The path that egress traffic takes, 1 to 8. */
  TRAFFIC_PATH("traffic-path", 5, Kind.INT, "The path that egress traffic takes, 1 to 8"),
  /** ARN of the ECS cluster. */
  ECS_CLUSTER_ARN("ecs-cluster-arn", 7, Kind.TEXT, "ARN of the ECS cluster"),
  /** Name of the ECS cluster. */
  ECS_CLUSTER_NAME("ecs-cluster-name", 7, Kind.TEXT, "Name of the ECS cluster"),
  /** ARN of the ECS container instance; absent on Fargate. */
  ECS_CONTAINER_INSTANCE_ARN(
      "ecs-container-instance-arn",
      7,
      Kind.TEXT,
      "ARN of the ECS container instance; absent on Fargate"),
  /** Id of the ECS container instance; absent on Fargate. */
  ECS_CONTAINER_INSTANCE_ID(
      "ecs-container-instance-id",
      7,
      Kind.TEXT,
      "Id of the ECS container instance; absent on Fargate"),
  /** Runtime id of the first container. */
  ECS_CONTAINER_ID("ecs-container-id", 7, Kind.TEXT, "Runtime id of the first container"),
  /** Runtime id of the second container. */
  ECS_SECOND_CONTAINER_ID(
      "ecs-second-container-id", 7, Kind.TEXT, "Runtime id of the second container"),
  /** Name of the ECS service that started the task. */
  ECS_SERVICE_NAME(
      "ecs-service-name", 7, Kind.TEXT, "Name of the ECS service that started the task"),
  /** ARN of the task definition. */
  ECS_TASK_DEFINITION_ARN("ecs-task-definition-arn", 7, Kind.TEXT, "ARN of the task definition"),
  /** ARN of the task. */
  ECS_TASK_ARN("ecs-task-arn", 7, Kind.TEXT, "ARN of the task"),
  /** Id of the task. */
  ECS_TASK_ID("ecs-task-id", 7, Kind.TEXT, "Id of the task"),
  /** BPA, EC or another reason; a free string in practice. */
  REJECT_REASON(
      "reject-reason", 8, Kind.TEXT, "BPA, EC or another reason; a free string in practice"),
  /** Id of the regional NAT gateway. */
  RESOURCE_ID("resource-id", 9, Kind.TEXT, "Id of the regional NAT gateway"),
  /** 0 not encrypted, 1 Nitro, 2 application, 3 both. */
  ENCRYPTION_STATUS(
      "encryption-status", 10, Kind.INT, "0 not encrypted, 1 Nitro, 2 application, 3 both"),
  /** Value of the chosen instance tag. */
  INSTANCE_TAG("instance-tag", 11, Kind.TAG, "Value of the chosen instance tag"),
  /** Value of the second chosen instance tag. */
  INSTANCE_TAG_2("instance-tag-2", 11, Kind.TAG, "Value of the second chosen instance tag"),
  /** Value of the chosen interface tag. */
  INTERFACE_TAG("interface-tag", 11, Kind.TAG, "Value of the chosen interface tag"),
  /** Value of the second chosen interface tag. */
  INTERFACE_TAG_2("interface-tag-2", 11, Kind.TAG, "Value of the second chosen interface tag"),
  /** Value of the chosen Auto Scaling group tag. */
  ASG_TAG("asg-tag", 11, Kind.TAG, "Value of the chosen Auto Scaling group tag"),
  /** Value of the second chosen Auto Scaling group tag. */
  ASG_TAG_2("asg-tag-2", 11, Kind.TAG, "Value of the second chosen Auto Scaling group tag"),
  /** Type of the recorded interface. */
  INTERFACE_TYPE("interface-type", 11, Kind.TEXT, "Type of the recorded interface"),
  /** Egress: the receiving interface; ingress: the sending one. */
  NEXT_HOP_INTERFACE_ID(
      "next-hop-interface-id",
      11,
      Kind.TEXT,
      "Egress: the receiving interface; ingress: the sending one"),
  /** Subnet of the next hop. */
  NEXT_HOP_SUBNET_ID("next-hop-subnet-id", 11, Kind.TEXT, "Subnet of the next hop"),
  /** Availability Zone of the next hop. */
  NEXT_HOP_AZ_ID("next-hop-az-id", 11, Kind.TEXT, "Availability Zone of the next hop"),
  /** VPC of the next hop. */
  NEXT_HOP_VPC_ID("next-hop-vpc-id", 11, Kind.TEXT, "VPC of the next hop"),
  /** Interface type of the next hop. */
  NEXT_HOP_INTERFACE_TYPE(
      "next-hop-interface-type", 11, Kind.TEXT, "Interface type of the next hop"),
  /** Transit Gateway logs: always TransitGateway. */
  RESOURCE_TYPE("resource-type", 6, Kind.TEXT, "Transit Gateway logs: always TransitGateway"),
  /** The transit gateway. */
  TGW_ID("tgw-id", 6, Kind.TEXT, "The transit gateway"),
  /** The recorded attachment. */
  TGW_ATTACHMENT_ID("tgw-attachment-id", 6, Kind.TEXT, "The recorded attachment"),
  /** Owner of the source VPC. */
  TGW_SRC_VPC_ACCOUNT_ID("tgw-src-vpc-account-id", 6, Kind.TEXT, "Owner of the source VPC"),
  /** Owner of the destination VPC. */
  TGW_DST_VPC_ACCOUNT_ID("tgw-dst-vpc-account-id", 6, Kind.TEXT, "Owner of the destination VPC"),
  /** The source VPC. */
  TGW_SRC_VPC_ID("tgw-src-vpc-id", 6, Kind.TEXT, "The source VPC"),
  /** The destination VPC. */
  TGW_DST_VPC_ID("tgw-dst-vpc-id", 6, Kind.TEXT, "The destination VPC"),
  /** The source subnet. */
  TGW_SRC_SUBNET_ID("tgw-src-subnet-id", 6, Kind.TEXT, "The source subnet"),
  /** The destination subnet. */
  TGW_DST_SUBNET_ID("tgw-dst-subnet-id", 6, Kind.TEXT, "The destination subnet"),
  /** The attachment's interface at the source. */
  TGW_SRC_ENI("tgw-src-eni", 6, Kind.TEXT, "The attachment's interface at the source"),
  /** The attachment's interface at the destination. */
  TGW_DST_ENI("tgw-dst-eni", 6, Kind.TEXT, "The attachment's interface at the destination"),
  /** Availability Zone of the source. */
  TGW_SRC_AZ_ID("tgw-src-az-id", 6, Kind.TEXT, "Availability Zone of the source"),
  /** Availability Zone of the destination. */
  TGW_DST_AZ_ID("tgw-dst-az-id", 6, Kind.TEXT, "Availability Zone of the destination"),
  /** The attachment on the other side. */
  TGW_PAIR_ATTACHMENT_ID(
      "tgw-pair-attachment-id", 6, Kind.TEXT, "The attachment on the other side"),
  /** Packets lost for want of a route. */
  PACKETS_LOST_NO_ROUTE("packets-lost-no-route", 6, Kind.LONG, "Packets lost for want of a route"),
  /** Packets lost in a blackhole route. */
  PACKETS_LOST_BLACKHOLE(
      "packets-lost-blackhole", 6, Kind.LONG, "Packets lost in a blackhole route"),
  /** Packets lost because they were too large. */
  PACKETS_LOST_MTU_EXCEEDED(
      "packets-lost-mtu-exceeded", 6, Kind.LONG, "Packets lost because they were too large"),
  /** Packets lost because their time to live ran out. */
  PACKETS_LOST_TTL_EXPIRED(
      "packets-lost-ttl-expired", 6, Kind.LONG, "Packets lost because their time to live ran out");

  /** What a field's token must look like, and how its value is stored. */
  public enum Kind {
    /** A 32-bit integer. */
    INT(ColumnType.INT),
    /** A port, 0 to 65535. */
    PORT(ColumnType.INT),
    /** A 64-bit integer, 0 or more. */
    LONG(ColumnType.LONG),
    /** Unix seconds (milliseconds are recognised), stored as a UTC timestamp. */
    TIME(ColumnType.TIMESTAMP),
    /** An IPv4 or IPv6 address, stored in canonical text (RFC 5952 for IPv6). */
    ADDRESS(ColumnType.TEXT),
    /** A percent-encoded UTF-8 tag value, stored decoded. */
    TAG(ColumnType.TEXT),
    /** Text as it stands. */
    TEXT(ColumnType.TEXT);

    private final ColumnType columnType;

    Kind(ColumnType columnType) {
      this.columnType = columnType;
    }

    /** The type of the stored value. */
    public ColumnType columnType() {
      return columnType;
    }
  }

  private static final Map<String, FlowLogField> BY_AWS_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(f -> f.awsName, Function.identity()));

  private final String awsName;
  private final int version;
  private final Kind kind;
  private final String meaning;

  FlowLogField(String awsName, int version, Kind kind, String meaning) {
    this.awsName = awsName;
    this.version = version;
    this.kind = kind;
    this.meaning = meaning;
  }

  /**
   * The field with that name in headers and format strings, such as {@code pkt-srcaddr}, or with
   * underscores in place of the hyphens; null for any other.
   */
  public static @Nullable FlowLogField find(String awsName) {
    // Parquet, Athena and what was exported from them write underscores.
    return BY_AWS_NAME.get(awsName.replace('_', '-'));
  }

  /** The name in headers and format strings. */
  public String awsName() {
    return awsName;
  }

  /**
   * The name of the column: AWS's with underscores; {@code start} and {@code end}, which are words
   * of SQL, are {@code start_time} and {@code end_time}.
   */
  public String columnName() {
    return switch (this) {
      case START -> "start_time";
      case END -> "end_time";
      default -> awsName.replace('-', '_');
    };
  }

  /** The version of flow logs that brought the field. */
  public int version() {
    return version;
  }

  /** What its token looks like. */
  public Kind kind() {
    return kind;
  }

  /** What it means, in one line. */
  public String meaning() {
    return meaning;
  }

  /** True for the fields that only Transit Gateway logs have. */
  public boolean isTransitGateway() {
    return version == 6;
  }
}
