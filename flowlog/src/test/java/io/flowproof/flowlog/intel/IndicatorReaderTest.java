package io.flowproof.flowlog.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of feeds of threat intelligence. */
class IndicatorReaderTest {
  @TempDir Path folder;

  @Test
  void readsPlainListsWithComments() throws IOException {
    IndicatorFile file =
        read(
            "blocked.txt",
            """
            # a list
            203.0.113.9 # scanner
            198.51.100.0/24
            2001:DB8::1
            10.0.0.1/32
            bad.Example.com
            hxxp://bad[.]example/x
            d41d8cd98f00b204e9800998ecf8427e
            ; another comment
            not an indicator
            """);

    assertThat(file.indicators())
        .extracting(i -> i.observable().kind(), i -> i.observable().value(), Indicator::description)
        .containsExactly(
            tuple(Observable.Kind.ADDRESS, "203.0.113.9", "scanner"),
            tuple(Observable.Kind.NETWORK, "198.51.100.0/24", null),
            tuple(Observable.Kind.ADDRESS, "2001:db8::1", null),
            tuple(Observable.Kind.ADDRESS, "10.0.0.1", null),
            tuple(Observable.Kind.DOMAIN, "bad.example.com", null),
            tuple(Observable.Kind.URL, "http://bad.example/x", null),
            tuple(Observable.Kind.HASH, "d41d8cd98f00b204e9800998ecf8427e", null));
    assertThat(file.unused()).isEqualTo(Map.of("no address, network, domain, URL or hash", 1));
    assertThat(file.indicators().getFirst().source()).isEqualTo("blocked");
  }

  @Test
  void readsCsvWithItsNames() throws IOException {
    IndicatorFile file =
        read(
            "feed.csv",
            """
            id,Indicator,Confidence,Description,Valid From,valid_until,tags,tlp
            a1,203.0.113.9,80,"C2, active",2024-05-01,2024-06-01T00:00:00Z,"c2;botnet",TLP:AMBER
            a2,,,,,,,
            """);

    assertThat(file.unusedEntries()).isEqualTo(1);
    Indicator indicator = file.indicators().getFirst();
    assertThat(indicator.id()).isEqualTo("a1");
    assertThat(indicator.confidence()).isEqualTo(80);
    assertThat(indicator.description()).isEqualTo("C2, active");
    assertThat(indicator.validFrom()).isEqualTo(Instant.parse("2024-05-01T00:00:00Z"));
    assertThat(indicator.validUntil()).isEqualTo(Instant.parse("2024-06-01T00:00:00Z"));
    assertThat(indicator.tags()).containsExactly("c2", "botnet");
    assertThat(indicator.tlp()).isEqualTo("amber");
    assertThat(indicator.pattern()).isEqualTo("[ipv4-addr:value = '203.0.113.9']");
  }

  @Test
  void readsCsvWhoseNamesAreAComment() throws IOException {
    IndicatorFile file =
        read(
            "c2.csv",
            """
            # generated
            # first_seen_utc,dst_ip,dst_port,malware
            2024-05-01 10:00:00,203.0.113.9,443,Bot
            """);

    Indicator indicator = file.indicators().getFirst();
    assertThat(indicator.observable())
        .isEqualTo(
            new Observable(Observable.Kind.ADDRESS, Observable.Side.DESTINATION, "203.0.113.9"));
    assertThat(indicator.validFrom()).isEqualTo(Instant.parse("2024-05-01T10:00:00Z"));
    assertThat(indicator.description()).isEqualTo("Bot");
  }

  @Test
  void readsStixBundles() throws IOException {
    IndicatorFile file =
        read(
            "bundle.json",
            """
            {"type": "bundle", "id": "bundle--1", "objects": [
              {"type": "identity", "id": "identity--1", "name": "ACME"},
              {"type": "indicator", "id": "indicator--1", "created_by_ref": "identity--1",
               "created": "2024-05-01T00:00:00.000Z", "modified": "2024-05-02T00:00:00.000Z",
               "valid_from": "2024-05-01T00:00:00Z", "valid_until": "2024-08-01T00:00:00Z",
               "pattern_type": "stix", "confidence": 70, "indicator_types": ["malicious-activity"],
               "object_marking_refs": ["marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"],
               "pattern": "[ipv4-addr:value = '203.0.113.9'] OR [network-traffic:dst_ref.value IN ('198.51.100.7', '198.51.100.8')]"},
              {"type": "indicator", "id": "indicator--2", "pattern_type": "stix", "revoked": true,
               "valid_from": "2024-05-01T00:00:00Z", "pattern": "[ipv4-addr:value ISSUBSET '198.51.100.0/24']"},
              {"type": "indicator", "id": "indicator--3", "pattern_type": "yara", "pattern": "rule x {}"},
              {"type": "indicator", "id": "indicator--4", "pattern_type": "stix",
               "pattern": "[ipv4-addr:value = '10.0.0.1' AND file:size > 5]"}]}
            """);

    assertThat(file.indicators())
        .extracting(
            Indicator::id,
            i -> i.observable().value(),
            i -> i.observable().side(),
            Indicator::source)
        .containsExactly(
            tuple("indicator--1", "203.0.113.9", Observable.Side.ANY, "ACME"),
            tuple("indicator--1", "198.51.100.7", Observable.Side.DESTINATION, "ACME"),
            tuple("indicator--1", "198.51.100.8", Observable.Side.DESTINATION, "ACME"),
            tuple("indicator--2", "198.51.100.0/24", Observable.Side.ANY, "bundle"));
    assertThat(file.indicators().getFirst().tlp()).isEqualTo("green");
    assertThat(file.indicators().getLast().revoked()).isTrue();
    assertThat(file.unused())
        .isEqualTo(
            Map.of("a pattern that is not STIX's", 1, "a pattern that is more than a list", 1));
  }

