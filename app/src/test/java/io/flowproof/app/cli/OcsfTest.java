package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code detect --format ocsf} over the logs of the examples, a scan and an exfiltration. */
class OcsfTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOGS =
      Installation.home().resolve("examples/logs/small-vpc").toString();

  @Test
  void everyFindingIsAValidDetectionFinding() throws IOException {
    JsonSchema schema = schema();
    List<JsonNode> events = events();

    assertThat(events).isNotEmpty();
    for (JsonNode event : events) {
      assertThat(schema.validate(event)).as(event.toPrettyString()).isEmpty();
    }
    JsonNode wrong = events.getFirst().deepCopy();
    ((com.fasterxml.jackson.databind.node.ObjectNode) wrong).put("class_uid", 2001);
    assertThat(schema.validate(wrong)).hasSize(1);
  }

  @Test
  void saysWhoDidWhatAndWhereItStands() throws IOException {
    JsonNode scan =
        events().stream()
            .filter(
                event -> event.at("/finding_info/analytic/name").asText().equals("external-scan"))
            .filter(event -> event.at("/unmapped/language").asText().equals("kql"))
            .findFirst()
            .orElseThrow();

    assertThat(scan.at("/severity").asText()).isEqualTo("Medium");
    assertThat(scan.at("/severity_id").asInt()).isEqualTo(3);
    assertThat(scan.at("/finding_info/attacks/0/tactic").toString())
        .isEqualTo("{\"uid\":\"TA0043\",\"name\":\"Reconnaissance\"}");
    assertThat(scan.at("/finding_info/attacks/0/technique/name").asText())
        .isEqualTo("Active Scanning");
    assertThat(scan.at("/finding_info/attacks/0/sub_technique").toString())
        .isEqualTo(
            "{\"uid\":\"T1595.001\",\"name\":\"Scanning IP Blocks\","
                + "\"src_url\":\"https://attack.mitre.org/techniques/T1595/001/\"}");
    assertThat(scan.at("/evidences/0/src_endpoint").toString())
        .isEqualTo("{\"ip\":\"203.0.113.77\"}");
    assertThat(scan.at("/observables/0").toString())
        .isEqualTo(
            "{\"name\":\"evidences[0].src_endpoint.ip\",\"type_id\":2,"
                + "\"type\":\"IP Address\",\"value\":\"203.0.113.77\"}");
    assertThat(scan.at("/evidences/1/file/hashes/0/value").asText()).matches("[0-9a-f]{64}");
    long lines = 0;
    for (JsonNode evidence : scan.at("/evidences")) {
      lines += evidence.at("/data/lines").size();
    }
    assertThat(lines).isEqualTo(scan.at("/finding_info/related_events_count").asLong());
    assertThat(scan.at("/time").asLong()).isEqualTo(scan.at("/end_time").asLong());
  }

  @Test
  void anAddressInsideIsAnAffectedResource() throws IOException {
    JsonNode leak =
        events().stream()
            .filter(
                event ->
                    event.at("/finding_info/analytic/name").asText().equals("bulk-exfiltration"))
            .findFirst()
            .orElseThrow();

    assertThat(leak.at("/resources").toString())
        .matches("\\[\\{\"name\":\"10\\.[0-9.]+\",\"type\":\"Internal address\"}]");
  }

  @Test
  void carriesWhatIsKnownOfAnEntityAndNothingOfOneThatIsUnknown(@TempDir Path folder)
      throws IOException {
    Path list = Files.writeString(folder.resolve("feed.txt"), "203.0.113.77\n");
    JsonNode scan =
        events("--intel", list.toString()).stream()
            .filter(
                event -> event.at("/finding_info/analytic/name").asText().equals("external-scan"))
            .findFirst()
            .orElseThrow();

    assertThat(scan.at("/enrichments")).hasSize(1);
    JsonNode known = scan.at("/enrichments/0");
    assertThat(known.at("/name").asText()).isEqualTo("evidences[0].src_endpoint.ip");
    assertThat(known.at("/value").asText()).isEqualTo("203.0.113.77");
    assertThat(known.at("/data/intel/0/value").asText()).isEqualTo("203.0.113.77");
    assertThat(schema().validate(scan)).as(scan.toPrettyString()).isEmpty();
    assertThat(events().stream().filter(event -> event.has("enrichments"))).isEmpty();
  }

  @Test
  void theSameFindingHasTheSameIdInEveryRun() throws IOException {
    assertThat(uids()).isEqualTo(uids()).doesNotHaveDuplicates();
  }

  private static List<String> uids() throws IOException {
    return events().stream().map(event -> event.at("/finding_info/uid").asText()).toList();
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream text = OcsfTest.class.getResourceAsStream("ocsf-detection-finding.json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(Objects.requireNonNull(text));
    }
  }

  private static List<JsonNode> events(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("detect", "--format", "ocsf", LOGS));
    arguments.addAll(List.of(more));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.code()).isZero();
    List<JsonNode> events = new ArrayList<>();
    for (String line : run.out().split("\n")) {
      events.add(JSON.readTree(line));
    }
    return events;
  }
}
