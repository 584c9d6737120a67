package io.flowproof.flowlog.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.core.address.AddressReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternalNetworksTest {
  private static boolean contains(InternalNetworks networks, String text) {
    AddressReader address = new AddressReader();
    assertThat(address.read(text)).isTrue();
    return networks.contains(address.high(), address.low());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.0",
        "100.127.255.255",
        "169.254.1.1",
        "127.0.0.1",
        "0.0.0.0",
        "224.0.0.251",
        "239.255.255.250",
        "255.255.255.255",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "febf::1",
        "::1",
        "::",
        "ff02::fb",
        "::ffff:10.1.2.3"
      })
  void standardNetworksAreInside(String address) {
    assertThat(contains(InternalNetworks.STANDARD, address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.1.1", "192.169.0.0",
        "100.63.255.255", "100.128.0.0", "169.253.0.1", "203.0.113.5", "240.0.0.1", "2001:db8::1",
        "fec0::1", "fb00::1", "::2", "::ffff:8.8.8.8"
      })
  void everythingElseIsOutside(String address) {
    assertThat(contains(InternalNetworks.STANDARD, address)).isFalse();
  }

  @Test
  void addsTheUsersNetworks() {
    InternalNetworks networks =
        InternalNetworks.with(List.of("203.0.113.0/24", "2001:db8:1::/48", "198.51.100.7"));

    assertThat(contains(networks, "203.0.113.200")).isTrue();
    assertThat(contains(networks, "203.0.114.1")).isFalse();
    assertThat(contains(networks, "2001:db8:1:ffff::1")).isTrue();
    assertThat(contains(networks, "2001:db8:2::1")).isFalse();
    assertThat(contains(networks, "198.51.100.7")).isTrue();
    assertThat(contains(networks, "198.51.100.8")).isFalse();
    assertThat(contains(networks, "10.0.0.1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "203.0.113.9/1"})
  void aShortLengthCoversEveryAddressOfItsFamily(String cidr) {
    InternalNetworks networks = InternalNetworks.with(List.of(cidr));

    assertThat(contains(networks, "203.0.113.1")).isTrue();
    assertThat(contains(networks, "2001:db8::1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "x/8", "10.0.0.0/", "::/129", "10.0.0.0/-1"})
  void refusesWhatIsNoNetwork(String cidr) {
    assertThatThrownBy(() -> InternalNetworks.with(List.of(cidr)))
        .hasMessage(
            "Invalid network: '"
                + cidr
                + "' (must be an address and a length, such as 10.1.0.0/16)");
  }
}
