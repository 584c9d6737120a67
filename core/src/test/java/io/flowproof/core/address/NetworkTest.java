package io.flowproof.core.address;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 255.1.2.3, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "::/0, ::1, true",
    "::/0, 10.0.0.1, false",
    "fe80::/10, febf::1, true",
  })
  void holdsTheAddressesOfItsRangeAndFamily(String network, String address, boolean held) {
    AddressReader reader = new AddressReader();
    assertThat(reader.read(address)).isTrue();

    assertThat(Network.parse(network).orElseThrow().contains(reader)).isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "::/129", "x"})
  void refusesWhatIsNoNetwork(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }

  @Test
  void givesTheFirstAndLastAddressAsNumbers() {
    Network network = Network.parse("172.16.9.9/12").orElseThrow();

    assertThat(network.firstIpv4()).isEqualTo(0xac10_0000L);
    assertThat(network.lastIpv4()).isEqualTo(0xac1f_ffffL);
  }

  @Property
  void theNumbersHoldExactlyTheAddressesThatTheNetworkHolds(
      @ForAll int address, @ForAll int other, @ForAll @IntRange(max = 32) int prefix) {
    Network network = Network.parse(text(address) + "/" + prefix).orElseThrow();
    AddressReader reader = new AddressReader();
    reader.read(text(other));
    long number = Integer.toUnsignedLong(other);

    assertThat(number >= network.firstIpv4() && number <= network.lastIpv4())
        .isEqualTo(network.contains(reader));
  }

  private static String text(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 255)
        + "."
        + (address >>> 8 & 255)
        + "."
        + (address & 255);
  }
}
