package io.flowproof.simulate.record;

import static io.flowproof.simulate.record.Recording.at;
import static io.flowproof.simulate.record.Recording.cidr;
import static io.flowproof.simulate.record.Recording.ip;
import static io.flowproof.simulate.record.Recording.subnet;
import static io.flowproof.simulate.record.Recording.toInternet;
import static io.flowproof.simulate.record.Recording.vpc;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.flowlog.decode.LogFormat;
import io.flowproof.simulate.network.EniKind;
import io.flowproof.simulate.network.NetworkAcl;
import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.network.RouteTable;
import io.flowproof.simulate.network.RouteTarget;
import io.flowproof.simulate.network.SecurityGroup;
import io.flowproof.simulate.network.SecurityRule;
import io.flowproof.simulate.network.Subnet;
import io.flowproof.simulate.network.TransitAttachment;
import io.flowproof.simulate.network.TransitGateway;
import io.flowproof.simulate.network.Vpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of the Amazon VPC User Guide, "Flow log record examples", field by field. */
class AwsExamplesTest {
  private static final String ENI = "eni-1235b8ca123456789";
  private static final String FLAGS_FORMAT =
      "version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport"
          + " dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags"
          + " log-status";
  private static final String FLAGS_HEAD =
      "3 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-01234567890123456 "
          + ENI
          + " 123456789010 IPv4 ";

  private final Recording recording = new Recording();

  /** The lines are those that docs/simulate.md shows and explains. */
  private static void assertShown(List<String> lines) throws IOException {
    Path root = Path.of(System.getProperty("flowproof.root", "."));
    assertThat(Files.readAllLines(root.resolve("docs/simulate.md"))).containsAll(lines);
  }

  private static PacketGroup there(double from, double to, long packets, long bytes, int flags) {
    return new PacketGroup(true, at(from), at(to), packets, bytes, flags);
  }

  private static PacketGroup back(double from, double to, long packets, long bytes, int flags) {
    return new PacketGroup(false, at(from), at(to), packets, bytes, flags);
  }

  /** Nothing in from outside but ICMP; everything out. */
  private static SecurityGroup icmpOnly() {
    return new SecurityGroup(
        "icmp",
        List.of(new SecurityRule(Protocols.ICMP, 0, 65_535, cidr("0.0.0.0/0"), null)),
        List.of());
  }

  private Subnet pinged(NetworkAcl acl) {
    Vpc vpc = vpc("vpc-1", "172.31.0.0/16");
    return subnet("subnet-1", vpc, "172.31.16.0/20", "use1-az1", acl, toInternet());
  }

  private static NetworkAcl inboundIcmpOnly() {
    return new NetworkAcl(
        List.of(new NetworkAcl.Entry(true, Protocols.ICMP, 0, 65_535, cidr("0.0.0.0/0"))),
        List.of());
  }

  /** Four packets from 19:30:27 to 19:32:22, and their answers from 19:31:34 on. */
  private List<String> ping(NetworkAcl acl, SecurityGroup group) {
    recording.eni(
        ENI,
        EniKind.INSTANCE,
        pinged(acl),
        "172.31.16.139",
        List.of(),
        "198.51.100.10",
        "i-01234567890123456",
        group);
    recording.with(LogFormat.DEFAULT.header(), 600);
    recording.with(recording.settings().withPhase((log, point) -> 0));
    Track ping = recording.open("203.0.113.12", 8, "198.51.100.10", 0, Protocols.ICMP);
    ping.send(there(1432917027, 1432917142, 4, 336, TcpFlags.NONE));
    if (ping.arrives()) {
      ping.send(back(1432917094, 1432917142, 4, 336, TcpFlags.NONE));
    }
    return recording.lines();
  }

  @Test
  void rejectsTheReplyToAPingWhichTheNetworkAclDeniesAndTheSecurityGroupAllowed()
      throws IOException {
    assertThat(ping(inboundIcmpOnly(), icmpOnly()))
        .containsExactly(
            "2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 0 0 1 4 336"
                + " 1432917027 1432917142 ACCEPT OK",
            "2 123456789010 eni-1235b8ca123456789 172.31.16.139 203.0.113.12 0 0 1 4 336"
                + " 1432917094 1432917142 REJECT OK");
    assertShown(recording.lines());
  }

  @Test
  void acceptsBothWaysWhereTheNetworkAclLetsTheReplyOut() {
    assertThat(ping(NetworkAcl.OPEN, icmpOnly()))
        .hasSize(2)
        .allMatch(line -> line.endsWith(" ACCEPT OK"));
  }

