package io.flowproof.detection.example;

import io.flowproof.core.schema.FlowLogField;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A few records of every version, one flow log each, as S3 objects have them: with a header line.
 * They show what AWS's page of examples shows (traffic accepted and refused, no data, skipped
 * records, a sequence of TCP flags, a NAT gateway, a transit gateway); values are invented.
 */
final class FormatSamples {
  private static final String V2 = names(2);

  private FormatSamples() {}

  /** The text of each flow log by its id. */
  static Map<String, String> objects() {
    Map<String, String> objects = new LinkedHashMap<>();
    objects.put("fl-02000000000000002", V2 + "\n" + VERSION_2);
    objects.put("fl-03000000000000003", names(3) + "\n" + VERSION_3);
    objects.put("fl-04000000000000004", names(4) + "\n" + VERSION_4);
    objects.put("fl-05000000000000005", VERSION_5);
    objects.put("fl-06000000000000006", transitGateway() + "\n" + VERSION_6);
    objects.put("fl-07000000000000007", VERSION_7);
    objects.put("fl-08000000000000008", names(2) + " flow-direction reject-reason\n" + VERSION_8);
    objects.put("fl-09000000000000009", VERSION_9);
    objects.put("fl-10000000000000010", VERSION_10);
    objects.put("fl-11000000000000011", VERSION_11);
    return objects;
  }

  /** The fields up to a version, in AWS's order. */
  private static String names(int version) {
    return Arrays.stream(FlowLogField.values())
        .filter(field -> field.version() <= version && !field.isTransitGateway())
        .map(FlowLogField::awsName)
        .collect(Collectors.joining(" "));
  }

  private static String transitGateway() {
    return String.join(
        " ",
        List.of(
            "version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id",
            "tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id",
            "tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id",
            "tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start",
            "end log-status type packets-lost-no-route packets-lost-blackhole",
            "packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags region flow-direction",
            "pkt-src-aws-service pkt-dst-aws-service"));
  }

  /** The default format: accepted, refused, ping, IPv6, an unknown account, no data, skipped. */
  private static final String VERSION_2 =
      """
      2 123456789012 eni-0f10a1b2c3d4e5f60 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1715677210 1715677270 ACCEPT OK
      2 123456789012 eni-0f10a1b2c3d4e5f60 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1715677210 1715677270 REJECT OK
      2 123456789012 eni-0f10a1b2c3d4e5f60 203.0.113.12 172.31.16.139 0 0 1 4 336 1715677221 1715677275 ACCEPT OK
      2 123456789012 eni-0f10a1b2c3d4e5f60 172.31.16.139 203.0.113.12 0 0 1 4 336 1715677221 1715677275 REJECT OK
      2 123456789012 eni-0f10a1b2c3d4e5f60 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8:1234:a102:3304:8879:34cf:4071 34892 22 6 54 8855 1715677231 1715677290 ACCEPT OK
      2 unknown eni-0f10a1b2c3d4e5f61 172.31.16.30 172.31.16.139 443 51190 6 8 5120 1715677231 1715677288 ACCEPT OK
      2 123456789012 eni-0f10a1b2c3d4e5f62 - - - - - - - 1715677210 1715677270 - NODATA
      2 123456789012 eni-0f10a1b2c3d4e5f63 - - - - - - - 1715677210 1715677270 - SKIPDATA
      """;

  /** Two connections in one window and in two, and the four records of a NAT gateway. */
  private static final String VERSION_3 =
      """
      3 123456789012 eni-0f10a1b2c3d4e5f60 198.51.100.7 10.0.0.62 43416 5001 6 9 568 1715677248 1715677307 ACCEPT OK vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f01 i-0f10a1b2c3d4e5f02 2 IPv4 198.51.100.7 10.0.0.62
      3 123456789012 eni-0f10a1b2c3d4e5f60 10.0.0.62 198.51.100.7 5001 43416 6 7 376 1715677248 1715677307 ACCEPT OK vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f01 i-0f10a1b2c3d4e5f02 18 IPv4 10.0.0.62 198.51.100.7
      3 123456789012 eni-0f10a1b2c3d4e5f60 198.51.100.7 10.0.0.62 43416 5001 6 84 72604 1715677308 1715677366 ACCEPT OK vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f01 i-0f10a1b2c3d4e5f02 1 IPv4 198.51.100.7 10.0.0.62
      3 123456789012 eni-0f10a1b2c3d4e5f60 10.0.0.62 198.51.100.7 5001 43416 6 41 2132 1715677308 1715677366 ACCEPT OK vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f01 i-0f10a1b2c3d4e5f02 1 IPv4 10.0.0.62 198.51.100.7
      3 123456789012 eni-0f10a1b2c3d4e5f64 10.0.1.5 10.0.0.220 52114 443 6 10 1810 1715677260 1715677300 ACCEPT OK vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f03 - 3 IPv4 10.0.1.5 203.0.113.5
      3 123456789012 eni-0f10a1b2c3d4e5f64 10.0.0.220 203.0.113.5 16621 443 6 10 1810 1715677260 1715677300 ACCEPT OK vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f03 - 3 IPv4 10.0.0.220 203.0.113.5
      3 123456789012 eni-0f10a1b2c3d4e5f64 203.0.113.5 10.0.0.220 443 16621 6 12 9204 1715677260 1715677300 ACCEPT OK vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f03 - 19 IPv4 203.0.113.5 10.0.0.220
      3 123456789012 eni-0f10a1b2c3d4e5f64 10.0.0.220 10.0.1.5 443 52114 6 12 9204 1715677260 1715677300 ACCEPT OK vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f03 - 19 IPv4 203.0.113.5 10.0.1.5
      3 123456789012 eni-0f10a1b2c3d4e5f60 198.51.100.8 10.0.0.62 51190 443 6 3 180 1715677270 1715677290 ACCEPT OK vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f01 i-0f10a1b2c3d4e5f02 2 IPv4 198.51.100.8 10.0.0.63
      """;

