package io.flowproof.flowlog.intel;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.flowlog.intel.Observable.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntelTest {
  private static final Instant MAY = Instant.parse("2024-05-15T00:00:00Z");

  @TempDir Path folder;

  @Test
  void matchesAnAddressByItselfAndByItsNetworks() throws IOException {
    Intel intel = intel("id,ip\na,203.0.113.9\nb,203.0.113.0/24\nc,2001:db8::/32\n");

    assertThat(ids(intel.matches("203.0.113.9", MAY, Side.ANY))).containsExactly("a", "b");
    assertThat(ids(intel.matches("203.0.113.10", MAY, Side.ANY))).containsExactly("b");
    assertThat(ids(intel.matches("2001:DB8::1", MAY, Side.ANY))).containsExactly("c");
    assertThat(intel.matches("198.51.100.1", MAY, Side.ANY)).isEmpty();
    assertThat(intel.matches("-", MAY, Side.ANY)).isEmpty();
  }

  @Test
  void theSurestComesFirst() throws IOException {
    Intel intel =
        intel("id,ip,confidence\na,203.0.113.9,\nb,203.0.113.9,90\nc,203.0.113.0/24,95\n");

    assertThat(ids(intel.matches("203.0.113.9", MAY, Side.ANY))).containsExactly("c", "b", "a");
  }

  @Test
  void anIndicatorHoldsFromItsBeginUntilBeforeItsEnd() throws IOException {
    Intel intel = intel("id,ip,valid_from,valid_until\na,203.0.113.9,2024-05-01,2024-06-01\n");

    assertThat(at(intel, "2024-04-30T23:59:59Z")).isEmpty();
    assertThat(at(intel, "2024-05-01T00:00:00Z")).containsExactly("a");
    assertThat(at(intel, "2024-05-31T23:59:59Z")).containsExactly("a");
    assertThat(at(intel, "2024-06-01T00:00:00Z")).isEmpty();
  }

  @Test
  void whatIsSaidOfSourcesDoesNotMatchDestinations() throws IOException {
    Intel sources = intel("id,src_ip\na,203.0.113.9\n");
    Intel destinations = intel("id,dst_ip\nb,203.0.113.9\n");

    assertThat(ids(sources.matches("203.0.113.9", MAY, Side.SOURCE))).containsExactly("a");
    assertThat(sources.matches("203.0.113.9", MAY, Side.DESTINATION)).isEmpty();
    assertThat(ids(destinations.matches("203.0.113.9", MAY, Side.DESTINATION)))
        .containsExactly("b");
    assertThat(ids(destinations.matches("203.0.113.9", MAY, Side.ANY))).containsExactly("b");
  }

  @Test
  void domainsAndWhatWasTakenBackMatchNoAddress() throws IOException {
    IndicatorFile file =
        read(
            "bundle.json",
            """
            [{"type": "indicator", "id": "indicator--1", "pattern": "[domain-name:value = 'bad.example']"},
             {"type": "indicator", "id": "indicator--2", "revoked": true, "pattern": "[ipv4-addr:value = '203.0.113.9']"}]
            """);
    Intel intel = Intel.of(file.indicators());

    assertThat(intel.indicators()).hasSize(2);
    assertThat(intel.isEmpty()).isTrue();
    assertThat(intel.matches("203.0.113.9", MAY, Side.ANY)).isEmpty();
  }

  private static List<String> at(Intel intel, String time) {
    return ids(intel.matches("203.0.113.9", Instant.parse(time), Side.ANY));
  }

  private static List<String> ids(List<Indicator> indicators) {
    return indicators.stream().map(Indicator::id).toList();
  }

  private Intel intel(String csv) throws IOException {
    return Intel.of(read("feed.csv", csv).indicators());
  }

  private IndicatorFile read(String name, String text) throws IOException {
    return IndicatorReader.read(Files.writeString(folder.resolve(name), text));
  }
}
