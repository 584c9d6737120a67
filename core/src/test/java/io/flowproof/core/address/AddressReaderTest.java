package io.flowproof.core.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressReaderTest {
  private final AddressReader address = new AddressReader();

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:DB8::0001, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::ffff:10.0.0.1, ::ffff:10.0.0.1",
    "::ffff:a00:1, ::ffff:10.0.0.1",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "fe80:0:0:0:0:0:0:0, fe80::"
  })
  void writesCanonicalText(String text, String canonical) {
    assertThat(address.read(text)).isTrue();
    assertThat(address.text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "10.0.0", "10.0.0.256", "010.0.0.1", "10.0.0.1.", "10.0.0.1/8", "10..0.1",
            "1.2.3.4.5",
        ":", ":::", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::",
        "fe80::1%eth0", "1:2:3:4:5:6:7:8::", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "eni-1"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(address.read(text)).isFalse();
  }

  @Property
  void readsBackWhatItWrites(@ForAll long high, @ForAll long low, @ForAll byte gap)
      throws UnknownHostException {
    // Runs of zero groups, as real addresses have them.
    long sparseHigh = high & (gap % 3 == 0 ? 0xffff_0000_0000_ffffL : -1L);
    long sparseLow = low & (gap % 5 == 0 ? 0xffffL : -1L);
    byte[] bytes = ByteBuffer.allocate(16).putLong(sparseHigh).putLong(sparseLow).array();
    String javas = InetAddress.getByAddress(bytes).getHostAddress();

    assertThat(address.read(javas)).isTrue();
    String canonical = address.text();
    assertThat(address.read(canonical)).isTrue();
    assertThat(address.text()).isEqualTo(canonical);
    assertThat(InetAddress.getByName(canonical)).isEqualTo(InetAddress.getByAddress(bytes));
  }
}
