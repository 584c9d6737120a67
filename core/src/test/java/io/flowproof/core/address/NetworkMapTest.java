package io.flowproof.core.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.address.NetworkMap.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NetworkMapTest {
  @Test
  void givesTheNarrowestNetworkFirst() {
    NetworkMap<String> map = map("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3");

    assertThat(map.find("10.1.2.3")).containsExactly("10.1.2.3", "10.1.0.0/16", "10.0.0.0/8");
    assertThat(map.find("10.1.2.4")).containsExactly("10.1.0.0/16", "10.0.0.0/8");
    assertThat(map.find("10.2.0.0")).containsExactly("10.0.0.0/8");
    assertThat(map.find("9.255.255.255")).isEmpty();
    assertThat(map.find("11.0.0.0")).isEmpty();
  }

  @Test
  void oneNetworkMayHaveSeveralValues() {
    NetworkMap<Integer> map =
        NetworkMap.of(
            List.of(
                new Entry<>(network("192.0.2.0/24"), 1), new Entry<>(network("192.0.2.0/24"), 2)));

    assertThat(map.find("192.0.2.200")).containsExactly(1, 2);
    assertThat(map.size()).isEqualTo(2);
  }

  @Test
  void reachesBothEndsOfTheAddressSpaces() {
    NetworkMap<String> map = map("0.0.0.0/0", "255.255.255.255", "::/0", "ffff::/16");

    assertThat(map.find("0.0.0.0")).containsExactly("0.0.0.0/0");
    assertThat(map.find("255.255.255.255")).containsExactly("255.255.255.255", "0.0.0.0/0");
    assertThat(map.find("::")).containsExactly("::/0");
    assertThat(map.find("ffff::1")).containsExactly("ffff::/16", "::/0");
  }

  @Test
  void familiesDoNotMix() {
    assertThat(map("::/0").find("10.0.0.1")).isEmpty();
    assertThat(map("0.0.0.0/0").find("2001:db8::1")).isEmpty();
  }

  @Test
  void aTextThatIsNoAddressHasNoValues() {
    assertThat(map("0.0.0.0/0").find("-")).isEmpty();
    assertThat(map().find("10.0.0.1")).isEmpty();
  }

  @Property(tries = 200)
  void findsWhatLookingAtEachNetworkFinds(@ForAll long seed) {
    Random random = new Random(seed);
    List<Network> networks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      networks.add(network(random));
    }
    NetworkMap<Network> map = NetworkMap.of(networks.stream().map(n -> new Entry<>(n, n)).toList());

    for (int i = 0; i < 100; i++) {
      String address = address(random);
      AddressReader reader = new AddressReader();
      assertThat(reader.read(address)).isTrue();
      List<Network> expected =
          networks.stream()
              .filter(network -> network.contains(reader))
              .sorted(Comparator.comparing(Network::bits).reversed())
              .toList();
      assertThat(map.find(address)).as(address).isEqualTo(expected);
    }
  }

  /** Few different bits, so that networks lie inside each other. */
  private static Network network(Random random) {
    return random.nextBoolean()
        ? network(address4(random) + "/" + random.nextInt(33))
        : network(address6(random) + "/" + random.nextInt(129));
  }

  private static String address(Random random) {
    return random.nextBoolean() ? address4(random) : address6(random);
  }

  private static String address4(Random random) {
    return "%d.%d.%d.%d"
        .formatted(
            random.nextInt(2) * 255, random.nextInt(3), random.nextInt(2) * 128, random.nextInt(4));
  }

  private static String address6(Random random) {
    return "%x:%x:0:%x::%x"
        .formatted(
            random.nextInt(2) * 0xffff,
            random.nextInt(2),
            random.nextInt(3),
            random.nextInt(2) * 0x8000 + random.nextInt(3));
  }

  private static Network network(String text) {
    return Network.parse(text).orElseThrow();
  }

  private static NetworkMap<String> map(String... networks) {
    List<Entry<String>> entries = new ArrayList<>();
    for (String text : networks) {
      entries.add(new Entry<>(network(text), text));
    }
    return NetworkMap.of(entries);
  }
}
