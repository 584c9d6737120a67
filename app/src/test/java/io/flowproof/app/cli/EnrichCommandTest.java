package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.detection.given.EnrichedFlow;
import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.Collecting;
import io.flowproof.evidence.custody.SourceObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who the addresses of logs are: on the command line, and kept with a lake. */
class EnrichCommandTest {
  private static final Path EXAMPLES = Installation.home().resolve("examples");
  private static final String LOGS = EXAMPLES.resolve("logs/small-vpc").toString();
  private static final Path GIVEN = EXAMPLES.resolve("enrichment");
  private static final List<String> ALL =
      List.of(
          "--assets", GIVEN.resolve("inventory").toString(),
          "--intel", GIVEN.resolve("scanners.csv").toString(),
          "--intel", GIVEN.resolve("drop-zones.json").toString(),
          "--asn", GIVEN.resolve("asn.mmdb").toString(),
          "--provider-ranges", GIVEN.resolve("ip-ranges.json").toString());
  private static final String WHO =
      """
      SELECT DISTINCT enrichment_version AS v, src_asset_kind, src_asset_name, src_subnet_name,
        dst_intel_feed, dst_intel_confidence, dst_asn, dst_country
      FROM enriched_flow WHERE srcaddr = '10.0.0.20' AND dstaddr = '193.0.0.77'
      """;

  @TempDir private Path folder;

