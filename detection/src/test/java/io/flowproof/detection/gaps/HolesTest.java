package io.flowproof.detection.gaps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why there are no records. */
class HolesTest {
  @TempDir Path folder;

  private String holes(Scene scene) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Hole hole : scene.report().holes()) {
      text.append(
          "%s %s: %s: %s%n"
              .formatted(
                  Words.period(hole.period()),
                  hole.interfaces(),
                  hole.why().words(),
                  hole.because()));
    }
    return text.toString();
  }

  @Test
  void nodataIsAProofOfSilenceAndNoHole() throws IOException {
    assertThat(
            holes(new Scene(folder).talks("eni-1", "09:00-10:00").silent("eni-1", "10:00-12:00")))
        .isEmpty();
  }

  @Test
  void nothingAtAllWhereOthersHaveNodataCannotBeTold() throws IOException {
    assertThat(
            holes(new Scene(folder).talks("eni-1", "09:00-10:00").silent("eni-2", "09:00-12:00")))
        .isEqualTo(
            "2026-03-02 10:00:00 to 12:00:00 [eni-1]: cannot tell: no record, not even NODATA, and"
                + " nothing here says why\n");
  }

  @Test
  void logsWithoutAnyNodataCannotTellSilenceFromLoss() throws IOException {
    assertThat(holes(new Scene(folder).talks("eni-1", "09:00-10:00")))
        .isEqualTo(
            "2026-03-02 10:00:00 to 12:00:00 [eni-1]: cannot tell: these logs hold no NODATA record"
                + " at all, so silence and loss look alike\n");
  }

  @Test
  void aPauseOfTwoWindowsIsNoHole() throws IOException {
    assertThat(holes(new Scene(folder).talks("eni-1", "09:00-10:00", "10:03-12:00"))).isEmpty();
  }

  @Test
  void missingObjectsAreTheReasonWhereTheirFlowLogHasOthers() throws IOException {
    assertThat(
            holes(
                new Scene(folder)
                    .talks("eni-1", "09:00-10:00", "10:10-12:00")
                    .silent("eni-2", "09:00-12:00")
                    .objects("fl-1", List.of("eni-1"), "09:50", "09:55", "10:10", "10:15")))
        .isEqualTo(
            "2026-03-02 10:00:00 to 10:10:00 [eni-1]: objects missing: fl-1 has no object for"
                + " 2026-03-02 10:00:00 to 10:10:00\n");
  }

  @Test
  void aFlowLogThatWasGoneAndMadeAnewIsTheReason() throws IOException {
    assertThat(
            holes(
                new Scene(folder)
                    .awsBefore("describe-flow-logs.json", Scene.flowLogJson(""))
                    .aws(
                        "describe-flow-logs.json",
                        Scene.flowLogJson("")
                            .replace("fl-1", "fl-2")
                            .replace("2026-01-01T00:00:00Z", "2026-03-02T10:20:00Z"))
                    .aws(
                        "lookup-events-DeleteFlowLogs.json",
                        """
                        {"Events": [{"EventId": "e", "EventName": "DeleteFlowLogs",
                          "EventTime": "2026-03-02T10:00:00+00:00", "Username": "mallory",
                          "CloudTrailEvent": "{\\"requestParameters\\": {\\"a\\": \\"fl-1\\"}}"}]}\
                        """)
                    .interfaces("1")
                    .talks("eni-1", "09:00-10:01", "10:22-12:00")))
        .isEqualTo(
            "2026-03-02 10:01:00 to 10:22:00 [eni-1]: no flow log: fl-1 was deleted at 2026-03-02"
                + " 10:00:00, deleted by mallory (DeleteFlowLogs); fl-2 was created at 2026-03-02"
                + " 10:20:00\n");
  }

  @Test
  void anInterfaceThatAFlowLogRecordsElsewhereAsksForThatPlace() throws IOException {
    assertThat(holes(new Scene(folder).flowLog("").interfaces("1")))
        .isEqualTo(
            "2026-03-02 09:00:00 to 12:00:00 [eni-1]: cannot tell: fl-1 records it and delivers to"
                + " s3 logs/flow: was that collected?\n");
  }

  @Test
  void anInterfaceThatWasAttachedLaterWasNotThere() throws IOException {
    assertThat(
            holes(
                new Scene(folder)
                    .flowLog("")
                    .aws(
                        "describe-network-interfaces.json",
                        """
                        {"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1",
                          "SubnetId": "subnet-1", "Status": "in-use",
                          "Attachment": {"AttachTime": "2026-03-02T11:00:00Z"}}]}\
                        """)
                    .talks("eni-1", "11:01-12:00")))
        .isEqualTo(
            "2026-03-02 09:00:00 to 11:01:00 [eni-1]: interface not there: attached at 2026-03-02"
                + " 11:00:00\n");
  }

  @Test
  void countsThatCannotBeReadAreNamedByLineAndColumn() throws IOException {
    Path file = folder.resolve("counts.csv");
    Files.writeString(file, "_time,count\n2026-03-02 09:00,many\n");
    assertThatThrownBy(() -> SiemCounts.read(file))
        .hasMessage(file + ":2:18: 'many' is no count (must be a whole number)");
    Files.writeString(file, "_time,count\n2026-03-02 09:00,1\nyesterday,2\n");
    assertThatThrownBy(() -> SiemCounts.read(file))
        .hasMessage(
            file
                + ":3:1: 'yesterday' is no time (must be like 2026-03-02T10:00:00Z; without an"
                + " offset it is UTC)");
  }

  @Test
  void countsAreReadAsSentinelAndSplunkExportThem() throws IOException {
    Path file = folder.resolve("counts.csv");
    Files.writeString(
        file,
        """
        "_time","count"
        "2026-03-02T09:00:00.000+0000","12"
        "3/2/2026, 10:00:00.000 AM","13"
        1772449200,14
        """);
    assertThat(SiemCounts.read(file).hours())
        .containsOnly(
            Map.entry(Scene.at("09:00"), 12L),
            Map.entry(Scene.at("10:00"), 13L),
            Map.entry(Scene.at("11:00"), 14L));
  }

  @Test
  void countsMayBeJsonAsTheirCommandLinesPrintIt() throws IOException {
    Path file = folder.resolve("counts.json");
    Files.writeString(
        file,
        """
        [{"TimeGenerated": "2026-03-02T09:00:00Z", "count_": "12"},
         {"TimeGenerated": "2026-03-02T10:00:00Z", "count_": 13}]
        """);
    assertThat(SiemCounts.read(file).hours())
        .containsOnly(Map.entry(Scene.at("09:00"), 12L), Map.entry(Scene.at("10:00"), 13L));
    Files.writeString(
        file,
        """
        {"preview": false, "result": {"_time": "2026-03-02T11:00:00.000+0000", "count": "14"}}
        {"preview": false, "result": {"_time": "2026-03-02T12:00:00.000+0000", "count": "15"}}
        """);
    assertThat(SiemCounts.read(file).hours())
        .containsOnly(Map.entry(Scene.at("11:00"), 14L), Map.entry(Scene.at("12:00"), 15L));
    Files.writeString(file, "[{\"TimeGenerated\": \"2026-03-02T09:00:00Z\", \"count_\": null}]");
    assertThatThrownBy(() -> SiemCounts.read(file))
        .hasMessage(file + ": row 1:2: 'null' is no count (must be a whole number)");
  }

  @Test
  void anActionThatNobodyCanTakeIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> PlannedAction.parse("terminate:vpc-1"))
        .hasMessage(
            "Invalid action: 'terminate:vpc-1' (must be one of terminate:i-…, stop:i-…,"
                + " isolate:i-…, isolate:eni-…, detach:eni-…, delete:eni-…, delete:subnet-…,"
                + " delete:vpc-…, delete:fl-…)");
  }

  /** What is covered and what is left make up the whole, and have no moment in common. */
  @Property
  void whatIsLeftAndWhatIsCoveredAreTheWhole(
      @ForAll @Size(max = 12) List<@IntRange(max = 1_000) Integer> begins,
      @ForAll @IntRange(min = 1, max = 200) int length) {
    Period whole = new Period(Instant.EPOCH, Instant.ofEpochSecond(1_000));
    List<Period> some = new ArrayList<>();
    for (int begin : begins) {
      some.add(new Period(Instant.ofEpochSecond(begin), Instant.ofEpochSecond(begin + length)));
    }
    List<Period> covered = new ArrayList<>();
    Period.merged(some, Duration.ZERO).forEach(p -> covered.addAll(p.common(whole)));
    List<Period> left = whole.without(covered);

    assertThat(Period.total(left).plus(Period.total(covered))).isEqualTo(whole.length());
    for (Period one : left) {
      assertThat(covered).noneMatch(one::overlaps);
    }
  }
}
