package io.flowproof.simulate.record;

import static io.flowproof.simulate.record.Recording.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.EniKind;
import io.flowproof.simulate.network.NetworkAcl;
import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.network.Subnet;
import io.flowproof.simulate.network.Unrecorded;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traffic between interfaces that AWS never records: Amazon VPC User Guide, "Limitations". */
class UnrecordedTest {
  private final Recording recording = new Recording();
  private final Subnet subnet =
      Recording.subnet(
          "subnet-1",
          Recording.vpc("vpc-1", "10.0.0.0/16"),
          "10.0.0.0/24",
          "use1-az1",
          NetworkAcl.OPEN,
          Recording.toInternet());

  private Eni eni(String id, EniKind kind, String address) {
    return recording.eni(id, kind, subnet, address, List.of(), null, null);
  }

  @Test
  void neverRecordsWhatTrafficMirroringCopies() {
    Eni source = eni("eni-s", EniKind.INSTANCE, "10.0.0.5");
    Eni target = eni("eni-t", EniKind.INSTANCE, "10.0.0.6");
    recording.network.mirror(source, target);
    recording.with("interface-id dstport", 60);
    PacketGroup packet = PacketGroup.packet(true, at(1), 1500, 0);
    recording.open("10.0.0.5", 65_000, "10.0.0.6", 4789, Protocols.UDP).send(packet);
    recording.open("10.0.0.6", 65_000, "10.0.0.5", 4789, Protocols.UDP).send(packet);

    assertThat(recording.lines()).containsExactlyInAnyOrder("eni-t 4789", "eni-s 4789");
    assertThat(recording.recorder().totals().unrecorded()).containsOnlyKeys(Unrecorded.MIRRORED);
  }

  @Test
  void neverRecordsTrafficBetweenAnEndpointAndANetworkLoadBalancer() {
    eni("eni-e", EniKind.VPC_ENDPOINT, "10.0.0.7");
    eni("eni-l", EniKind.NETWORK_LOAD_BALANCER, "10.0.0.8");
    recording.with("interface-id dstport", 60);
    PacketGroup packet = PacketGroup.packet(true, at(1), 60, TcpFlags.SYN);
    recording.open("10.0.0.7", 5000, "10.0.0.8", 443, Protocols.TCP).send(packet);
    recording.open("10.0.0.8", 5000, "10.0.0.7", 443, Protocols.TCP).send(packet);

    assertThat(recording.lines()).isEmpty();
    assertThat(recording.recorder().totals().unrecorded())
        .containsOnlyKeys(Unrecorded.ENDPOINT_TO_LOAD_BALANCER);
  }

  @Test
  void recordsAnInterfaceEndpointAsAnyOtherInterface() {
    eni("eni-a", EniKind.INSTANCE, "10.0.0.5");
    eni("eni-e", EniKind.VPC_ENDPOINT, "10.0.0.7");
    recording.with("interface-id instance-id interface-type flow-direction traffic-path", 60);
    recording
        .open("10.0.0.5", 5000, "10.0.0.7", 443, Protocols.TCP)
        .send(PacketGroup.packet(true, at(1), 60, TcpFlags.SYN));

    assertThat(recording.lines())
        .containsExactlyInAnyOrder("eni-a - interface egress 1", "eni-e - vpc_endpoint ingress -");
  }
}