  @Test
  void aQueryKnowsBothEndsOfARecord() {
    CommandRun run = query(WHO, "--logs", LOGS);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            v,src_asset_kind,src_asset_name,src_subnet_name,dst_intel_feed,dst_intel_confidence,dst_asn,dst_country
            1,instance,bastion,public,Example CERT,95,64497,NL
            """);
  }

  @Test
  void whatIsNotKnownIsNull() {
    CommandRun run =
        query(
            "SELECT DISTINCT src_asset_kind, src_subnet_name, dst_intel_feed FROM enriched_flow WHERE srcaddr = '203.0.113.77' AND dstaddr = '10.0.0.10'",
            "--logs",
            LOGS);

    assertThat(run.out()).isEqualTo("src_asset_kind,src_subnet_name,dst_intel_feed\n,,\n");
  }

  @Test
  void everyKindOfAssetOfTheExampleIsTold() {
    CommandRun run =
        query(
            "SELECT interface_asset_kind AS kind, interface_asset_name AS name, count(*) AS n FROM enriched_flow GROUP BY ALL ORDER BY 1, 2",
            "--logs",
            LOGS);

    assertThat(run.out())
        .isEqualTo(
            """
            kind,name,n
            elasticache,sessions-001,62
            instance,app-1,988
            instance,app-2,1012
            instance,bastion,992
            instance,blog,928
            instance,web,3525
            instance,worker,138
            nat-gateway,,1547
            rds,orders-db,632
            resolver-endpoint,,600
            """);
  }

  @Test
  void everyColumnStandsOnItsPage() throws IOException {
    String page = Files.readString(Installation.home().resolve("docs/enrichment.md"));

    assertThat(EnrichedFlow.columns())
        .hasSize(41)
        .filteredOn(column -> !column.name().startsWith("dst_"))
        .allSatisfy(column -> assertThat(page).contains("`" + column.name() + "`"));
  }

  @Test
  void kqlReadsTheSameIndicators() {
    CommandRun run =
        with(
            List.of("query", "--format", "csv", "--logs", LOGS, "--kql"),
            List.of(
                "AWSVPCFlow | join kind=inner (ThreatIntelIndicators | where IsActive) on $left.DstAddr == $right.ObservableValue | summarize n = count() by SrcAddr, ObservableValue | order by n"));

    assertThat(run.out()).contains("10.0.0.20,193.0.0.77,10\n");
  }

  @Test
  void aUnionOfTablesByPatternReadsIndicatorsToo() {
    CommandRun run =
        with(
            List.of("query", "--format", "csv", "--logs", LOGS, "--kql"),
            List.of("union Threat* | where ObservableValue == '193.0.0.77' | summarize count()"));

    assertThat(run.out()).isEqualTo("count_\n1\n");
  }

  @Test
  void findingsSayWhoTheirEntitiesAre() throws IOException {
    List<String> detect =
        List.of("detect", "--rule", "bulk-exfiltration", "--rule", "external-scan", LOGS);

    CommandRun table = with(detect, List.of());
    CommandRun json = with(detect, List.of("--format", "json"));

    assertThat(table.err()).isEmpty();
    assertThat(table.out())
        .contains(
            """
              host 10.0.0.20 -> destination 193.0.0.77
                host: instance i-0c1d2e3f4a5b60020 "bastion" in vpc-0c1d2e3f4a5b01234, owner platform
                destination: feed Example CERT: "Drop zone" (193.0.0.77, confidence 95, until 2024-08-01T00:00:00Z); AS64497 Example Registry; in NL
            """)
        .contains(
            """
                source: feed scanners: "Guesses SSH passwords" (203.0.113.77, confidence 80, until 2024-06-01T00:00:00Z); feed scanners: "Hosting without questions" (203.0.113.0/24, confidence 20); AS64496 Example Hosting; in AU
            """);
    JsonNode context =
        new ObjectMapper().readTree(json.out()).path("findings").get(0).path("context");
    assertThat(context.path("host").path("assets").get(0).path("tags").path("Owner").asText())
        .isEqualTo("platform");
    assertThat(context.path("host").path("assets").get(0).path("certainty").asText())
        .isEqualTo("observed");
    assertThat(context.path("destination").path("intel").get(0).path("feed").asText())
        .isEqualTo("Example CERT");
    assertThat(context.path("destination").path("enrichment_version").asLong()).isEqualTo(1);
  }

  @Test
  void aLakeKeepsWhatItIsGivenAndEnrichesItsDaysAnew() {
    String lake = folder.resolve("lake").toString();
    CommandRun ingest = with(List.of("ingest", "--lake", lake, LOGS), List.of());
    assertThat(ingest.out())
        .startsWith(
            """
            Enrichment version 1 from now on: 4 files of assets, 2 files of intel, 1 file of asn, 1 file of provider-ranges; days that are there keep theirs (flowproof enrich changes them)
            Added 12 objects""");
    String[] files = {"query", "--format", "csv", "--lake", lake, "--sql", WHO};
    assertThat(CommandRun.of(files).out())
        .endsWith("\n1,instance,bastion,public,Example CERT,95,64497,NL\n");

    CommandRun other = CommandRun.of("enrich", "--lake", lake, "--remove", "drop-zones.json");
    assertThat(other.out())
        .isEqualTo(
            """
            Enrichment version 2 (new): 4 files of assets, 1 file of intel, 1 file of asn, 1 file of provider-ranges
            1 day changed to it: 2024-05-14
            """);
    assertThat(CommandRun.of(files).out()).endsWith("\n2,instance,bastion,public,,,64497,NL\n");

    CommandRun list = CommandRun.of("enrich", "--lake", lake, "--list");
    assertThat(list.out()).startsWith("version 1, made ").endsWith("now: version 2\n");
    CommandRun verify = CommandRun.of("lake", "verify", "--lake", lake);
    assertThat(verify.out()).endsWith("The lake is whole\n");
  }

  @Test
  void onTheSameLakeDetectFindsItsEntitiesWithoutAnyFile() {
    String lake = folder.resolve("lake").toString();
    with(List.of("ingest", "--lake", lake, LOGS), List.of());

    CommandRun run =
        CommandRun.of("detect", "--lake", lake, "--rule", "bulk-exfiltration", "--language", "kql");

    assertThat(run.out()).contains("host: instance i-0c1d2e3f4a5b60020 \"bastion\"");
  }

  @Test
  void aCaseKnowsWhenItsInventoryWasCollected() throws IOException {
    Path folderOfCase = folder.resolve("case");
    Instant collected = Instant.parse("2024-05-14T10:05:00Z");
    Actor actor = new Actor("responder", "flowproof", Clock.fixed(collected, ZoneOffset.UTC));
    byte[] json =
        Files.readAllBytes(GIVEN.resolve("inventory/network-interfaces-2024-05-14T0955Z.json"));
    try (CaseFolder open = CaseFolder.openOrBegin(folderOfCase, "incident", actor)) {
      Collecting collecting = open.collect("aws://us-east-1/inventory", "collect", Map.of());
      collecting.keep(
          new SourceObject(
              "aws://us-east-1/describe-network-interfaces",
              "inventory/us-east-1/1/describe-network-interfaces-0001.json",
              json.length,
              null,
              "",
              Optional.empty(),
              Map.of()),
          () -> new ByteArrayInputStream(json));
      collecting.finish(true);
    }

    CommandRun run =
        CommandRun.of(
            "detect",
            "--rule",
            "bulk-exfiltration",
            "--format",
            "json",
            "--assets",
            folderOfCase.toString(),
            LOGS);

    JsonNode host =
        new ObjectMapper().readTree(run.out()).path("findings").get(0).path("context").path("host");
    assertThat(host.path("assets").get(0).path("seen").asText()).isEqualTo(collected.toString());
  }

  @Test
  void badInputIsNamedWithItsPlaceAndTheRestGoesOn() throws IOException {
    Path feed = Files.writeString(folder.resolve("feed.txt"), "193.0.0.77\nnonsense\n");
    CommandRun run =
        CommandRun.of(
            "query", "--format", "csv", "--logs", LOGS, "--intel", feed.toString(), "--sql", WHO);

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "flowproof: "
                + feed
                + ": 1 entry is not used: no address, network, domain, URL or hash (line 2: 'nonsense')\n");
    assertThat(run.out()).contains(",feed,");
  }

  @Test
  void aFileOfAnotherShapeEndsTheCommandBeforeAnythingIsRead() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"FlowLogs\": []}");
    CommandRun run =
        CommandRun.of("detect", "--assets", wrong.toString(), "--rule", "external-scan", LOGS);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith(
            "flowproof: "
                + wrong
                + ": None of 'NetworkInterfaces', 'Reservations', 'Subnets', 'Vpcs' is a list in it (expected ");
  }

  @Test
  void wrongUsageIsSaid() {
    assertThat(CommandRun.of("detect", "--assets", folder.toString(), LOGS).err())
        .startsWith("flowproof: There is no inventory in '" + folder + "' (must be what ");
    assertThat(CommandRun.of("detect", "--assets", "eni.json@noon", LOGS).err())
        .startsWith("flowproof: Cannot read --assets 'eni.json@noon': 'noon' is no time");
    assertThat(CommandRun.of("enrich", "--lake", folder.resolve("none").toString()).err())
        .contains("is no lake: there is no such directory");
  }

  private static CommandRun query(String sql, String... logs) {
    List<String> command = new ArrayList<>(List.of("query", "--format", "csv"));
    command.addAll(List.of(logs));
    command.add("--sql");
    command.add(sql);
    return with(command, List.of());
  }

  private static CommandRun with(List<String> command, List<String> more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(more);
    all.addAll(ALL);
    return CommandRun.of(all.toArray(String[]::new));
  }
}
