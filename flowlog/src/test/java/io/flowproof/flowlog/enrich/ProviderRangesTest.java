package io.flowproof.flowlog.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.flowlog.enrich.ProviderRanges.RangesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderRangesTest {
  @TempDir Path folder;

  @Test
  void aServiceComesBeforeTheWholeOfAws() throws IOException {
    ProviderRanges ranges =
        read(
            """
            {"syncToken": "1", "prefixes": [
              {"ip_prefix": "203.0.113.0/25", "region": "us-east-1", "service": "AMAZON"},
              {"ip_prefix": "203.0.113.0/24", "region": "us-east-1", "service": "S3"}],
             "ipv6_prefixes": [
              {"ipv6_prefix": "2001:db8::/32", "region": "GLOBAL", "service": "CLOUDFRONT"}]}
            """);

    assertThat(ranges.find("203.0.113.9"))
        .containsExactly(
            new ProviderRange("AWS", "203.0.113.0/24", "S3", "us-east-1"),
            new ProviderRange("AWS", "203.0.113.0/25", "AMAZON", "us-east-1"));
    assertThat(ranges.find("2001:db8::1"))
        .containsExactly(new ProviderRange("AWS", "2001:db8::/32", "CLOUDFRONT", "GLOBAL"));
    assertThat(ranges.find("198.51.100.1")).isEmpty();
  }

  @Test
  void anEntryThatIsNoNetworkIsSaidWithItsPlaceAndTheRestGoesOn() throws IOException {
    ProviderRanges ranges =
        read(
            """
            {"prefixes": [{"ip_prefix": "203.0.113.0/99", "service": "S3"},
                          {"ip_prefix": "203.0.113.0/24", "service": "S3"}]}
            """);

    assertThat(ranges.find("203.0.113.1")).hasSize(1);
    assertThat(ranges.remarks())
        .containsExactly(
            folder.resolve("ip-ranges.json")
                + ": prefixes[0]: left out, for its ip_prefix is '203.0.113.0/99' (must be a network in CIDR form)");
  }

  @Test
  void aFileOfAnotherFormIsRefused() {
    assertThatThrownBy(() -> read("{\"a\": []}"))
        .isInstanceOf(InvalidEnrichmentException.class)
        .hasMessage(
            folder.resolve("ip-ranges.json")
                + ": Neither 'prefixes' nor 'ipv6_prefixes' is a list in it (expected the format of AWS's ip-ranges.json)");
  }

  private ProviderRanges read(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("ip-ranges.json"), json);
    return ProviderRanges.read(List.of(new RangesFile(file, "AWS")));
  }
}
