package io.flowproof.simulate.record;

import static io.flowproof.simulate.record.Recording.at;
import static io.flowproof.simulate.record.Recording.cidr;
import static io.flowproof.simulate.record.Recording.subnet;
import static io.flowproof.simulate.record.Recording.vpc;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.EniKind;
import io.flowproof.simulate.network.NetworkAcl;
import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.network.RouteTable;
import io.flowproof.simulate.network.RouteTarget;
import io.flowproof.simulate.network.Subnet;
import io.flowproof.simulate.network.TransitAttachment;
import io.flowproof.simulate.network.TransitGateway;
import io.flowproof.simulate.network.Vpc;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a transit gateway records and loses: AWS Transit Gateway guide, "Flow logs". */
class TransitGatewayTest {
  private static final String LOST =
      "tgw-attachment-id tgw-pair-attachment-id dstaddr packets packets-lost-no-route"
          + " packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired"
          + " flow-direction";
  private final Recording recording = new Recording();
  private final TransitGateway gateway = new TransitGateway("tgw-1");

  private void attach(String name, String cidr, String host, String gatewayAddress) {
    Vpc vpc = vpc("vpc-" + name, cidr);
    Subnet subnet =
        subnet(
            "subnet-" + name,
            vpc,
            cidr,
            "use1-az1",
            NetworkAcl.OPEN,
            new RouteTable().with(cidr("0.0.0.0/0"), new RouteTarget.Transit(gateway)));
    recording.eni("eni-" + name, EniKind.INSTANCE, subnet, host, List.of(), null, "i-" + name);
    Eni eni =
        recording.eni(
            "eni-t" + name, EniKind.TRANSIT_GATEWAY, subnet, gatewayAddress, List.of(), null, null);
    gateway.attach(
        new TransitAttachment("attach-" + name, "tgw-1", Recording.ACCOUNT, "us-east-1", vpc),
        List.of(eni));
  }

  private Recording twoVpcs(String format) {
    attach("a", "10.1.0.0/24", "10.1.0.5", "10.1.0.9");
    attach("b", "10.2.0.0/24", "10.2.0.5", "10.2.0.9");
    recording.network.add(gateway);
    return recording.with(format, 60);
  }

  private Track send(String server, long packets, long bytes) {
    Track track = recording.open("10.1.0.5", 5000, server, 80, Protocols.TCP);
    track.send(new PacketGroup(true, at(1), at(2), packets, bytes, TcpFlags.ACK));
    return track;
  }

  @Test
  void countsWhatItHasNoRouteFor() {
    twoVpcs(LOST);
    assertThat(send("10.9.0.5", 3, 300).arrives()).isFalse();

    assertThat(recording.lines()).containsExactly("attach-a - 10.9.0.5 3 3 0 0 0 ingress");
    assertThat(recording.recorder().totals().lostInTransit()).isEqualTo(3);
  }

  @Test
  void countsWhatEndsInABlackholeOrGoesRoundInACircle() {
    gateway.blackhole(cidr("10.2.0.0/24"));
    gateway.loop(cidr("10.8.0.0/16"));
    twoVpcs(LOST);
    send("10.2.0.5", 3, 300);
    send("10.8.0.5", 4, 300);

    assertThat(recording.lines())
        .containsExactly(
            "attach-a - 10.2.0.5 3 0 3 0 0 ingress", "attach-a - 10.8.0.5 4 0 0 0 4 ingress");
  }

  @Test
  void countsPacketsThatAreLargerThanAnAttachmentLetsThrough() {
    twoVpcs(LOST);
    send("10.2.0.5", 2, 2 * 8500);
    recording
        .open("10.1.0.5", 6000, "10.2.0.5", 81, Protocols.TCP)
        .send(new PacketGroup(true, at(61), at(61), 2, 2 * 9001, TcpFlags.ACK));

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "attach-a attach-b 10.2.0.5 2 0 0 0 0 ingress",
            "attach-b attach-a 10.2.0.5 2 0 0 0 0 egress",
            "attach-a attach-b 10.2.0.5 2 0 0 2 0 ingress");
  }

  @Test
  void letsOnlyFifteenHundredBytesThroughAVpn() {
    gateway.attach(
        new TransitAttachment("attach-v", "tgw-1", Recording.ACCOUNT, "us-east-1", null),
        List.of());
    gateway.routeToVpn(cidr("192.168.0.0/16"));
    twoVpcs(LOST);
    send("192.168.0.1", 1, 1500);
    send("192.168.0.2", 1, 1501);
    send("172.16.0.1", 1, 100);

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "attach-a attach-v 192.168.0.1 1 0 0 0 0 ingress",
            "attach-v attach-a 192.168.0.1 1 0 0 0 0 egress",
            "attach-a attach-v 192.168.0.2 1 0 0 1 0 ingress",
            "attach-a - 172.16.0.1 1 1 0 0 0 ingress");
  }

  @Test
  void showsPacketsToAnAddressWithoutAHostUpToTheOtherVpc() {
    twoVpcs("tgw-attachment-id dstaddr");
    recording.with("interface-id srcaddr dstaddr", 60);
    assertThat(send("10.2.0.77", 1, 60).target()).isNull();

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "eni-a 10.1.0.5 10.2.0.77",
            "eni-ta 10.1.0.5 10.1.0.9",
            "attach-a 10.2.0.77",
            "attach-b 10.2.0.77",
            "eni-tb 10.2.0.9 10.2.0.77");
  }
}