  /** A local zone. */
  private static final String VERSION_4 =
      """
      4 123456789012 eni-0f10a1b2c3d4e5f65 10.0.5.10 10.0.1.5 8080 40022 6 6 2210 1715677320 1715677379 ACCEPT OK vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f04 i-0f10a1b2c3d4e5f05 18 IPv4 10.0.5.10 10.0.1.5 us-east-1 use1-bos1-az1 localzone use1-bos1-az1
      4 123456789012 eni-0f10a1b2c3d4e5f65 - - - - - - - 1715677380 1715677439 - NODATA vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f04 i-0f10a1b2c3d4e5f05 - - - - us-east-1 use1-bos1-az1 localzone use1-bos1-az1
      """;

  /** An order of one's own, with S3 on the other side; traffic-path only outwards. */
  private static final String VERSION_5 =
      """
      version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status
      5 52.95.128.179 10.0.0.71 80 34210 6 1715677330 1715677387 IPv4 14 15044 123456789012 vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f01 i-0f10a1b2c3d4e5f06 eni-0f10a1b2c3d4e5f66 us-east-1 use1-az3 - - ACCEPT 19 52.95.128.179 10.0.0.71 S3 - - ingress OK
      5 10.0.0.71 52.95.128.179 34210 80 6 1715677330 1715677387 IPv4 7 471 123456789012 vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f01 i-0f10a1b2c3d4e5f06 eni-0f10a1b2c3d4e5f66 us-east-1 use1-az3 - - ACCEPT 3 10.0.0.71 52.95.128.179 - S3 8 egress OK
      5 - - - - - 1715677390 1715677447 - - - 123456789012 vpc-0f10a1b2c3d4e5f00 subnet-0f10a1b2c3d4e5f01 i-0f10a1b2c3d4e5f06 eni-0f10a1b2c3d4e5f66 us-east-1 use1-az3 - - - - - - - - - - NODATA
      """;

  /** A transit gateway: one way through, one packet lost for want of a route, and nothing. */
  private static final String VERSION_6 =
      """
      6 TransitGateway 123456789012 tgw-0f10a1b2c3d4e5f10 tgw-attach-0f10a1b2c3d4e5f11 123456789012 210987654321 vpc-0f10a1b2c3d4e5f00 vpc-0f10a1b2c3d4e5f20 subnet-0f10a1b2c3d4e5f01 subnet-0f10a1b2c3d4e5f21 eni-0f10a1b2c3d4e5f67 eni-0f10a1b2c3d4e5f68 use1-az1 use1-az2 tgw-attach-0f10a1b2c3d4e5f12 10.0.0.71 10.20.0.9 43380 5432 6 22 4816 1715677400 1715677459 OK IPv4 0 0 0 0 26 us-east-1 ingress - -
      6 TransitGateway 123456789012 tgw-0f10a1b2c3d4e5f10 tgw-attach-0f10a1b2c3d4e5f12 123456789012 210987654321 vpc-0f10a1b2c3d4e5f00 vpc-0f10a1b2c3d4e5f20 subnet-0f10a1b2c3d4e5f01 subnet-0f10a1b2c3d4e5f21 eni-0f10a1b2c3d4e5f67 eni-0f10a1b2c3d4e5f68 use1-az1 use1-az2 tgw-attach-0f10a1b2c3d4e5f11 10.0.0.71 10.20.0.9 43380 5432 6 22 4816 1715677400 1715677459 OK IPv4 0 0 0 0 26 us-east-1 egress - -
      6 TransitGateway 123456789012 tgw-0f10a1b2c3d4e5f10 tgw-attach-0f10a1b2c3d4e5f11 123456789012 - vpc-0f10a1b2c3d4e5f00 - subnet-0f10a1b2c3d4e5f01 - eni-0f10a1b2c3d4e5f67 - use1-az1 - - 10.0.0.71 10.77.0.1 51002 443 6 3 180 1715677400 1715677459 OK IPv4 3 0 0 0 2 us-east-1 ingress - -
      6 TransitGateway 123456789012 tgw-0f10a1b2c3d4e5f10 tgw-attach-0f10a1b2c3d4e5f12 - - - - - - - - - - - - - - - - - - 1715677440 1715677499 NODATA - - - - - - us-east-1 - - -
      """;

