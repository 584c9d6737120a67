package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageCommandTest {
  private static final Path HOME = Installation.home();

  @TempDir private Path temporary;

  private static CommandRun coverage(String... more) {
    String pack = HOME.resolve("packs/vpc-flow/reconnaissance/external-scan").toString();
    return CommandRun.of(
        Stream.concat(Stream.of("coverage", "--pack", pack), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void namesWhatCanNeverBeSeenWithTheReason() {
    CommandRun run = coverage();
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith(
            """
            ATT&CK 18.1  100 techniques: flow logs can show something of 63, and never anything of 37
            Pack         1 rule, which covers 1 of these 63
            Proof        none given (flowproof prove --out DIR makes one, --proof names it)

            Reconnaissance
              T1595.001  Scanning IP Blocks  seen        external-scan
            """)
        .containsPattern(
            "T1552\\.005 +Cloud Instance Metadata API +Traffic to 169\\.254\\.169\\.254 is never"
                + " logged +https://docs\\.aws\\.amazon\\.com/vpc/latest/userguide/flow-logs-limi");
  }

  @Test
  void saysWhatTheLogsLetARuleSeeAndWhatTheyLeaveOpen() {
    LogFolder logs = new LogFolder(temporary.resolve("logs"));
    List<String> lines = new ArrayList<>(List.of(LogFolder.HEADER));
    lines.add(LogFolder.flow(0, "203.0.113.7", "10.0.0.1", 22, "ACCEPT"));
    logs.write("a.log", lines.toArray(String[]::new));

    CommandRun run = coverage("--logs", logs.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            """
            Rules on your network
              external-scan  degraded 100 %  the log format lacks tcp-flags (100 %)

            What one change would buy
              add tcp-flags to the log format: 1 rule from degraded to runnable

            Cannot be told
              1 of 1 interfaces have no rejected record: their flow logs record accepted traffic\
             only, or nothing was rejected. Logs alone cannot tell; --config can
            """);
  }

  @Test
  void aLakeSaysTheSameAsTheLogsInIt() {
    LogFolder logs = new LogFolder(temporary.resolve("logs"));
    logs.write(
        "a.log", LogFolder.HEADER, LogFolder.flow(0, "203.0.113.7", "10.0.0.1", 22, "ACCEPT"));
    String lake = temporary.resolve("lake").toString();
    assertThat(CommandRun.of("ingest", "--lake", lake, logs.toString()).code()).isZero();

    CommandRun run = coverage("--lake", lake);

    assertThat(run.out().replace(lake, logs.toString()))
        .isEqualTo(coverage("--logs", logs.toString()).out());
  }

  @Test
  void anHourWithoutAnyRecordIsBlindAndNodataIsNot() {
    LogFolder logs = new LogFolder(temporary.resolve("logs"));
    logs.write(
        "a.log",
        LogFolder.HEADER,
        LogFolder.flow(0, "203.0.113.7", "10.0.0.1", 22, "REJECT"),
        LogFolder.flow(180, "203.0.113.7", "10.0.0.1", 22, "ACCEPT"));
    logs.write("b.log", LogFolder.HEADER, LogFolder.status("NODATA").replace("eni-1", "eni-2"));

    CommandRun run = coverage("--logs", logs.toString());

    // Two interfaces over four hours; each has a record in some of them only.
    assertThat(run.out())
        .contains(": 8 interface-hours")
        .contains(
            "external-scan  degraded 38 %, blind 63 %  no record of the interface, not even NODATA"
                + " (63 %); the log format lacks tcp-flags (38 %)");
  }

  @Test
  void aFormatThatSplunkDoesNotExtractIsSaid() {
    LogFolder logs = new LogFolder(temporary.resolve("logs"));
    logs.write(
        "a.log",
        "interface-id srcaddr dstaddr srcport dstport protocol start end action log-status",
        "eni-1 203.0.113.7 10.0.0.1 40000 22 6 1772445600 1772445659 REJECT OK");
    assertThat(coverage("--logs", logs.toString()).out())
        .contains(
            "  1 record has a format that the Splunk Add-on for AWS does not extract (it knows the"
                + " version 2 default and version 5): SPL texts on its fields are blind there\n");
  }

  @Test
  void refusesToHearTheSameFromTwoSides() {
    CommandRun run = coverage("--config", "a.json", "--logs", "b");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("flowproof: --config and --logs say the same thing twice (give one of them)\n");
  }

  @Test
  void writesAnObjectForEachTechniqueInJson() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(coverage("--format", "json").out());
    assertThat(json.get("attack").asText()).isEqualTo("18.1");
    assertThat(json.get("techniques")).hasSize(100);
    JsonNode scan =
        StreamSupport.stream(json.get("techniques").spliterator(), false)
            .filter(each -> each.get("technique").asText().equals("T1595.001"))
            .findFirst()
            .orElseThrow();
    assertThat(scan.get("rules").get(0).asText()).isEqualTo("external-scan");
    assertThat(scan.get("level").isNull()).isTrue();
    assertThat(scan.get("median_seconds").isNull()).isTrue();
  }

  @Test
  void writesALineForEachTechniqueInCsv() {
    List<String> lines = coverage("--format", "csv").out().lines().toList();
    assertThat(lines).hasSize(101);
    assertThat(lines.getFirst())
        .startsWith("technique,name,technique_v19,tactics,seen_in_flow_logs,reason,page,");
    assertThat(lines).anyMatch(line -> line.startsWith("T1595.001,Scanning IP Blocks,T1595.001,"));
  }

  @Test
  void theNavigatorLayerFollowsItsFormat() throws IOException {
    CommandRun run =
        coverage(
            "--format",
            "navigator",
            "--config",
            HOME.resolve("examples/coverage/flow-logs.json").toString());
    try (InputStream schema =
        CoverageCommandTest.class.getResourceAsStream(
            "/io/flowproof/app/report/navigator-layer-4.5.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(schema)
                  .validate(new ObjectMapper().readTree(run.out())))
          .isEmpty();
    }
    assertThat(run.out()).contains("\"techniqueID\" : \"T1595.001\"").contains("\"score\" : 0");
  }
}
