package io.flowproof.flowlog.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowproof.flowlog.enrich.AsnDatabase.Asn;
import io.flowproof.flowlog.enrich.CityDatabase.Place;
import io.flowproof.flowlog.enrich.EnrichmentSource.Kind;
import io.flowproof.flowlog.enrich.Enrichments.Span;
import io.flowproof.flowlog.intel.Indicator;
import io.flowproof.flowlog.intel.Observable.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrichmentTest {
  private static final Instant TIME = Instant.parse("2024-05-14T09:00:00Z");

  @TempDir Path folder;

  @Test
  void findsAutonomousSystemsWhereDatabasesPutThem() {
    Path maxMind =
        new MmdbFile("GeoLite2-ASN")
            .put(
                "203.0.113.0/24",
                Map.of(
                    "autonomous_system_number", 64500, "autonomous_system_organization", "Example"))
            .put("10.0.0.0/8", Map.of("autonomous_system_number", 64501))
            .write(folder.resolve("asn.mmdb"));
    Path other =
        new MmdbFile("other asn")
            .put("198.51.100.0/24", Map.of("asn", "AS64502", "as_name", "Other"))
            .put("203.0.113.0/24", Map.of("asn", "AS64503"))
            .put("2001:db8::/32", Map.of("asn", "AS64504"))
            .write(folder.resolve("other.mmdb"));
    Enrichment enrichment =
        Enrichment.of(
            List.of(EnrichmentSource.of(Kind.ASN, maxMind), EnrichmentSource.of(Kind.ASN, other)));

    assertThat(enrichment.asn("203.0.113.9")).isEqualTo(new Asn(64500, "Example"));
    assertThat(enrichment.asn("198.51.100.9")).isEqualTo(new Asn(64502, "Other"));
    assertThat(enrichment.asn("2001:db8::1")).isEqualTo(new Asn(64504, null));
    assertThat(enrichment.asn("192.0.2.1")).isNull();
    assertThat(enrichment.asn("10.0.0.1")).as("an internal address").isNull();
    assertThat(enrichment.asn("-")).isNull();
  }

  @Test
  void findsCitiesWhereDatabasesPutThem() {
    Path maxMind =
        new MmdbFile("GeoLite2-City")
            .put(
                "203.0.113.0/24",
                Map.of(
                    "city", Map.of("names", Map.of("de", "Genf", "en", "Geneva")),
                    "subdivisions", List.of(Map.of("names", Map.of("en", "Geneva Canton")))))
            .put("198.51.100.0/24", Map.of("city", "Oslo", "state1", "Oslo County"))
            .write(folder.resolve("city.mmdb"));
    Enrichment enrichment = Enrichment.of(List.of(EnrichmentSource.of(Kind.CITY, maxMind)));

    assertThat(enrichment.place("203.0.113.9")).isEqualTo(new Place("Geneva", "Geneva Canton"));
    assertThat(enrichment.place("198.51.100.9")).isEqualTo(new Place("Oslo", "Oslo County"));
    assertThat(enrichment.place("192.0.2.1")).isNull();
  }

  @Test
  void tellsAllThatIsKnownOfAnAddress() throws IOException {
    Enrichment enrichment =
        Enrichment.of(
            List.of(
                source(Kind.INTEL, "feed.csv", "id,ip\na,203.0.113.9\n"),
                source(
                    Kind.PROVIDER_RANGES,
                    "ip-ranges.json",
                    "{\"prefixes\": [{\"ip_prefix\": \"203.0.113.0/24\", \"service\": \"S3\"}]}"),
                source(
                    Kind.ASSETS,
                    "vpcs.json",
                    "{\"Vpcs\": [{\"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.0.0.0/16\"}]}")));

    AddressContext outside = enrichment.context("203.0.113.9", null, TIME, Side.ANY);
    AddressContext inside = enrichment.context("10.0.0.9", null, TIME, Side.ANY);

    assertThat(outside.intel()).extracting(Indicator::source).containsExactly("feed");
    assertThat(outside.ranges()).extracting(ProviderRange::service).containsExactly("S3");
    assertThat(inside.subnets()).hasSize(1);
    assertThat(inside.assets()).isEmpty();
    assertThat(enrichment.context("192.0.2.1", null, TIME, Side.ANY).isEmpty()).isTrue();
    assertThat(enrichment.remarks()).isEmpty();
  }

  @Test
  void aFileThatCannotBeUsedIsNamed() throws IOException {
    Enrichment database = Enrichment.of(List.of(source(Kind.ASN, "bad.mmdb", "nothing")));
    Enrichment feed = Enrichment.of(List.of(source(Kind.INTEL, "bad.json", "{\"a\": 1}")));
    Enrichment missing =
        Enrichment.of(List.of(EnrichmentSource.of(Kind.CITY, folder.resolve("none.mmdb"))));

    assertThatThrownBy(database::remarks)
        .isInstanceOf(InvalidEnrichmentException.class)
        .hasMessage(
            "Cannot read a file for --asn: Not an ASN database: "
                + folder.resolve("bad.mmdb")
                + " (must be a MaxMind DB file, *.mmdb)");
    assertThatThrownBy(feed::remarks)
        .isInstanceOf(InvalidEnrichmentException.class)
        .hasMessage(
            "'"
                + folder.resolve("bad.json")
                + "' is JSON, and neither a STIX 2.1 bundle nor a MISP event");
    assertThatThrownBy(missing::remarks)
        .isInstanceOf(InvalidEnrichmentException.class)
        .hasMessage("There is no file '" + folder.resolve("none.mmdb") + "' for --city");
  }

  @Test
  void aDayHasTheVersionThatWasAssignedToItLast() {
    Enrichments enrichments =
        Enrichments.of(
            Map.of(),
            List.of(
                new Span(null, null, 1), new Span(day(3), null, 2), new Span(day(4), day(5), 3)),
            2);

    assertThat(List.of(1, 2, 3, 4, 5, 6).stream().map(d -> enrichments.version(day(d))))
        .containsExactly(1L, 1L, 2L, 3L, 3L, 2L);
    assertThat(enrichments.version((LocalDate) null)).as("records without a time").isEqualTo(1);
  }

  @Test
  void whatIsGivenNowReplacesItsKindInEveryVersion() throws IOException {
    EnrichmentSource old = source(Kind.INTEL, "old.txt", "203.0.113.9\n");
    EnrichmentSource assets = source(Kind.ASSETS, "vpcs.json", "{\"Vpcs\": []}");
    Enrichment now = Enrichment.of(List.of(source(Kind.INTEL, "new.txt", "198.51.100.7\n")));
    Enrichments kept =
        Enrichments.of(Map.of(1L, Enrichment.of(List.of(old, assets))), List.of(), 1);

    Enrichment changed = kept.with(now).at(TIME);

    assertThat(changed.intel().matches("203.0.113.9", TIME, Side.ANY)).isEmpty();
    assertThat(changed.intel().matches("198.51.100.7", TIME, Side.ANY)).hasSize(1);
    assertThat(changed.sources()).contains(assets);
    assertThat(kept.with(now).replaced()).containsExactly("intel");
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2024, 5, day);
  }

  private EnrichmentSource source(Kind kind, String name, String text) throws IOException {
    return EnrichmentSource.of(kind, Files.writeString(folder.resolve(name), text));
  }
}