  /** An ECS task on Fargate and one on an instance. */
  private static final String VERSION_7 =
      """
      version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id
      7 123456789012 eni-0f10a1b2c3d4e5f69 10.0.1.77 10.0.2.21 38120 5432 6 12 2048 1715677500 1715677559 ACCEPT OK arn:aws:ecs:us-east-1:123456789012:cluster/shop shop - - 3f2a9c71d0b84e65a1c0-2531612879 - orders arn:aws:ecs:us-east-1:123456789012:task-definition/orders:14 arn:aws:ecs:us-east-1:123456789012:task/shop/3f2a9c71d0b84e65a1c0 3f2a9c71d0b84e65a1c0
      7 123456789012 eni-0f10a1b2c3d4e5f6a 10.0.1.78 10.0.2.21 38121 5432 6 12 2048 1715677500 1715677559 ACCEPT OK arn:aws:ecs:us-east-1:123456789012:cluster/shop shop arn:aws:ecs:us-east-1:123456789012:container-instance/shop/8d1e 8d1e 77aa01bc 77aa01bd - arn:aws:ecs:us-east-1:123456789012:task-definition/batch:3 arn:aws:ecs:us-east-1:123456789012:task/shop/77aa 77aa
      """;

  /** Refused by Block Public Access and by encryption controls; any other reason has none. */
  private static final String VERSION_8 =
      """
      8 123456789012 eni-0f10a1b2c3d4e5f60 203.0.113.12 10.0.0.62 50112 443 6 1 60 1715677560 1715677619 REJECT OK ingress BPA
      8 123456789012 eni-0f10a1b2c3d4e5f60 10.0.0.62 10.0.0.63 50113 80 6 1 60 1715677560 1715677619 REJECT OK egress EC
      8 123456789012 eni-0f10a1b2c3d4e5f60 203.0.113.12 10.0.0.62 50114 23 6 1 60 1715677560 1715677619 REJECT OK ingress -
      """;

  /** A regional NAT gateway has no interface. */
  private static final String VERSION_9 =
      """
      version resource-id account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status pkt-srcaddr pkt-dstaddr
      9 nat-0f10a1b2c3d4e5f30 123456789012 - 10.0.1.5 203.0.113.5 52114 443 6 10 1810 1715677620 1715677679 ACCEPT OK 10.0.1.5 203.0.113.5
      9 nat-0f10a1b2c3d4e5f30 123456789012 - 203.0.113.5 10.0.1.5 443 52114 6 12 9204 1715677620 1715677679 ACCEPT OK 203.0.113.5 10.0.1.5
      """;

  /** Encrypted by the instances, by the application, both, not at all, and not known. */
  private static final String VERSION_10 =
      """
      flow-direction traffic-path srcaddr dstaddr srcport dstport protocol encryption-status start end action log-status
      ingress - 10.0.133.8 10.0.128.55 43236 80 6 1 1715677680 1715677739 ACCEPT OK
      egress 1 10.0.128.55 10.0.133.8 80 43236 6 1 1715677680 1715677739 ACCEPT OK
      egress 7 10.0.128.55 52.95.128.179 43300 443 6 2 1715677680 1715677739 ACCEPT OK
      egress 1 10.0.128.55 10.0.140.2 43310 443 6 3 1715677680 1715677739 ACCEPT OK
      ingress - 10.0.130.104 10.0.128.55 55016 80 6 0 1715677680 1715677739 ACCEPT OK
      ingress - 198.51.100.9 10.0.128.55 55017 80 6 - 1715677680 1715677739 ACCEPT OK
      """;

  /** Tags with a space, a dash alone, a percent sign and a letter beyond ASCII; the next hop. */
  private static final String VERSION_11 =
      """
      version account-id interface-id instance-tag instance-tag-2 interface-tag interface-tag-2 asg-tag asg-tag-2 interface-type srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status next-hop-interface-id next-hop-subnet-id next-hop-az-id next-hop-vpc-id next-hop-interface-type
      11 123456789012 eni-0f10a1b2c3d4e5f60 web%20server %2D - 100%25 - - - 10.0.0.62 10.0.1.5 41022 8080 6 8 1940 1715677740 1715677799 ACCEPT OK eni-0f10a1b2c3d4e5f6b subnet-0f10a1b2c3d4e5f04 use1-az1 vpc-0f10a1b2c3d4e5f00 -
      11 123456789012 eni-0f10a1b2c3d4e5f64 - - Z%C3%BCrich - - - nat_gateway 10.0.0.220 203.0.113.5 16621 443 6 10 1810 1715677740 1715677799 ACCEPT OK - - - - -
      """;

  /** Lines of the default format, as they go to CloudWatch Logs and Firehose: no header there. */
  static List<String> headless() {
    return VERSION_2.lines().toList();
  }
}
