package io.flowproof.simulate.record;

import static io.flowproof.simulate.record.Recording.at;
import static io.flowproof.simulate.record.Recording.cidr;
import static io.flowproof.simulate.record.Recording.subnet;
import static io.flowproof.simulate.record.Recording.toInternet;
import static io.flowproof.simulate.record.Recording.vpc;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.simulate.network.Balancing;
import io.flowproof.simulate.network.Eni;
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
import io.flowproof.simulate.network.Unrecorded;
import io.flowproof.simulate.network.Vpc;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final String FLOW =
      "interface-id srcaddr dstaddr srcport dstport packets bytes start end action";
  private final Recording recording = new Recording();
  private final Vpc vpc = vpc("vpc-1", "10.0.0.0/16");
  private final Subnet subnet =
      subnet("subnet-1", vpc, "10.0.0.0/24", "use1-az1", NetworkAcl.OPEN, toInternet());

  private static PacketGroup packet(boolean forward, double time, int flags) {
    return PacketGroup.packet(forward, at(time), 40, flags);
  }

  private Eni instance(String id, String address, SecurityGroup... groups) {
    return recording.eni(id, EniKind.INSTANCE, subnet, address, List.of(), null, "i-" + id, groups);
  }

  private void alignedWindows() {
    recording.with(recording.settings().withPhase((log, point) -> 0));
  }

  @Test
  void partsALongConnectionAtTheEdgesOfWindows() {
    instance("eni-a", "10.0.0.5");
    recording.with(FLOW, 60);
    alignedWindows();
    recording
        .open("10.0.0.5", 5000, "198.51.100.1", 443, Protocols.TCP)
        .send(new PacketGroup(true, at(50), at(190), 15, 1501, TcpFlags.ACK));

    assertThat(recording.lines())
        .containsExactly(
            "eni-a 10.0.0.5 198.51.100.1 5000 443 1 100 50 50 ACCEPT",
            "eni-a 10.0.0.5 198.51.100.1 5000 443 6 600 60 110 ACCEPT",
            "eni-a 10.0.0.5 198.51.100.1 5000 443 6 600 120 170 ACCEPT",
            "eni-a 10.0.0.5 198.51.100.1 5000 443 2 201 180 190 ACCEPT");
  }

  @Test
  void keepsToSixtySecondsOnNitroWhateverTheFlowLogSays() {
    Eni nitro = new Eni(Eni.Description.instance("eni-n", subnet, Recording.ip("10.0.0.7")));
    recording.network.add(nitro);
    recording.with("interface-id packets start end", 600);
    alignedWindows();
    recording
        .open("10.0.0.7", 5000, "198.51.100.1", 443, Protocols.TCP)
        .send(new PacketGroup(true, at(30), at(90), 2, 100, TcpFlags.ACK));

    assertThat(recording.lines()).containsExactly("eni-n 1 30 30", "eni-n 1 90 90");
  }

  @Test
  void recordsBothInterfacesOfAConnectionInsideTheVpc() {
    instance("eni-a", "10.0.0.5");
    instance("eni-b", "10.0.0.6");
    recording.with("interface-id flow-direction traffic-path next-hop-interface-id", 60);
    Track track = recording.open("10.0.0.5", 5000, "10.0.0.6", 80, Protocols.TCP);
    track.send(packet(true, 1, TcpFlags.SYN));
    track.send(packet(false, 1, TcpFlags.SYN | TcpFlags.ACK));

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "eni-a egress 1 eni-b",
            "eni-a ingress - eni-b",
            "eni-b ingress - eni-a",
            "eni-b egress 1 eni-a");
  }

  @Test
  void rejectsAtTheServerWhatItsSecurityGroupDoesNotAllow() {
    SecurityGroup web =
        new SecurityGroup(
            "web", List.of(new SecurityRule(Protocols.TCP, 80, 80, null, "clients")), List.of());
    SecurityGroup clients =
        new SecurityGroup(
            "clients",
            List.of(),
            List.of(new SecurityRule(-1, 0, 65_535, cidr("0.0.0.0/0"), null)));
    instance("eni-a", "10.0.0.5", clients);
    instance("eni-b", "10.0.0.6", web);
    recording.with("interface-id dstport flow-direction action", 60);
    Track web80 = recording.open("10.0.0.5", 5000, "10.0.0.6", 80, Protocols.TCP);
    web80.send(packet(true, 1, TcpFlags.SYN));
    web80.send(packet(false, 1, TcpFlags.SYN | TcpFlags.ACK));
    Track ssh = recording.open("10.0.0.5", 5001, "10.0.0.6", 22, Protocols.TCP);
    ssh.send(packet(true, 1, TcpFlags.SYN));

    assertThat(ssh.arrives()).isFalse();
    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "eni-a 80 egress ACCEPT",
            "eni-a 5000 ingress ACCEPT",
            "eni-b 80 ingress ACCEPT",
            "eni-b 5000 egress ACCEPT",
            "eni-a 22 egress ACCEPT",
            "eni-b 22 ingress REJECT");
  }

  @Test
  void rejectsPacketsThatComeAfterTheConnectionWasClosed() {
    instance("eni-a", "10.0.0.5");
    recording.with("srcport dstport tcp-flags action", 60);
    alignedWindows();
    Track track = recording.open("10.0.0.5", 5000, "198.51.100.1", 443, Protocols.TCP);
    track.send(packet(true, 1, TcpFlags.FIN | TcpFlags.ACK));
    track.send(packet(false, 2, TcpFlags.FIN | TcpFlags.ACK));
    track.send(packet(true, 2.1, TcpFlags.ACK));
    track.send(packet(false, 40, TcpFlags.RST));

    assertThat(recording.lines())
        .containsExactly("5000 443 1 ACCEPT", "443 5000 1 ACCEPT", "443 5000 4 REJECT");
  }

  @Test
  void showsThePrimaryAddressForASecondaryOneAndForThatOfAPod() {
    recording.eni("eni-a", EniKind.INSTANCE, subnet, "10.0.0.5", List.of("10.0.0.77"), null, "i-a");
    instance("eni-b", "10.0.0.6");
    recording.with("interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr", 60);
    Track track = recording.open("10.0.0.6", 5000, "10.0.0.77", 80, Protocols.TCP);
    track.send(packet(true, 1, TcpFlags.SYN));
    track.send(packet(false, 1, TcpFlags.SYN | TcpFlags.ACK));

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "eni-b 10.0.0.6 10.0.0.77 10.0.0.6 10.0.0.77",
            "eni-b 10.0.0.77 10.0.0.6 10.0.0.77 10.0.0.6",
            "eni-a 10.0.0.6 10.0.0.5 10.0.0.6 10.0.0.77",
            "eni-a 10.0.0.5 10.0.0.6 10.0.0.77 10.0.0.6");
  }

  @Test
  void keepsTheClientsAddressThroughANetworkLoadBalancer() {
    Eni balancer =
        recording.eni(
            "eni-l",
            EniKind.NETWORK_LOAD_BALANCER,
            subnet,
            "10.0.0.9",
            List.of(),
            "198.51.100.9",
            null);
    Eni target = instance("eni-t", "10.0.0.6");
    recording.network.balance(balancer, new Balancing(443, List.of(target), 8443, true));
    recording.with("interface-id srcaddr dstaddr dstport pkt-srcaddr pkt-dstaddr", 60);
    recording
        .open("203.0.113.1", 5000, "198.51.100.9", 443, Protocols.TCP)
        .send(packet(true, 1, TcpFlags.SYN));

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "eni-l 203.0.113.1 10.0.0.9 443 203.0.113.1 10.0.0.9",
            "eni-l 10.0.0.9 10.0.0.6 8443 203.0.113.1 10.0.0.6",
            "eni-t 203.0.113.1 10.0.0.6 8443 203.0.113.1 10.0.0.6");
  }

  @Test
  void namesNoInterfaceForARegionalNatGatewayAndShowsTheFinalDestination() {
    Eni nat =
        recording.eni(
            "eni-x",
            EniKind.REGIONAL_NAT_GATEWAY,
            subnet,
            "10.0.0.220",
            List.of(),
            "198.51.100.9",
            "nat-0r");
    Subnet inner =
        subnet(
            "subnet-2",
            vpc,
            "10.0.1.0/24",
            "use1-az1",
            NetworkAcl.OPEN,
            new RouteTable().with(cidr("0.0.0.0/0"), new RouteTarget.Nat(nat)));
    recording.eni("eni-a", EniKind.INSTANCE, inner, "10.0.1.5", List.of(), null, "i-a");
    recording.with("interface-id resource-id srcaddr dstaddr flow-direction", 60);
    recording
        .open("10.0.1.5", 5000, "203.0.113.5", 443, Protocols.TCP)
        .send(packet(true, 1, TcpFlags.SYN));

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "eni-a - 10.0.1.5 203.0.113.5 egress",
            "- nat-0r 10.0.1.5 203.0.113.5 ingress",
            "- nat-0r 10.0.0.220 203.0.113.5 egress");
  }

  @Test
  void namesTheServiceAndTheGatewayEndpoint() {
    recording.network.addService("S3", cidr("52.216.0.0/15"));
    Subnet inner =
        subnet(
            "subnet-2",
            vpc,
            "10.0.1.0/24",
            "use1-az1",
            NetworkAcl.OPEN,
            new RouteTable().with(cidr("52.216.0.0/15"), new RouteTarget.GatewayEndpoint()));
    recording.network.add(
        new Eni(Eni.Description.instance("eni-a", inner, Recording.ip("10.0.1.5"))));
    recording.with("flow-direction traffic-path pkt-src-aws-service pkt-dst-aws-service", 60);
    Track track = recording.open("10.0.1.5", 5000, "52.216.1.1", 443, Protocols.TCP);
    track.send(packet(true, 1, TcpFlags.SYN));
    track.send(packet(false, 1, TcpFlags.SYN | TcpFlags.ACK));

    assertThat(recording.lines()).containsExactly("egress 7 - S3", "ingress - S3 -");
  }

  @Test
  void neverWritesWhatAwsNeverRecords() {
    instance("eni-a", "10.0.0.5");
    recording.with(FLOW, 60);
    for (String server :
        List.of("169.254.169.254", "169.254.169.123", "169.254.169.253", "10.0.0.1")) {
      recording
          .open("10.0.0.5", 5000, server, 80, Protocols.TCP)
          .send(packet(true, 1, TcpFlags.SYN));
    }
    recording.open("10.0.0.5", 5000, "10.0.0.2", 53, Protocols.UDP).send(packet(true, 1, 0));
    recording.open("0.0.0.0", 68, "255.255.255.255", 67, Protocols.UDP).send(packet(true, 1, 0));

    assertThat(recording.lines()).isEmpty();
    assertThat(recording.recorder().totals().unrecorded().keySet())
        .containsExactlyInAnyOrder(
            Unrecorded.INSTANCE_METADATA,
            Unrecorded.TIME_SYNC,
            Unrecorded.AMAZON_RESOLVER,
            Unrecorded.VPC_ROUTER,
            Unrecorded.DHCP);
  }

  @Test
  void recordsAResolverOfOnesOwn() {
    instance("eni-a", "10.0.0.5");
    instance("eni-r", "10.0.0.53");
    recording.with("interface-id dstport protocol", 60);
    recording.open("10.0.0.5", 5000, "10.0.0.53", 53, Protocols.UDP).send(packet(true, 1, 0));

    assertThat(recording.lines()).containsExactlyInAnyOrder("eni-a 53 17", "eni-r 53 17");
  }

  @Test
  void writesPortZeroForIcmp() {
    instance("eni-a", "10.0.0.5");
    recording.with("srcport dstport protocol tcp-flags", 60);
    recording.open("10.0.0.5", 8, "198.51.100.1", 0, Protocols.ICMP).send(packet(true, 1, 0));

    assertThat(recording.lines()).containsExactly("0 0 1 0");
  }

  @Test
  void showsNoFlagsForPacketsThatNoConnectionHas() {
    instance("eni-a", "10.0.0.5");
    recording.with("tcp-flags", 60);
    recording
        .open("198.51.100.1", 5000, "10.0.0.5", 22, Protocols.TCP)
        .send(packet(true, 1, TcpFlags.SYN | TcpFlags.FIN));

    assertThat(recording.lines()).containsExactly("-");
  }

  @Test
  void writesNodataForSilentWindowsAndSkipdataForLostOnes() {
    instance("eni-a", "10.0.0.5");
    recording.with("interface-id packets start end log-status", 60);
    recording.with(
        RecorderSettings.over(new Period(0, at(180)))
            .withPhase((log, point) -> 0)
            .withOutages(List.of(new Outage("eni-a", new Period(at(70), at(71))))));
    Track track = recording.open("10.0.0.5", 5000, "198.51.100.1", 443, Protocols.TCP);
    track.send(packet(true, 75, TcpFlags.SYN));
    track.send(packet(true, 130, TcpFlags.SYN));

    assertThat(recording.lines())
        .containsExactly("eni-a - 0 59 NODATA", "eni-a - 60 119 SKIPDATA", "eni-a 1 130 130 OK");
  }

  @Test
  void recordsNothingAtAllWhileTheFlowLogIsDeleted() {
    instance("eni-a", "10.0.0.5");
    recording.with("start log-status", 60);
    recording.with(RecorderSettings.over(new Period(0, at(180))).withPhase((log, point) -> 0));
    Suspension suspension = recording.recorder().suspend(new Period(at(60), at(120)));
    recording
        .open("10.0.0.5", 5000, "198.51.100.1", 443, Protocols.TCP)
        .send(packet(true, 75, TcpFlags.SYN));

    assertThat(recording.lines()).containsExactly("0 NODATA", "120 NODATA");
    assertThat(suspension.unwritten().records()).isEqualTo(1);
    assertThat(suspension.unwritten().bytes()).isEqualTo(40);
  }

  @Test
  void recordsWhatATransitGatewaySees() {
    Vpc other = vpc("vpc-2", "10.9.0.0/16");
    TransitGateway gateway = new TransitGateway("tgw-1");
    RouteTable routes = new RouteTable().with(cidr("10.0.0.0/8"), new RouteTarget.Transit(gateway));
    Subnet a = subnet("subnet-a", vpc, "10.0.5.0/24", "use1-az1", NetworkAcl.OPEN, routes);
    Subnet b =
        subnet(
            "subnet-b",
            other,
            "10.9.5.0/24",
            "use1-az1",
            NetworkAcl.OPEN,
            new RouteTable().with(cidr("10.0.0.0/8"), new RouteTarget.Transit(gateway)));
    recording.eni("eni-a", EniKind.INSTANCE, a, "10.0.5.5", List.of(), null, "i-a");
    recording.eni("eni-b", EniKind.INSTANCE, b, "10.9.5.5", List.of(), null, "i-b");
    Eni ta = recording.eni("eni-ta", EniKind.TRANSIT_GATEWAY, a, "10.0.5.9", List.of(), null, null);
    Eni tb = recording.eni("eni-tb", EniKind.TRANSIT_GATEWAY, b, "10.9.5.9", List.of(), null, null);
    gateway.attach(
        new TransitAttachment("tgw-attach-a", "tgw-1", Recording.ACCOUNT, "us-east-1", vpc),
        List.of(ta));
    gateway.attach(
        new TransitAttachment("tgw-attach-b", "tgw-1", Recording.ACCOUNT, "us-east-1", other),
        List.of(tb));
    recording.network.add(gateway);
    recording.with(
        "resource-type tgw-attachment-id tgw-pair-attachment-id tgw-src-vpc-id tgw-dst-eni srcaddr"
            + " dstaddr tcp-flags flow-direction packets-lost-no-route",
        60);
    Track track = recording.open("10.0.5.5", 5000, "10.9.5.5", 80, Protocols.TCP);
    track.send(packet(true, 1, TcpFlags.SYN));
    track.send(packet(true, 1, TcpFlags.ACK | TcpFlags.PSH));

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "TransitGateway tgw-attach-a tgw-attach-b vpc-1 eni-tb 10.0.5.5 10.9.5.5 26 ingress 0",
            "TransitGateway tgw-attach-b tgw-attach-a vpc-1 eni-tb 10.0.5.5 10.9.5.5 26 egress 0");
  }
}
