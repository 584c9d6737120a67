package io.flowproof.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two interfaces for an hour; the flow logs are gone for twenty minutes, and one record was lost.
 */
class GapsCommandTest {
  private static final String FIELDS =
      "version interface-id vpc-id subnet-id srcaddr dstaddr srcport dstport protocol packets bytes"
          + " start end action log-status tcp-flags";

  @TempDir Path temporary;
  private Path logs;

  @BeforeEach
  void anHour() {
    logs = temporary.resolve("logs");
    List<String> lines = new ArrayList<>();
    lines.add(FIELDS);
    for (int minute = 0; minute < 60; minute++) {
      if (minute < 20 || minute >= 40) {
        lines.add(record("eni-1", minute, minute == 50 ? "SKIPDATA" : "OK"));
        lines.add(record("eni-2", minute, "NODATA"));
      }
    }
    new LogFolder(logs).write("a.log", lines.toArray(String[]::new));
  }

  /** {@code minute} counts from 2026-03-02 10:00. */
  private static String record(String id, int minute, String status) {
    long start = 1772445600L + 60L * minute;
    return "5 %s vpc-1 subnet-1 %s %d %d %s"
        .formatted(
            id,
            status.equals("OK") ? "10.0.0.5 203.0.113.9 40000 443 6 9 900" : "- - - - - - -",
            start,
            start + 59,
            status.equals("OK") ? "ACCEPT OK 18" : "- " + status + " -");
  }

