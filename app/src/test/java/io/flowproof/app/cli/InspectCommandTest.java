package io.flowproof.app.cli;

import static io.flowproof.app.cli.LogFolder.HEADER;
import static io.flowproof.app.cli.LogFolder.flow;
import static io.flowproof.app.cli.LogFolder.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  @TempDir private Path temporary;
  private LogFolder logs;

  @BeforeEach
  void makeFolder() {
    logs = new LogFolder(temporary.resolve("logs"));
  }

  @Test
  void accountsForEveryLineOfAFolder() {
    logs.write(
        "a.log",
        HEADER,
        flow(0, "203.0.113.7", "10.0.0.5", 22, "ACCEPT"),
        status("NODATA"),
        status("SKIPDATA"),
        "garbage");
    logs.write("b.log", HEADER, flow(1, "203.0.113.7", "10.0.0.5", 23, "REJECT"));
    logs.write("notes.txt", "nothing to see");
    assertThat(CommandRun.of("inspect", logs.toString()).out().replace(logs + "/", ""))
        .isEqualTo(
            """
            lines  flows  NODATA  SKIPDATA  rejected  headers  blank  format  time (UTC)                       object
                4      1       1         1         1        1      0  1       2026-03-02 10:00:00 to 10:00:59  a.log
                1      1       0         0         0        1      0  1       2026-03-02 10:01:00 to 10:01:59  b.log
                5      2       1         1         1        2      0          2026-03-02 10:00:00 to 10:01:59  total of 2 objects
            lines = flows + NODATA + SKIPDATA + rejected; headers and blank lines apart

            Formats
              1  version 2 (the default): 5 lines
                 version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes
                 start end action log-status

            Interfaces: 1
              eni-1

            Accounts: 1
              123456789012

            Rejected lines: 1
              a.log:5: expected 14 tokens and got 1
                garbage

            Skipped: 1
              notes.txt: neither a header nor a record in its first lines
            """);
  }

  @Test
  void accountsInJson() throws JsonProcessingException {
    logs.write("a.log", HEADER, flow(0, "203.0.113.7", "10.0.0.5", 22, "ACCEPT"), "garbage");
    JsonNode objects =
        new ObjectMapper()
            .readTree(CommandRun.of("inspect", "--format", "json", logs.toString()).out());
    assertThat(objects).hasSize(1);
    JsonNode object = objects.get(0);
    assertThat(object.get("object").asText()).isEqualTo(logs + "/a.log");
    assertThat(object.get("formats").get(0).get("fields").asText()).isEqualTo(HEADER);
    assertThat(object.get("headers").asLong()).isEqualTo(1);
    assertThat(object.get("lines").asLong()).isEqualTo(2);
    assertThat(object.get("flows").asLong()).isEqualTo(1);
    assertThat(object.get("nodata").asLong()).isZero();
    assertThat(object.get("skipdata").asLong()).isZero();
    assertThat(object.get("rejected").asLong()).isEqualTo(1);
    assertThat(object.get("first").asText()).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(object.get("last").asText()).isEqualTo("2026-03-02T10:00:59Z");
    assertThat(object.get("rejects").get(0).get("line").asLong()).isEqualTo(3);
    assertThat(object.get("rejects").get(0).get("text").asText()).isEqualTo("garbage");
    assertThat(object.get("rejects").get(0).get("reason").asText()).isNotEmpty();
  }

  @Test
  void addsUpOverDamageAndMixedFormats() throws JsonProcessingException {
    logs.writeCutGzip(
        "cut.log.gz",
        12,
        HEADER,
        flow(0, "203.0.113.7", "10.0.0.5", 22, "ACCEPT"),
        flow(1, "203.0.113.8", "10.0.0.6", 443, "REJECT"));
    logs.writeGzipMembers(
        "cat.log.gz",
        HEADER + "\n" + flow(0, "203.0.113.7", "10.0.0.5", 22, "ACCEPT") + "\n",
        "srcaddr dstaddr start end action log-status new-field\n"
            + "10.0.0.5 203.0.113.7 1772445600 1772445659 ACCEPT OK something\n");
    JsonNode objects =
        new ObjectMapper()
            .readTree(CommandRun.of("inspect", "--format", "json", logs.toString()).out());
    assertThat(objects).hasSize(2);
    for (JsonNode object : objects) {
      assertThat(object.get("lines").asLong())
          .isEqualTo(
              object.get("flows").asLong()
                  + object.get("nodata").asLong()
                  + object.get("skipdata").asLong()
                  + object.get("rejected").asLong());
    }
    assertThat(objects.get(0).get("formats")).hasSize(2);
    assertThat(objects.get(0).get("flows").asLong()).isEqualTo(2);
    assertThat(objects.get(1).get("damage")).isNotEmpty();
    assertThat(objects.get(1).get("rejects_by_kind").get("truncated").asLong()).isEqualTo(1);
  }

  @Test
  void isStrictOnlyWhenAsked() {
    logs.write("a.log", HEADER, "garbage");
    assertThat(CommandRun.of("inspect", logs.toString()).code()).isZero();
    assertThat(CommandRun.of("inspect", "--strict", logs.toString()).code()).isEqualTo(4);
  }

  @Test
  void namesSkippedFilesBesideJson() {
    logs.write("notes.txt", "nothing to see");
    CommandRun run = CommandRun.of("inspect", "--format", "ndjson", logs.toString());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("skipped " + logs + "/notes.txt: ");
  }
}
