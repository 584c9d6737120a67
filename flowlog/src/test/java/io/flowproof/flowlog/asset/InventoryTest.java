package io.flowproof.flowlog.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What interfaces and addresses were at a time, from one inventory or several. */
class InventoryTest {
  private static final String ENI = "eni-0000000000000000a";
  private static final String NAT = "eni-0000000000000000f";

  @TempDir Path folder;
  private final List<InventoryFile> files = new ArrayList<>();

  @Test
  void anInstanceIsKnownByInterfaceInstanceAndAddressSinceItsAttachment() throws IOException {
    inventory("2026-03-02T10:00:00Z", instance(ENI, "i-1", "10.0.0.10", "2026-03-01T00:00:00Z"));
    Inventory inventory = read();

    for (String time :
        List.of("2026-03-01T00:00:00Z", "2026-03-01T12:00:00Z", "2026-03-02T10:00:00Z")) {
      assertThat(known(inventory.byInterface(ENI, at(time)).stream().toList()))
          .as(time)
          .containsExactly("instance i-1 observed");
      assertThat(known(inventory.byAddress("10.0.0.10", at(time))))
          .as(time)
          .containsExactly("instance i-1 observed");
      assertThat(known(inventory.byInstance("i-1", at(time))))
          .as(time)
          .containsExactly("instance i-1 observed");
    }
    assertThat(known(inventory.byAddress("10.0.0.10", at("2026-03-03T00:00:00Z"))))
        .containsExactly("instance i-1 assumed");
    assertThat(inventory.byAddress("10.0.0.10", at("2026-02-28T23:59:59Z"))).isEmpty();
    assertThat(inventory.byInterface(ENI, at("2026-02-28T23:59:59Z"))).isEmpty();
    assertThat(inventory.byAddress("10.0.0.11", at("2026-03-02T10:00:00Z"))).isEmpty();
  }

  @Test
  void anAddressThatIsGivenToAnotherInstanceBelongsToEachAtItsTime() throws IOException {
    inventory("2026-03-02T10:00:00Z", instance(ENI, "i-1", "10.0.0.10", "2026-03-01T00:00:00Z"));
    inventory(
        "2026-03-04T10:00:00Z",
        instance("eni-0000000000000000b", "i-2", "10.0.0.10", "2026-03-03T00:00:00Z"));
    Inventory inventory = read();

    assertThat(known(inventory.byAddress("10.0.0.10", at("2026-03-02T09:00:00Z"))))
        .containsExactly("instance i-1 observed");
    assertThat(known(inventory.byAddress("10.0.0.10", at("2026-03-02T11:00:00Z"))))
        .containsExactly("instance i-1 assumed");
    assertThat(known(inventory.byAddress("10.0.0.10", at("2026-03-03T00:00:00Z"))))
        .containsExactly("instance i-2 observed");
  }

  @Test
  void anInterfaceThatMovesIsEachInstanceInTurn() throws IOException {
    inventory("2026-03-02T10:00:00Z", instance(ENI, "i-1", "10.0.0.10", "2026-03-01T00:00:00Z"));
    inventory("2026-03-04T10:00:00Z", instance(ENI, "i-2", "10.0.0.10", "2026-03-03T00:00:00Z"));
    Inventory inventory = read();

    assertThat(known(inventory.byInterface(ENI, at("2026-03-02T12:00:00Z")).stream().toList()))
        .containsExactly("instance i-1 assumed");
    assertThat(known(inventory.byInterface(ENI, at("2026-03-03T12:00:00Z")).stream().toList()))
        .containsExactly("instance i-2 observed");
  }

  @Test
  void betweenInventoriesThatDisagreeWithoutAnAttachmentTimeNothingIsKnown() throws IOException {
    inventory("2026-03-02T10:00:00Z", instance(ENI, "i-1", "10.0.0.10", null));
    inventory("2026-03-04T10:00:00Z", instance(ENI, "i-2", "10.0.0.10", null));
    Inventory inventory = read();

    assertThat(known(inventory.byInterface(ENI, at("2026-03-02T10:00:00Z")).stream().toList()))
        .containsExactly("instance i-1 observed");
    assertThat(inventory.byInterface(ENI, at("2026-03-03T00:00:00Z"))).isEmpty();
    assertThat(inventory.byAddress("10.0.0.10", at("2026-03-03T00:00:00Z"))).isEmpty();
    assertThat(known(inventory.byInterface(ENI, at("2026-03-01T00:00:00Z")).stream().toList()))
        .containsExactly("instance i-1 assumed");
  }