  @Test
  void readsMispEvents() throws IOException {
    IndicatorFile file =
        read(
            "misp.json",
            """
            {"response": [{"Event": {"info": "Campaign", "date": "2024-05-01", "Orgc": {"name": "CERT"},
              "Tag": [{"name": "tlp:green"}],
              "Attribute": [
                {"uuid": "u1", "type": "ip-dst", "category": "Network activity", "to_ids": true,
                 "value": "203.0.113.9", "timestamp": "1714557600", "comment": ""},
                {"uuid": "u2", "type": "ip-src|port", "to_ids": true, "value": "198.51.100.7|22"},
                {"uuid": "u3", "type": "comment", "to_ids": true, "value": "text"},
                {"uuid": "u4", "type": "ip-dst", "to_ids": false, "value": "192.0.2.1"}],
              "Object": [{"Attribute": [{"uuid": "u5", "type": "domain", "to_ids": true, "value": "x.example"}]}]}}]}
            """);

    assertThat(file.indicators())
        .extracting(Indicator::id, i -> i.observable().value(), i -> i.observable().side())
        .containsExactly(
            tuple("u1", "203.0.113.9", Observable.Side.DESTINATION),
            tuple("u2", "198.51.100.7", Observable.Side.SOURCE),
            tuple("u5", "x.example", Observable.Side.ANY));
    assertThat(file.indicators().getFirst())
        .returns("Campaign", Indicator::description)
        .returns("CERT", Indicator::source)
        .returns("green", Indicator::tlp)
        .returns(Instant.parse("2024-05-01T10:00:00Z"), Indicator::modified);
    assertThat(file.unusedEntries()).isEqualTo(2);
  }

  @Test
  void saysWhereAnEntryStandsThatIsNotUsed() throws IOException {
    IndicatorFile list = read("list.txt", "203.0.113.9\n\n# more\nnonsense\nmore nonsense\n");
    IndicatorFile stix =
        read(
            "bundle.json",
            """
            {"type": "bundle", "id": "bundle--1", "objects": [
              {"type": "identity", "id": "identity--1", "name": "ACME"},
              {"type": "indicator", "id": "indicator--4", "pattern_type": "stix",
               "pattern": "[ipv4-addr:value = '10.0.0.1' AND file:size > 5]"},
              {"type": "indicator", "id": "indicator--5", "pattern_type": "stix",
               "pattern": "[email-message:subject = 'bad.example']"}]}
            """);

    assertThat(list.remarks("list.txt"))
        .containsExactly(
            "list.txt: 2 entries are not used: no address, network, domain, URL or hash (the first: line 4: 'nonsense')");
    assertThat(stix.remarks("bundle.json"))
        .containsExactly(
            "bundle.json: 1 entry is not used: a pattern on something else than addresses, domains, URLs and hashes (objects[2] (indicator--5), pattern, character 2: '[email-message:subject = 'bad.example']')",
            "bundle.json: 1 entry is not used: a pattern that is more than a list (objects[1] (indicator--4), pattern, character 31: '[ipv4-addr:value = '10.0.0.1' AND file:size > 5]')");
  }

  @Test
  void anEntryThatCanNeverHoldIsNotUsed() throws IOException {
    IndicatorFile file =
        read("feed.csv", "ip,valid_from,valid_until\n203.0.113.9,2024-06-01,2024-05-01\n");

    assertThat(file.indicators()).isEmpty();
    assertThat(file.remarks("feed.csv"))
        .containsExactly(
            "feed.csv: 1 entry is not used: its valid_until is not after its valid_from (line 2: '2024-06-01T00:00:00Z to 2024-05-01T00:00:00Z')");
  }

  @Test
  void aTimeThatCannotBeReadIsSaidAndCountsAsMissing() throws IOException {
    IndicatorFile file = read("feed.csv", "ip,valid_until\n203.0.113.9,soon\n");

    assertThat(file.indicators().getFirst().validUntil()).isNull();
    assertThat(file.remarks("feed.csv"))
        .containsExactly(
            "feed.csv: 1 entry: its valid_until is no time, and counts as missing (must be like 2026-03-02T10:00:00Z) (line 2: 'soon')");
  }

  @Test
  void entriesThatRepeatAtOverlappingTimesAreSaidAndKept() throws IOException {
    IndicatorFile file =
        read(
            "feed.csv",
            """
            id,ip,valid_from,valid_until
            a,203.0.113.9,2024-05-01,2024-06-01
            b,203.0.113.9,2024-06-01,2024-07-01
            c,203.0.113.9,2024-06-15,2024-08-01
            """);

    assertThat(file.indicators()).hasSize(3);
    assertThat(file.remarks("feed.csv"))
        .containsExactly(
            "feed.csv: 1 entry: repeats what the feed says before, at overlapping times; all are kept (line 4: '203.0.113.9')");
  }

  @Test
  void refusesJsonThatIsNoFeed() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "{\"a\": 1}");

    assertThatThrownBy(() -> IndicatorReader.read(file))
        .isInstanceOf(InvalidFeedException.class)
        .hasMessage("'" + file + "' is JSON, and neither a STIX 2.1 bundle nor a MISP event");
  }

  @Test
  void everyIndicatorIsARow() throws IOException {
    List<Indicator> indicators = read("a.txt", "203.0.113.9\n198.51.100.0/24\n").indicators();

    assertThat(IndicatorRows.of(indicators).rows()).isEqualTo(2);
    assertThat(IndicatorRows.of(indicators).columns()).hasSize(19);
  }

  private IndicatorFile read(String name, String text) throws IOException {
    return IndicatorReader.read(Files.writeString(folder.resolve(name), text));
  }
}