  private JsonNode gaps(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("gaps", "--logs", logs.toString(), "--format", "json"));
    arguments.addAll(List.of(more));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private String inventory(String name, String json) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("inventory"));
    Files.writeString(folder.resolve(name), json);
    return folder.toString();
  }

  @Test
  void showsWhenEachInterfaceWasRecorded() throws IOException {
    JsonNode report = gaps();

    assertThat(report.path("window").toString())
        .isEqualTo("{\"from\":\"2026-03-02T10:00:00Z\",\"to\":\"2026-03-02T10:59:59Z\"}");
    assertThat(report.path("unrecorded")).hasSize(1);
    assertThat(report.path("unrecorded").path(0).toString())
        .isEqualTo(
            "{\"from\":\"2026-03-02T10:19:59Z\",\"to\":\"2026-03-02T10:40:00Z\",\"interfaces\":[\"eni-1\",\"eni-2\"],\"why\":\"unknown\",\"because\":\"no"
                + " record, not even NODATA, and nothing here says why\"}");
    JsonNode one = report.path("interfaces").path(0);
    assertThat(one.path("id").asText()).isEqualTo("eni-1");
    assertThat(one.path("interval").asInt()).isEqualTo(60);
    assertThat(one.path("accepted").asInt()).isEqualTo(39);
    assertThat(one.path("skipdata").asInt()).isEqualTo(1);
    assertThat(one.path("lost").toString())
        .isEqualTo("[{\"from\":\"2026-03-02T10:50:00Z\",\"to\":\"2026-03-02T10:50:59Z\"}]");
    assertThat(one.path("unrecorded_seconds").asInt()).isEqualTo(1201);
  }

  @Test
  void pausesThatAreUsualForAnInterfaceWithoutNodataAreNoHoles() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(FIELDS);
    for (int minute = 0; minute < 300; minute += 5) {
      if (minute < 200 || minute >= 260) {
        lines.add(record("eni-3", minute, "OK"));
      }
    }
    logs = temporary.resolve("sparse");
    new LogFolder(logs).write("a.log", lines.toArray(String[]::new));

    JsonNode report = gaps();

    assertThat(report.path("unrecorded")).hasSize(1);
    assertThat(report.path("unrecorded").path(0).path("from").asText())
        .isEqualTo("2026-03-02T13:15:59Z");
    assertThat(report.path("unrecorded").path(0).path("to").asText())
        .isEqualTo("2026-03-02T14:20:00Z");
    assertThat(report.path("interfaces").path(0).path("usual_pause_seconds").asInt())
        .isEqualTo(241);
    assertThat(report.path("limits").toString())
        .contains(
            "1 interface without any NODATA record pauses 25 times or more: pauses that are usual"
                + " for one count as silence, up to 4 min (eni-3)");
  }

  @Test
  void aCaseTellsWhoDeletedTheFlowLog() throws IOException {
    String taken =
        inventory(
            "describe-flow-logs.json",
            """
            {"FlowLogs": [{"FlowLogId": "fl-2", "ResourceId": "vpc-1", "TrafficType": "ALL",
              "CreationTime": "2026-03-02T10:39:00Z", "LogDestinationType": "s3",
              "LogDestination": "arn:aws:s3:::logs", "MaxAggregationInterval": 60}]}\
            """);
    inventory(
        "lookup-events-CreateFlowLogs.json",
        """
        {"Events": [{"EventId": "e-0", "EventName": "CreateFlowLogs", "EventTime": 1767225600,
          "Username": "terraform", "CloudTrailEvent": "{\\"requestParameters\\": {\\"CreateFlowLogsRequest\\":
          {\\"ResourceId\\": {\\"tag\\": 1, \\"content\\": \\"vpc-1\\"}, \\"TrafficType\\": \\"ALL\\"}},
          \\"responseElements\\": {\\"flowLogIdSet\\": {\\"item\\": \\"fl-1\\"}}}"}]}\
        """
            .replace("\n", " "));
    inventory(
        "lookup-events-DeleteFlowLogs.json",
        """
        {"Events": [{"EventId": "e-1", "EventName": "DeleteFlowLogs", "EventTime": 1772446805,
          "Username": "mallory", "CloudTrailEvent": "{\\"requestParameters\\": {\\"id\\": \\"fl-1\\"}}"}]}\
        """);
    String folder = temporary.resolve("case").toString();
    CommandRun.of("collect", "files", logs.toString(), taken, "--case", folder);

    CommandRun run = CommandRun.of("gaps", "--case", folder);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "FOUND        Anti-forensics\n",
            "  ! 2026-03-02 10:20:05: DeleteFlowLogs by mallory on fl-1 (fl-2 was created on vpc-1"
                + " 19 min later)\n",
            "fl-1 until 2026-03-02 10:20:05; fl-2 from 2026-03-02 10:39:00\n",
            "fl-1 was deleted at 2026-03-02 10:20:05, deleted by mallory (DeleteFlowLogs); fl-2 was"
                + " created at 2026-03-02 10:39:00")
        .contains("CANNOT TELL  SIEM not ingesting\n");
  }

  @Test
  void aLakeSaysWhatItsFilesSay() throws IOException {
    String lake = temporary.resolve("lake").toString();
    CommandRun.of("ingest", "--lake", lake, logs.toString());
    CommandRun run = CommandRun.of("gaps", "--lake", lake, "--format", "json");

    JsonNode stored = new ObjectMapper().readTree(run.out());
    JsonNode files = gaps();
    assertThat(stored.path("sources").path(0).asText()).isEqualTo("lake " + lake + ", snapshot 1");
    for (String part : List.of("window", "unrecorded", "interfaces", "blockers")) {
      assertThat(stored.path(part)).as(part).isEqualTo(files.path(part));
    }
  }

  @Test
  void thePageShowsABarForEachInterfaceAndNeedsNothingBesideIt() throws IOException {
    Path page = temporary.resolve("gaps.html");
    CommandRun run = CommandRun.of("gaps", "--logs", logs.toString(), "--report", page.toString());

    assertThat(run.err()).isEqualTo("flowproof: wrote " + page + "\n");
    assertThat(page)
        .content()
        .contains("<b>eni-1</b>", "<b>eni-2</b>")
        .contains("class=\"none\"", "title=\"no record, no record, not even NODATA")
        .contains("title=\"AWS lost records (SKIPDATA): 2026-03-02 10:50:00")
        .contains("title=\"no traffic, by NODATA: ")
        .doesNotContain("<script", "<link", "url(", "src=");
  }

  @Test
  void refusesArgumentsThatMeanNothing() {
    assertThat(CommandRun.of("gaps").err())
        .startsWith("flowproof: Give files and folders of flow logs, or --lake DIR");
    assertThat(CommandRun.of("gaps", "--logs", logs.toString(), "--before", "nuke:i-1").err())
        .startsWith("flowproof: Invalid action: 'nuke:i-1' (must be one of terminate:i-…, ");
    assertThat(
            CommandRun.of(
                    "gaps", "--logs", logs.toString(), "--from", "2027-01-01", "--to", "2026-01-01")
                .err())
        .startsWith(
            "flowproof: --from 2027-01-01T00:00:00Z is not before --to 2026-01-01T00:00:00Z");
  }

  @Test
  void anInventoryThatIsNotJsonIsSaidWithItsPlaceAndTheRestIsRead() throws IOException {
    String folder = inventory("describe-vpcs.json", "{\"Vpcs\": [");

    JsonNode report = gaps("--inventory", folder);

    assertThat(report.path("limits").toString())
        .contains(folder + "/describe-vpcs.json:1:")
        .contains("not JSON: ");
  }
}