  @Test
  void anAddressThatALaterInventoryOfItsVpcLacksIsNotAssumedBeyondIt() throws IOException {
    inventory("2026-03-02T10:00:00Z", instance(ENI, "i-1", "10.0.0.10", null) + "," + nat());
    inventory("2026-03-04T10:00:00Z", nat());
    Inventory inventory = read();

    assertThat(known(inventory.byAddress("10.0.0.10", at("2026-03-03T00:00:00Z"))))
        .containsExactly("instance i-1 assumed");
    assertThat(inventory.byAddress("10.0.0.10", at("2026-03-04T10:00:00Z"))).isEmpty();
  }

  @Test
  void whatAwsMadeForAServiceStaysThatForTheInterfacesLife() throws IOException {
    inventory("2026-03-02T10:00:00Z", nat());
    Inventory inventory = read();

    assertThat(known(inventory.byInterface(NAT, at("2020-01-01T00:00:00Z")).stream().toList()))
        .containsExactly("nat-gateway nat-0 observed");
    assertThat(inventory.byInterface("eni-ffffffffffffffff0", at("2020-01-01T00:00:00Z")))
        .isEmpty();
  }

  @Test
  void oneAddressInTwoVpcsIsTwoAssetsUntilTheVpcIsSaid() throws IOException {
    inventory(
        "2026-03-02T10:00:00Z",
        instance(ENI, "i-1", "10.0.0.10", null)
            + ","
            + instance("eni-0000000000000000b", "i-2", "10.0.0.10", null)
                .replace("vpc-1", "vpc-2"));
    Inventory inventory = read();
    Instant time = at("2026-03-02T10:00:00Z");

    assertThat(known(inventory.byAddress("10.0.0.10", time)))
        .containsExactly("instance i-1 observed", "instance i-2 observed");
    assertThat(known(inventory.byAddress("10.0.0.10", "vpc-2", time)))
        .containsExactly("instance i-2 observed");
    assertThat(inventory.remarks()).isEmpty();
  }

  @Test
  void twoInterfacesOfOneVpcThatClaimOneAddressAreSaid() throws IOException {
    inventory(
        "2026-03-02T10:00:00Z",
        instance(ENI, "i-1", "10.0.0.10", null)
            + ","
            + instance("eni-0000000000000000b", "i-2", "10.0.0.10", null));

    assertThat(read().remarks())
        .containsExactly(
            "10.0.0.10 has two interfaces in vpc-1 at 2026-03-02T10:00:00Z: "
                + "eni-0000000000000000a and eni-0000000000000000b (inventories must not be of"
                + " different times under one time)");
  }

  @Test
  void podsInADelegatedPrefixArePublicAddressesAndIpv6AreTheInterfaces() throws IOException {
    inventory(
        "2026-03-02T10:00:00Z",
        """
        {"NetworkInterfaceId": "%s", "InterfaceType": "interface", "VpcId": "vpc-1",
         "PrivateIpAddress": "10.0.0.10", "Attachment": {"InstanceId": "i-1"},
         "PrivateIpAddresses": [
           {"PrivateIpAddress": "10.0.0.10", "Primary": true, "Association": {"PublicIp": "198.51.100.7"}},
           {"PrivateIpAddress": "10.0.0.11", "Primary": false}],
         "Ipv6Addresses": [{"Ipv6Address": "2001:DB8::7"}],
         "Ipv4Prefixes": [{"Ipv4Prefix": "10.0.9.0/28"}]}"""
            .formatted(ENI));
    Inventory inventory = read();
    Instant time = at("2026-03-02T10:00:00Z");

    for (String address :
        List.of("10.0.0.10", "10.0.0.11", "198.51.100.7", "2001:db8:0::7", "10.0.9.15")) {
      assertThat(known(inventory.byAddress(address, time)))
          .as(address)
          .containsExactly("instance i-1 observed");
    }
    assertThat(inventory.byAddress("10.0.9.16", time)).isEmpty();
    assertThat(inventory.byInterface(ENI, time).orElseThrow().asset().addresses())
        .containsExactly("10.0.0.10", "10.0.0.11", "2001:db8::7", "10.0.9.0/28", "198.51.100.7");
  }

