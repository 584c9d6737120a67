package io.flowproof.simulate.record;

import static io.flowproof.simulate.record.Recording.at;
import static io.flowproof.simulate.record.Recording.cidr;
import static io.flowproof.simulate.record.Recording.subnet;
import static io.flowproof.simulate.record.Recording.toInternet;
import static io.flowproof.simulate.record.Recording.vpc;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.EniKind;
import io.flowproof.simulate.network.NetworkAcl;
import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.network.RouteTable;
import io.flowproof.simulate.network.RouteTarget;
import io.flowproof.simulate.network.SecurityGroup;
import io.flowproof.simulate.network.SecurityRule;
import io.flowproof.simulate.network.Subnet;
import io.flowproof.simulate.network.Vpc;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What becomes of packets after a silence: Amazon EC2 User Guide, "Security group connection
 * tracking"; Amazon VPC User Guide, "Troubleshoot NAT gateways" (idle timeout of 350 seconds).
 */
class ConnectionTrackingTest {
  private static final String FORMAT = "interface-id srcport dstport packets tcp-flags action";

  private final Recording recording = new Recording();
  private final Vpc vpc = vpc("vpc-1", "10.0.0.0/16");
  private final Subnet open =
      subnet("subnet-1", vpc, "10.0.0.0/24", "use1-az1", NetworkAcl.OPEN, toInternet());

  private static PacketGroup packet(boolean forward, double time, int flags) {
    return PacketGroup.packet(forward, at(time), 60, flags);
  }

  /** Lets everything out, and nothing in but answers. */
  private static SecurityGroup outOnly() {
    return new SecurityGroup(
        "out", List.of(), List.of(new SecurityRule(-1, 0, 65_535, cidr("0.0.0.0/0"), null)));
  }

  private Track fromInstance(int protocol) {
    recording.eni("eni-a", EniKind.INSTANCE, open, "10.0.0.5", List.of(), null, "i-a", outOnly());
    recording.with(FORMAT, 60);
    recording.with(recording.settings().withPhase((log, point) -> 0));
    return recording.open("10.0.0.5", 5000, "198.51.100.1", 53, protocol);
  }

  @Test
  void letsAnAnswerInForThirtySecondsAfterADatagram() {
    Track track = fromInstance(Protocols.UDP);
    track.send(packet(true, 1, 0));
    track.send(packet(false, 30, 0));

    assertThat(recording.lines())
        .containsExactly("eni-a 5000 53 1 0 ACCEPT", "eni-a 53 5000 1 0 ACCEPT");
  }

  @Test
  void rejectsAnAnswerThatComesLaterThanThat() {
    Track track = fromInstance(Protocols.UDP);
    track.send(packet(true, 1, 0));
    track.send(packet(false, 40, 0));
    track.send(packet(true, 45, 0));
    track.send(packet(false, 46, 0));

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "eni-a 5000 53 2 0 ACCEPT", "eni-a 53 5000 1 0 REJECT", "eni-a 53 5000 1 0 ACCEPT");
  }

  @Test
  void waitsThreeMinutesForDatagramsOfAStream() {
    Track track = fromInstance(Protocols.UDP);
    for (int i = 0; i < 2; i++) {
      track.send(packet(true, 1 + i, 0));
      track.send(packet(false, 1.5 + i, 0));
    }
    track.send(packet(false, 122, 0));
    track.send(packet(false, 303, 0));

    assertThat(recording.lines())
        .containsExactly(
            "eni-a 5000 53 2 0 ACCEPT",
            "eni-a 53 5000 2 0 ACCEPT",
            "eni-a 53 5000 1 0 ACCEPT",
            "eni-a 53 5000 1 0 REJECT");
  }

  @Test
  void waitsTenMinutesForOtherProtocolsAndFiveDaysForTcp() {
    Track gre = fromInstance(47);
    gre.send(packet(true, 1, 0));
    gre.send(packet(false, 600, 0));
    gre.send(packet(false, 1201, 0));
    Track tcp = recording.open("10.0.0.5", 5000, "198.51.100.1", 22, Protocols.TCP);
    tcp.send(packet(true, 1300, TcpFlags.ACK));
    tcp.send(packet(false, 1300 + 431_999, TcpFlags.ACK));
    tcp.send(packet(false, 1300 + 431_999 + 432_001, TcpFlags.ACK));

    assertThat(recording.lines())
        .containsExactly(
            "eni-a 0 0 1 0 ACCEPT",
            "eni-a 0 0 1 0 ACCEPT",
            "eni-a 0 0 1 0 REJECT",
            "eni-a 5000 22 1 0 ACCEPT",
            "eni-a 22 5000 1 0 ACCEPT",
            "eni-a 22 5000 1 0 REJECT");
  }

  private Track throughNat(int protocol) {
    Eni nat =
        recording.eni(
            "eni-n", EniKind.NAT_GATEWAY, open, "10.0.0.220", List.of(), "198.51.100.9", null);
    Subnet inner =
        subnet(
            "subnet-2",
            vpc,
            "10.0.1.0/24",
            "use1-az1",
            NetworkAcl.OPEN,
            new RouteTable().with(cidr("0.0.0.0/0"), new RouteTarget.Nat(nat)));
    recording.eni("eni-a", EniKind.INSTANCE, inner, "10.0.1.5", List.of(), null, "i-a");
    recording.with("interface-id flow-direction pkt-srcaddr tcp-flags start action", 60);
    recording.with(recording.settings().withPhase((log, point) -> 0));
    return recording.open("10.0.1.5", 5000, "203.0.113.5", 443, protocol);
  }

  @Test
  void answersWithResetWhereANatGatewayForgotTheConnection() {
    Track track = throughNat(Protocols.TCP);
    track.send(packet(true, 1, TcpFlags.SYN));
    track.send(packet(true, 352, TcpFlags.ACK));

    assertThat(track.isClosed()).isTrue();
    assertThat(recording.lines())
        .filteredOn(line -> line.contains(" 352 "))
        .containsExactlyInAnyOrder(
            "eni-a egress 10.0.1.5 0 352 ACCEPT",
            "eni-n ingress 10.0.1.5 0 352 ACCEPT",
            "eni-n egress 203.0.113.5 4 352 ACCEPT",
            "eni-a ingress 203.0.113.5 4 352 ACCEPT");
    assertThat(recording.recorder().totals().given().packets()).isEqualTo(3);
  }

  @Test
  void dropsWhatComesFromOutsideForAConnectionThatTheNatGatewayForgot() {
    Track track = throughNat(Protocols.TCP);
    track.send(packet(true, 1, TcpFlags.SYN));
    track.send(packet(false, 400, TcpFlags.ACK));

    assertThat(recording.lines())
        .filteredOn(line -> line.contains(" 400 "))
        .containsExactly("eni-n ingress 203.0.113.5 0 400 ACCEPT");
  }

  @Test
  void beginsAnewWhereADatagramFollowsAfterLongSilence() {
    Track track = throughNat(Protocols.UDP);
    track.send(packet(true, 1, 0));
    track.send(packet(true, 400, 0));
    track.send(packet(false, 401, 0));

    assertThat(recording.lines())
        .filteredOn(line -> line.contains(" 400 ") || line.contains(" 401 "))
        .hasSize(6);
  }
}
