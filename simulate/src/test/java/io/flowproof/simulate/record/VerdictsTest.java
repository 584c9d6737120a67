package io.flowproof.simulate.record;

import static io.flowproof.simulate.record.Recording.at;
import static io.flowproof.simulate.record.Recording.cidr;
import static io.flowproof.simulate.record.Recording.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.simulate.network.BlockPublicAccess;
import io.flowproof.simulate.network.EncryptionControls;
import io.flowproof.simulate.network.Eni;
import io.flowproof.simulate.network.EniKind;
import io.flowproof.simulate.network.NetworkAcl;
import io.flowproof.simulate.network.Protocols;
import io.flowproof.simulate.network.RouteTable;
import io.flowproof.simulate.network.RouteTarget;
import io.flowproof.simulate.network.Subnet;
import io.flowproof.simulate.network.Vpc;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * VPC Block Public Access and VPC Encryption Controls: Amazon VPC User Guide, "Block public access
 * to VPCs and subnets", "Enforce VPC encryption in transit", "Flow log records" (reject-reason,
 * encryption-status), "Flow log limitations".
 */
class VerdictsTest {
  private static final String FORMAT =
      "interface-id flow-direction dstport packets bytes action reject-reason";
  private final Recording recording = new Recording();

  private static PacketGroup packet(boolean forward) {
    return PacketGroup.packet(forward, at(1), 60, TcpFlags.SYN);
  }

  private static Subnet subnet(
      String cidr, EncryptionControls controls, BlockPublicAccess mode, RouteTable routes) {
    Vpc vpc =
        new Vpc(
            "vpc-1", "v", Recording.ACCOUNT, "us-east-1", List.of(cidr("10.0.0.0/16")), controls);
    routes.with(cidr("10.0.0.0/16"), new RouteTarget.Local());
    return new Subnet(
        "subnet-" + cidr, "s", vpc, List.of(cidr(cidr)), "az", NetworkAcl.OPEN, routes, mode);
  }

  private void publicInstance(BlockPublicAccess mode) {
    Subnet subnet = subnet("10.0.0.0/24", EncryptionControls.OFF, mode, Recording.toInternet());
    recording.eni("eni-a", EniKind.INSTANCE, subnet, "10.0.0.5", List.of(), "198.51.100.5", "i-a");
    recording.eni(
        "eni-n", EniKind.NAT_GATEWAY, subnet, "10.0.0.9", List.of(), "198.51.100.9", null);
    recording.with(FORMAT, 60);
  }

  @Test
  void saysThatPublicAccessIsBlockedAndLeavesTheBytesOut() {
    publicInstance(BlockPublicAccess.BLOCK_BIDIRECTIONAL);
    recording.open("203.0.113.1", 5000, "198.51.100.5", 443, Protocols.TCP).send(packet(true));
    recording.open("10.0.0.5", 5001, "203.0.113.1", 80, Protocols.TCP).send(packet(true));

    assertThat(recording.lines())
        .containsExactly("eni-a ingress 443 1 - REJECT BPA", "eni-a egress 80 1 - REJECT BPA");
  }

  @Test
  void letsANatGatewayOutWhereOnlyIngressIsBlocked() {
    publicInstance(BlockPublicAccess.BLOCK_INGRESS);
    Eni nat = recording.network.find(ip("10.0.0.9"));
    assertThat(nat).isNotNull();
    Subnet inner =
        subnet(
            "10.0.1.0/24",
            EncryptionControls.OFF,
            BlockPublicAccess.BLOCK_INGRESS,
            new RouteTable().with(cidr("0.0.0.0/0"), new RouteTarget.Nat(nat)));
    recording.eni("eni-b", EniKind.INSTANCE, inner, "10.0.1.5", List.of(), null, "i-b");
    Track out = recording.open("10.0.1.5", 5000, "203.0.113.1", 443, Protocols.TCP);
    out.send(packet(true));
    out.send(packet(false));
    recording.open("203.0.113.1", 5000, "198.51.100.9", 22, Protocols.TCP).send(packet(true));

    assertThat(out.arrives()).isTrue();
    assertThat(recording.lines())
        .filteredOn(line -> line.contains("REJECT"))
        .containsExactly("eni-n ingress 22 1 - REJECT BPA");
  }

  private Eni nitro(String id, Subnet subnet, String address) {
    Eni eni = new Eni(Eni.Description.instance(id, subnet, ip(address)));
    recording.network.add(eni);
    return eni;
  }

  private Subnet encrypted(EncryptionControls controls) {
    recording.network.addService("S3", cidr("52.216.0.0/15"));
    return subnet(
        "10.0.0.0/24",
        controls,
        BlockPublicAccess.OFF,
        Recording.toInternet().with(cidr("52.216.0.0/15"), new RouteTarget.GatewayEndpoint()));
  }

  @Test
  void saysWhatIsEncryptedWhereEncryptionControlsMonitor() {
    Subnet subnet = encrypted(EncryptionControls.MONITOR);
    nitro("eni-a", subnet, "10.0.0.5");
    nitro("eni-b", subnet, "10.0.0.6");
    recording.eni("eni-old", EniKind.INSTANCE, subnet, "10.0.0.7", List.of(), null, "i-old");
    recording.eni("eni-e", EniKind.VPC_ENDPOINT, subnet, "10.0.0.8", List.of(), null, null);
    recording.with("interface-id dstaddr dstport encryption-status", 60);
    for (String server : List.of("10.0.0.6", "10.0.0.7", "10.0.0.8", "52.216.0.1", "203.0.113.1")) {
      recording.open("10.0.0.5", 5000, server, 443, Protocols.TCP).send(packet(true));
    }

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "eni-a 10.0.0.6 443 1",
            "eni-b 10.0.0.6 443 1",
            "eni-a 10.0.0.7 443 0",
            "eni-old 10.0.0.7 443 0",
            "eni-a 10.0.0.8 443 2",
            "eni-e 10.0.0.8 443 2",
            "eni-a 52.216.0.1 443 2",
            "eni-a 203.0.113.1 443 0");
  }

  @Test
  void rejectsWhatIsNotEncryptedWhereEncryptionControlsEnforce() {
    Subnet subnet = encrypted(EncryptionControls.ENFORCE);
    nitro("eni-a", subnet, "10.0.0.5");
    nitro("eni-b", subnet, "10.0.0.6");
    recording.eni("eni-old", EniKind.INSTANCE, subnet, "10.0.0.7", List.of(), null, "i-old");
    recording.with("interface-id dstaddr bytes action reject-reason", 60);
    for (String server : List.of("10.0.0.6", "10.0.0.7", "203.0.113.1")) {
      recording.open("10.0.0.5", 5000, server, 80, Protocols.TCP).send(packet(true));
    }

    assertThat(recording.lines())
        .containsExactlyInAnyOrder(
            "eni-a 10.0.0.6 60 ACCEPT -",
            "eni-b 10.0.0.6 60 ACCEPT -",
            "eni-a 10.0.0.7 60 REJECT EC",
            "eni-a 203.0.113.1 60 ACCEPT -");
  }

  @Test
  void saysNothingOfEncryptionWhereThereAreNoControls() {
    nitro("eni-a", encrypted(EncryptionControls.OFF), "10.0.0.5");
    recording.with("interface-id encryption-status", 60);
    recording.open("10.0.0.5", 5000, "203.0.113.1", 80, Protocols.TCP).send(packet(true));

    assertThat(recording.lines()).containsExactly("eni-a -");
  }
}