  @Test
  void anInstanceNamesItsInterfacesAndTellsItsRole() throws IOException {
    inventory("2026-03-02T10:00:00Z", instance(ENI, "i-1", "10.0.0.10", null));
    file(
        "2026-03-02T10:01:00Z",
        """
        {"Reservations": [{"OwnerId": "123456789012", "Instances": [
          {"InstanceId": "i-1", "Tags": [{"Key": "Name", "Value": "web-1"}, {"Key": "owner", "Value": "shop"}],
           "IamInstanceProfile": {"Arn": "arn:aws:iam::123456789012:instance-profile/web"},
           "NetworkInterfaces": [{"NetworkInterfaceId": "%s", "PrivateIpAddress": "10.0.0.10"}]},
          {"InstanceId": "i-9",
           "NetworkInterfaces": [{"NetworkInterfaceId": "eni-9", "VpcId": "vpc-1", "PrivateIpAddress": "10.0.0.19"}]}]}]}
        """
            .formatted(ENI));
    Inventory inventory = read();
    Asset asset = inventory.byInterface(ENI, at("2026-03-02T10:00:00Z")).orElseThrow().asset();

    assertThat(asset.name()).isEqualTo("web-1");
    assertThat(asset.owner()).isEqualTo("shop");
    assertThat(asset.role()).isEqualTo("arn:aws:iam::123456789012:instance-profile/web");
    assertThat(asset.vpcId()).isEqualTo("vpc-1");
    assertThat(known(inventory.byAddress("10.0.0.19", at("2026-03-02T10:00:00Z"))))
        .as("known from describe-instances alone")
        .containsExactly("instance i-9 observed");
  }

  @Test
  void subnetsAndVpcsAreFoundByAddressTheNarrowestFirst() throws IOException {
    file(
        "2026-03-02T10:00:00Z",
        """
        {"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24",
          "Tags": [{"Key": "Name", "Value": "private-a"}]}]}""");
    file(
        "2026-03-02T10:00:00Z",
        """
        {"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16",
          "CidrBlockAssociationSet": [{"CidrBlock": "10.0.0.0/16"}, {"CidrBlock": "100.64.0.0/16"}]}]}""");
    Inventory inventory = read();

    assertThat(inventory.subnets("10.0.1.7"))
        .extracting(Subnet::id)
        .containsExactly("subnet-1", "vpc-1");
    assertThat(inventory.subnets("100.64.3.1")).extracting(Subnet::id).containsExactly("vpc-1");
    assertThat(inventory.subnets("10.1.0.1")).isEmpty();
    assertThat(inventory.name("subnet-1")).contains("private-a");
  }

  @Test
  void entriesThatCannotBeUsedAreSaidWithTheirPlaceAndTheRestGoesOn() throws IOException {
    inventory(
        "2026-03-02T10:00:00Z",
        instance(ENI, "i-1", "10.0.0.10", null)
            + """
            , {"InterfaceType": "interface"},
            {"NetworkInterfaceId": "i-7"},
            {"NetworkInterfaceId": "eni-8", "PrivateIpAddress": "10.0.0.999",
             "Attachment": {"InstanceId": "i-8", "AttachTime": "yesterday"}}""");
    Inventory inventory = read();
    String file = files.getFirst().path().toString();

    assertThat(inventory.interfaces()).isEqualTo(2);
    assertThat(inventory.remarks())
        .containsExactly(
            file
                + ": NetworkInterfaces[1]: left out, for its NetworkInterfaceId is missing (must begin with eni-)",
            file
                + ": NetworkInterfaces[2]: left out, for its NetworkInterfaceId is 'i-7' (must begin with eni-)",
            file + ": NetworkInterfaces[3]: '10.0.0.999' is no address; it is left out",
            file
                + ": NetworkInterfaces[3]: AttachTime 'yesterday' is no time, and is left out (must be like 2026-03-02T10:00:00+00:00)");
  }

