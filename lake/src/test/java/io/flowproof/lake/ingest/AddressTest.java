package io.flowproof.lake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.lake.table.Steps;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lake knows of an address beside its text. */
class AddressTest {
  private static final List<List<Object>> SCOPES =
      List.of(
          List.of("0.1.2.3", "reserved"),
          List.of("8.8.8.8", "global"),
          List.of("10.255.255.255", "private"),
          List.of("11.0.0.0", "global"),
          List.of("100.64.0.1", "shared"),
          List.of("127.0.0.1", "loopback"),
          List.of("169.254.169.254", "link-local"),
          List.of("172.15.255.255", "global"),
          List.of("172.16.0.0", "private"),
          List.of("192.0.2.255", "documentation"),
          List.of("192.0.3.0", "global"),
          List.of("192.168.1.1", "private"),
          List.of("198.19.0.1", "documentation"),
          List.of("224.0.0.251", "multicast"),
          List.of("240.0.0.1", "reserved"),
          List.of("255.255.255.254", "reserved"),
          List.of("255.255.255.255", "multicast"),
          List.of("2001:db7:ffff::1", "global"),
          List.of("2001:db8::1", "documentation"),
          List.of("2600:1f18::1", "global"),
          List.of("fc00::", "private"),
          List.of("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "private"),
          List.of("fe80::1", "link-local"),
          List.of("ff02::1", "multicast"));

  @TempDir Path folder;

  @Test
  void scopesAreThoseOfTheRegistriesAndKeysSortAsAddressesDo() throws Exception {
    Lakes lakes = new Lakes(folder);
    String lines =
        SCOPES.stream()
            .map(
                row ->
                    "2 123456789012 eni-1 %1$s %1$s 1 2 6 1 1 1772445600 1772445660 ACCEPT OK\n"
                        .formatted(row.getFirst()))
            .collect(Collectors.joining());
    String header =
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes"
            + " start end action log-status\n";
    Path lake = lakes.lake("lake");
    lakes.ingest(lake, List.of(lakes.write("a.log", header + lines)), Steps.ALL);
    for (String end : List.of("src", "dst")) {
      String sql = "SELECT %1$saddr, %1$s_scope FROM flow ORDER BY %1$saddr_key".formatted(end);
      assertThat(lakes.<Object>ask(lake, engine -> engine.all(sql))).isEqualTo(SCOPES);
      String width = "SELECT DISTINCT octet_length(%saddr_key) FROM flow".formatted(end);
      assertThat(lakes.<Object>ask(lake, engine -> engine.all(width)))
          .isEqualTo(List.of(List.of(16L)));
    }
  }
}