  @Test
  void recordsASingleRejectWhereTheSecurityGroupDeniesThePing() {
    assertThat(ping(inboundIcmpOnly(), new SecurityGroup("closed", List.of(), List.of())))
        .containsExactly(
            "2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 0 0 1 4 336"
                + " 1432917027 1432917142 REJECT OK");
  }

  private void tcpFlagNetwork() {
    Vpc vpc = vpc("vpc-abcdefab012345678", "10.0.0.0/16");
    Subnet subnet =
        subnet(
            "subnet-aaaaaaaa012345678",
            vpc,
            "10.0.0.0/24",
            "use1-az1",
            NetworkAcl.OPEN,
            toInternet());
    recording.eni(
        ENI,
        EniKind.INSTANCE,
        subnet,
        "10.0.0.62",
        List.of(),
        "198.51.100.62",
        "i-01234567890123456");
    recording.with(FLAGS_FORMAT, 600);
    // Windows end within the second 1566848933, which is the end of one and the start of the next.
    recording.with(recording.settings().withPhase((log, point) -> at(1566848933.5)));
  }

  private Track connect(int port) {
    return recording.open("52.213.180.42", port, "198.51.100.62", 5001, Protocols.TCP);
  }

  @Test
  void showsTheTcpFlagsOfTwoConnectionsOfWhichOneGoesOnIntoTheNextWindow() throws IOException {
    tcpFlagNetwork();
    Track first = connect(43416);
    first.send(there(1566848875.1, 1566848875.1, 1, 64, TcpFlags.SYN));
    first.send(back(1566848875.2, 1566848875.2, 1, 64, TcpFlags.SYN | TcpFlags.ACK));
    Track second = connect(43418);
    second.send(there(1566848875.3, 1566848875.3, 1, 64, TcpFlags.SYN));
    second.send(back(1566848875.4, 1566848875.4, 1, 64, TcpFlags.SYN | TcpFlags.ACK));
    first.send(there(1566848876, 1566848933, 7, 504, TcpFlags.ACK));
    first.send(back(1566848876, 1566848933, 6, 312, TcpFlags.ACK | TcpFlags.PSH));
    second.send(there(1566848876, 1566848933, 69, 100_637, TcpFlags.ACK | TcpFlags.PSH));
    second.send(back(1566848876, 1566848933, 11, 568, TcpFlags.ACK));
    second.send(back(1566848933.6, 1566849113, 1218, 63_336, TcpFlags.ACK));
    second.send(there(1566848933.6, 1566849113, 15_773, 23_294_536, TcpFlags.ACK));
    second.send(back(1566849113, 1566849113, 1, 52, TcpFlags.FIN | TcpFlags.ACK));
    second.send(there(1566849113.1, 1566849113.1, 1, 52, TcpFlags.FIN | TcpFlags.ACK));

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            FLAGS_HEAD
                + "52.213.180.42 10.0.0.62 43416 5001 52.213.180.42 10.0.0.62 6 568 8 1566848875 1566848933 ACCEPT 2 OK",
            FLAGS_HEAD
                + "10.0.0.62 52.213.180.42 5001 43416 10.0.0.62 52.213.180.42 6 376 7 1566848875 1566848933 ACCEPT 18 OK",
            FLAGS_HEAD
                + "52.213.180.42 10.0.0.62 43418 5001 52.213.180.42 10.0.0.62 6 100701 70 1566848875 1566848933 ACCEPT 2 OK",
            FLAGS_HEAD
                + "10.0.0.62 52.213.180.42 5001 43418 10.0.0.62 52.213.180.42 6 632 12 1566848875 1566848933 ACCEPT 18 OK",
            FLAGS_HEAD
                + "10.0.0.62 52.213.180.42 5001 43418 10.0.0.62 52.213.180.42 6 63388 1219 1566848933 1566849113 ACCEPT 1 OK",
            FLAGS_HEAD
                + "52.213.180.42 10.0.0.62 43418 5001 52.213.180.42 10.0.0.62 6 23294588 15774 1566848933 1566849113 ACCEPT 1 OK");
    assertShown(recording.lines());
  }

  @Test
  void showsAllTheFlagsOfAConnectionThatBeginsAndEndsInOneWindow() throws IOException {
    tcpFlagNetwork();
    Track connection = connect(43638);
    connection.send(there(1566933133, 1566933133, 1, 64, TcpFlags.SYN));
    connection.send(back(1566933133, 1566933133, 1, 64, TcpFlags.SYN | TcpFlags.ACK));
    connection.send(there(1566933134, 1566933192, 15, 1144, TcpFlags.ACK | TcpFlags.PSH));
    connection.send(back(1566933134, 1566933192, 12, 851, TcpFlags.ACK | TcpFlags.PSH));
    connection.send(there(1566933193, 1566933193, 1, 52, TcpFlags.FIN | TcpFlags.ACK));
    connection.send(back(1566933193, 1566933193, 1, 52, TcpFlags.FIN | TcpFlags.ACK));

    assertThat(recording.lines())
        .containsExactly(
            FLAGS_HEAD
                + "52.213.180.42 10.0.0.62 43638 5001 52.213.180.42 10.0.0.62 6 1260 17 1566933133 1566933193 ACCEPT 3 OK",
            FLAGS_HEAD
                + "10.0.0.62 52.213.180.42 5001 43638 10.0.0.62 52.213.180.42 6 967 14 1566933133 1566933193 ACCEPT 19 OK");
    assertShown(recording.lines());
  }

  @Test
  void recordsAConversationFourTimesAtANatGatewayAndTwiceAtTheInstance() throws IOException {
    Vpc vpc = vpc("vpc-1", "10.0.0.0/16");
    Subnet open = subnet("subnet-0", vpc, "10.0.0.0/24", "use1-az1", NetworkAcl.OPEN, toInternet());
    var nat =
        recording.eni(
            ENI, EniKind.NAT_GATEWAY, open, "10.0.0.220", List.of(), "198.51.100.9", "nat-1");
    Subnet inner =
        subnet(
            "subnet-1",
            vpc,
            "10.0.1.0/24",
            "use1-az1",
            NetworkAcl.OPEN,
            new RouteTable().with(cidr("0.0.0.0/0"), new RouteTarget.Nat(nat)));
    recording.eni(
        "eni-1111aaaa2222bbbb3",
        EniKind.INSTANCE,
        inner,
        "10.0.1.5",
        List.of(),
        null,
        "i-01234567890123456");
    recording.with("instance-id interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr", 600);
    Track connection = recording.open("10.0.1.5", 40_000, "203.0.113.5", 443, Protocols.TCP);
    connection.send(there(100, 101, 3, 300, TcpFlags.ACK));
    connection.send(back(100, 101, 3, 3000, TcpFlags.ACK));

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "- eni-1235b8ca123456789 10.0.1.5 10.0.0.220 10.0.1.5 203.0.113.5",
            "- eni-1235b8ca123456789 10.0.0.220 203.0.113.5 10.0.0.220 203.0.113.5",
            "- eni-1235b8ca123456789 203.0.113.5 10.0.0.220 203.0.113.5 10.0.0.220",
            "- eni-1235b8ca123456789 10.0.0.220 10.0.1.5 203.0.113.5 10.0.1.5",
            "i-01234567890123456 eni-1111aaaa2222bbbb3 10.0.1.5 203.0.113.5 10.0.1.5 203.0.113.5",
            "i-01234567890123456 eni-1111aaaa2222bbbb3 203.0.113.5 10.0.1.5 203.0.113.5 10.0.1.5");
    assertShown(recording.lines().stream().filter(line -> line.startsWith("- ")).toList());
  }

  @Test
  void showsTheTransitGatewaysInterfacesOfBothZones() {
    Vpc a = vpc("vpc-a", "10.20.0.0/16");
    Vpc b = vpc("vpc-abcdefab012345678", "10.40.0.0/16");
    TransitGateway gateway = new TransitGateway("tgw-1");
    RouteTarget transit = new RouteTarget.Transit(gateway);
    Subnet client =
        subnet(
            "subnet-c",
            a,
            "10.20.33.0/24",
            "use1-az1",
            NetworkAcl.OPEN,
            new RouteTable().with(cidr("10.0.0.0/8"), transit));
    Subnet one =
        subnet(
            "subnet-11111111aaaaaaaaa",
            b,
            "10.40.1.0/24",
            "use1-az1",
            NetworkAcl.OPEN,
            new RouteTable().with(cidr("10.0.0.0/8"), transit));
    Subnet two =
        subnet(
            "subnet-22222222bbbbbbbbb",
            b,
            "10.40.2.0/24",
            "use1-az2",
            NetworkAcl.OPEN,
            new RouteTable().with(cidr("10.0.0.0/8"), transit));
    recording.eni("eni-c", EniKind.INSTANCE, client, "10.20.33.164", List.of(), null, "i-c");
    var first =
        recording.eni(
            "eni-11111111111111111",
            EniKind.TRANSIT_GATEWAY,
            one,
            "10.40.1.175",
            List.of(),
            null,
            null);
    var second =
        recording.eni(
            "eni-22222222222222222",
            EniKind.TRANSIT_GATEWAY,
            two,
            "10.40.2.31",
            List.of(),
            null,
            null);
    recording.eni(
        "eni-33333333333333333",
        EniKind.INSTANCE,
        two,
        "10.40.2.236",
        List.of(),
        null,
        "i-01234567890123456");
    gateway.attach(
        new TransitAttachment("tgw-attach-a", "tgw-1", Recording.ACCOUNT, "us-east-1", a),
        List.of());
    gateway.attach(
        new TransitAttachment("tgw-attach-b", "tgw-1", Recording.ACCOUNT, "us-east-1", b),
        List.of(first, second));
    recording.network.add(gateway);
    String format =
        "version interface-id account-id vpc-id subnet-id instance-id srcaddr dstaddr srcport"
            + " dstport protocol tcp-flags type pkt-srcaddr pkt-dstaddr action log-status";
    recording.with(
        new FlowLog(
            "fl-b",
            Recording.ACCOUNT,
            "us-east-1",
            LogFormat.parse(format),
            600,
            FlowLog.Traffic.ALL,
            point -> !point.id().equals("eni-c")));
    Track connection = recording.open("10.20.33.164", 39812, "10.40.2.236", 80, Protocols.TCP);
    connection.send(there(100, 100, 1, 60, TcpFlags.SYN));
    connection.send(back(100, 100, 1, 60, TcpFlags.SYN | TcpFlags.ACK));
    connection.send(there(101, 101, 1, 52, TcpFlags.FIN | TcpFlags.ACK));
    connection.send(back(101, 101, 1, 52, TcpFlags.FIN | TcpFlags.ACK));

    String vpc = "123456789010 vpc-abcdefab012345678 ";
    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "3 eni-33333333333333333 "
                + vpc
                + "subnet-22222222bbbbbbbbb i-01234567890123456 10.20.33.164 10.40.2.236 39812 80 6 3 IPv4 10.20.33.164 10.40.2.236 ACCEPT OK",
            "3 eni-33333333333333333 "
                + vpc
                + "subnet-22222222bbbbbbbbb i-01234567890123456 10.40.2.236 10.20.33.164 80 39812 6 19 IPv4 10.40.2.236 10.20.33.164 ACCEPT OK",
            "3 eni-11111111111111111 "
                + vpc
                + "subnet-11111111aaaaaaaaa - 10.40.1.175 10.40.2.236 39812 80 6 3 IPv4 10.20.33.164 10.40.2.236 ACCEPT OK",
            "3 eni-22222222222222222 "
                + vpc
                + "subnet-22222222bbbbbbbbb - 10.40.2.236 10.40.2.31 80 39812 6 19 IPv4 10.40.2.236 10.20.33.164 ACCEPT OK");
  }

  @Test
  void recordsIpv6() {
    Vpc vpc = vpc("vpc-6", "10.0.0.0/16", "2001:db8:1234::/48");
    Subnet subnet =
        subnet("subnet-6", vpc, "10.0.0.0/24", "use1-az1", NetworkAcl.OPEN, toInternet());
    recording.eni(
        ENI,
        EniKind.INSTANCE,
        subnet,
        "10.0.0.6",
        List.of("2001:db8:1234:a102:3304:8879:34cf:4071"),
        null,
        "i-6");
    recording.with(LogFormat.DEFAULT.header(), 600);
    recording.with(recording.settings().withPhase((log, point) -> at(500)));
    Track ssh =
        recording.open(
            "2001:db8:1234:a100:8d6e:3477:df66:f105",
            34892,
            "2001:db8:1234:a102:3304:8879:34cf:4071",
            22,
            Protocols.TCP);
    ssh.send(there(1477913708, 1477913820, 54, 8855, TcpFlags.ACK));

    assertThat(recording.lines())
        .containsExactly(
            "2 123456789010 eni-1235b8ca123456789 2001:db8:1234:a100:8d6e:3477:df66:f105"
                + " 2001:db8:1234:a102:3304:8879:34cf:4071 34892 22 6 54 8855 1477913708"
                + " 1477913820 ACCEPT OK");
    assertThat(ip("2001:db8::1").isIpv6()).isTrue();
  }
}