  @Test
  void aFileOfAnotherShapeIsRefused() throws IOException {
    file("2026-03-02T10:00:00Z", "{\"FlowLogs\": []}");

    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidInventoryException.class)
        .hasMessage(
            files.getFirst().path()
                + ": None of 'NetworkInterfaces', 'Reservations', 'Subnets', 'Vpcs' is a list in it (expected what 'aws ec2 describe-network-interfaces', 'describe-instances', 'describe-subnets' or 'describe-vpcs' print with --output json)");
  }

  @Test
  void aFileThatIsNoJsonIsRefusedWithItsPlace() throws IOException {
    file("2026-03-02T10:00:00Z", "{\"NetworkInterfaces\": [\n  oops]}");

    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidInventoryException.class)
        .hasMessageStartingWith(files.getFirst().path() + ":2:")
        .hasMessageContaining("Not JSON")
        .hasMessageEndingWith("(expected what 'aws ec2 describe-network-interfaces' prints)");
  }

  @Test
  void theTimeOfAnInventoryIsGivenOrInTheNameOfItsFileOrThatOfItsLastChange() throws IOException {
    Path named = Files.writeString(folder.resolve("eni-2026-03-02T1015Z.json"), "{}");
    Path day = Files.writeString(folder.resolve("2026-03-02.json"), "{}");
    Path plain = Files.writeString(folder.resolve("eni.json"), "{}");
    Files.setLastModifiedTime(
        plain, java.nio.file.attribute.FileTime.from(at("2026-01-01T00:00:00Z")));

    assertThat(InventoryFile.of(named, at("2026-02-02T00:00:00Z")).at())
        .isEqualTo(at("2026-02-02T00:00:00Z"));
    assertThat(InventoryFile.of(named, null).at()).isEqualTo(at("2026-03-02T10:15:00Z"));
    assertThat(InventoryFile.of(day, null).at()).isEqualTo(at("2026-03-02T00:00:00Z"));
    assertThat(InventoryFile.of(plain, null).at()).isEqualTo(at("2026-01-01T00:00:00Z"));
  }

  private static List<String> known(List<AssetSighting> sightings) {
    return sightings.stream()
        .map(
            one ->
                "%s %s %s"
                    .formatted(
                        one.asset().kind().text(),
                        one.asset().id(),
                        one.certainty().name().toLowerCase(java.util.Locale.ROOT)))
        .toList();
  }

  private static String instance(String eni, String id, String address, String attached) {
    return """
        {"NetworkInterfaceId": "%s", "InterfaceType": "interface", "VpcId": "vpc-1", "OwnerId": "123456789012",
         "PrivateIpAddress": "%s", "PrivateIpAddresses": [{"PrivateIpAddress": "%s", "Primary": true}],
         "Attachment": {"InstanceId": "%s"%s}}"""
        .formatted(
            eni,
            address,
            address,
            id,
            attached == null ? "" : ", \"AttachTime\": \"" + attached + "\"");
  }

  private static String nat() {
    return """
        {"NetworkInterfaceId": "%s", "InterfaceType": "nat_gateway", "VpcId": "vpc-1",
         "Description": "Interface for NAT Gateway nat-0", "RequesterManaged": true,
         "PrivateIpAddress": "10.0.0.220"}"""
        .formatted(NAT);
  }

  private void inventory(String time, String interfaces) throws IOException {
    file(time, "{\"NetworkInterfaces\": [" + interfaces + "]}");
  }

  private void file(String time, String json) throws IOException {
    Path path = Files.writeString(folder.resolve(files.size() + ".json"), json);
    files.add(new InventoryFile(path, at(time)));
  }

  private Inventory read() throws IOException {
    return InventoryReader.read(files);
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }
}
