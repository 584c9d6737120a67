package io.flowproof.detection.gaps;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowproof.core.schema.FlowLogField;
import io.flowproof.core.schema.FlowTables;
import io.flowproof.detection.gaps.Blocker.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each of the five blockers: found, not found, and not to be told. */
class BlockersTest {
  private static final String ALL_DAY = "09:00-12:00";
  private static final String DELETION =
      """
      {"Events": [{"EventId": "e-1", "EventName": "DeleteFlowLogs", "EventTime": 1772445612,
        "Username": "mallory", "CloudTrailEvent": "{\\"sourceIPAddress\\": \\"198.51.100.7\\",
         \\"requestParameters\\": {\\"DeleteFlowLogsRequest\\": {\\"FlowLogId\\": {\\"content\\": \\"fl-1\\", \\"tag\\": 1}}},
         \\"responseElements\\": {\\"DeleteFlowLogsResponse\\": {\\"unsuccessful\\": \\"\\"}}}"}]}
      """
          .replace("\n   ", " ");

  @TempDir Path folder;
  private Scene scene;

  @BeforeEach
  void anIncident() {
    scene = new Scene(folder);
  }

  @Test
  void logsThatALifecycleRuleDeletesAreFoundWithTheDay() throws IOException {
    scene
        .flowLog("")
        .aws("get-bucket-versioning-logs.json", "{\"Status\": \"Enabled\"}")
        .aws(
            "get-bucket-lifecycle-configuration-logs.json",
            """
            {"Rules": [{"ID": "tidy", "Status": "Enabled", "Filter": {"Prefix": "flow/"},
              "Expiration": {"Days": 14}, "NoncurrentVersionExpiration": {"NoncurrentDays": 7}}]}\
            """)
        .collected();

    assertThat(scene.blocker(Kind.LOGS_ROTATED))
        .isEqualTo(
            """
            found
            ! s3 logs/flow: lifecycle rule tidy: after 14 days, versions 7 days later: logs of the window will be deleted on 2026-03-24 00:00:00
            - s3 logs/flow: the bucket keeps versions
            - No object of the case was seen with other bytes, overwritten or deleted
            > flowproof collect s3 s3://logs/flow --from 2026-03-02T09:00:00Z --to 2026-03-02T12:00:00Z --case DIR
            > flowproof evidence hold --case DIR --reason …   (prints a legal hold for each object)
            """);
  }

  @Test
  void eventsThatARetentionHasDeletedAreFound() throws IOException {
    scene
        .flowLog(
            "\"LogDestinationType\": \"cloud-watch-logs\", \"LogDestination\": \"\","
                + " \"LogGroupName\": \"vpc-flow\"")
        .aws(
            "describe-log-groups.json",
            "{\"logGroups\": [{\"logGroupName\": \"vpc-flow\", \"retentionInDays\": 1}]}");

    assertThat(scene.blocker(Kind.LOGS_ROTATED))
        .startsWith(
            """
            found
            ! cloud-watch-logs vpc-flow: retention of 1 day: logs of the window will be deleted from 2026-03-03 09:00:00 to 2026-03-03 12:00:00
            """)
        .contains("> aws logs delete-retention-policy --log-group-name vpc-flow\n");
  }

  @Test
  void anObjectThatWasOverwrittenIsFound() throws IOException {
    scene.collected(
        new SourceChange(
            "s3://logs/a.log.gz", Scene.NOW, "It was deleted at 2026-03-02T13:00:00Z"));

    assertThat(scene.blocker(Kind.LOGS_ROTATED))
        .startsWith("found\n! s3://logs/a.log.gz: It was deleted at 2026-03-02T13:00:00Z\n");
  }

  @Test
  void anObjectThatWasWrittenLongAfterItsSlotCameLateOrTwice() throws IOException {
    scene
        .object(
            new DeliveredObject(
                "s3://logs/a",
                "fl-1",
                Scene.at("09:05"),
                Scene.at("10:02"),
                Scene.at("09:05"),
                Scene.at("09:09"),
                0,
                false,
                List.of("eni-1")))
        .collected();

    assertThat(scene.blocker(Kind.LOGS_ROTATED))
        .contains(
            "? 1 object of fl-1 written last more than 30 min after the slot, such as s3://logs/a"
                + " at 2026-03-02 10:02:00: late, or overwritten\n");
  }

  @Test
  void logsThatNothingDeletesAndNobodyTouchedAreNotRotated() throws IOException {
    scene
        .flowLog("")
        .aws("get-bucket-versioning-logs.json", "{\"Status\": \"Enabled\"}")
        .aws(
            "get-bucket-lifecycle-configuration-logs.json",
            """
            {"Rules": [
              {"ID": "other", "Status": "Enabled", "Prefix": "cloudtrail/", "Expiration": {"Days": 1}},
              {"ID": "off", "Status": "Disabled", "Prefix": "", "Expiration": {"Days": 1}}]}\
            """)
        .collected();

    assertThat(scene.blocker(Kind.LOGS_ROTATED))
        .isEqualTo(
            """
            not found
            - s3 logs/flow: no lifecycle rule deletes them
            - s3 logs/flow: the bucket keeps versions
            - No object of the case was seen with other bytes, overwritten or deleted
            """);
  }

  @Test
  void withoutAnInventoryNobodyCanTellWhatIsDeleted() throws IOException {
    assertThat(scene.blocker(Kind.LOGS_ROTATED))
        .isEqualTo(
            """
            cannot tell
            ? Where flow logs are kept, and for how long, is not known: there is no inventory
            ? Whether objects were overwritten cannot be told from files alone
            > flowproof collect inventory --case DIR
            > flowproof collect s3 s3://BUCKET --case DIR   (says which objects were overwritten)
            """);
  }

  @Test
  void anHourThatTheSiemLacksIsFound() throws IOException {
    scene
        .hour("09:00", 100, 120)
        .hour("10:00", 100, 120)
        .hour("11:00", 100, 120)
        .siem("TimeGenerated,count_\n2026-03-02T09:00:00Z,110\n2026-03-02T11:00:00Z,40\n");

    assertThat(scene.blocker(Kind.SIEM_NOT_INGESTING))
        .startsWith(
            """
            found
            ! 2026-03-02 10:00:00: the SIEM has 0, these logs 100 flows (120 records)
            ! 2026-03-02 11:00:00: the SIEM has 40, these logs 100 flows (120 records)
            ! 2 hours with too few, at least 160 flows missing in the SIEM
            """);
  }

  @Test
  void aSiemThatHasEveryHourIngests() throws IOException {
    scene.hour("09:00", 100, 120).hour("10:00", 100, 120);
    scene.siem("2026-03-02 09:00,100\n2026-03-02 10:00,120\n");

    assertThat(scene.blocker(Kind.SIEM_NOT_INGESTING))
        .isEqualTo(
            "not found\n- 2 hours compared with %s/siem.csv: the SIEM has all\n".formatted(folder));
  }

  @Test
  void withoutCountsTheSiemIsNotKnownAndTheQueriesForThemAreGiven() throws IOException {
    assertThat(scene.blocker(Kind.SIEM_NOT_INGESTING))
        .isEqualTo(
            """
            cannot tell
            ? The SIEM's counts were not given
            > Sentinel: AWSVPCFlow | where TimeGenerated >= datetime(2026-03-02T09:00:00Z) and TimeGenerated < datetime(2026-03-02T12:00:00Z) | summarize count() by bin(TimeGenerated, 1h)
            > Splunk: sourcetype=aws:cloudwatchlogs:vpcflow earliest=1772442000 latest=1772452800 | bin _time span=1h | stats count by _time
            > Export the rows as CSV and give them with --siem-counts FILE.csv
            """);
  }

  @Test
  void terminatingAnInstanceLosesWhatIsNotCollectedYet() throws IOException {
    scene
        .flowLog("")
        .interfaces("1")
        .aws(
            "describe-instances.json",
            """
            {"Reservations": [{"Instances": [{"InstanceId": "i-1", "State": {"Name": "running"},
              "BlockDeviceMappings": [{"Ebs": {"VolumeId": "vol-1", "DeleteOnTermination": true}}]}]}]}\
            """)
        .talks("eni-1", ALL_DAY)
        .before("terminate:i-1");

    assertThat(scene.blocker(Kind.PRESERVATION_IN_CONFLICT))
        .isEqualTo(
            """
            found
            ! terminate i-1: the records of eni-1 end here at 2026-03-02 12:00:00; later ones are not collected
            ! terminate i-1: memory is lost, and no flow log holds what it tells (processes, keys, sessions)
            ! terminate i-1: the volume vol-1 is deleted with it
            - terminate i-1: whose addresses these were is described in the inventory of 2026-03-03 08:00:00: eni-1 (10.0.0.1)
            > Collect again up to now, and once more 20 minutes after you terminate i-1: records come late
            > Isolate first (--before isolate:i-1), image memory, then terminate i-1
            > aws ec2 create-snapshot --volume-id vol-1
            """);
  }

  @Test
  void deletingAnInterfaceEndsTheFlowLogThatRecordsItOnly() throws IOException {
    scene
        .flowLog("\"ResourceId\": \"eni-1\"")
        .interfaces("1")
        .talks("eni-1", ALL_DAY)
        .before("delete:eni-1");

    assertThat(scene.blocker(Kind.PRESERVATION_IN_CONFLICT))
        .contains(
            "! delete eni-1: fl-1 records eni-1 only and ends with it; its format is described"
                + " nowhere after\n");
  }

  @Test
  void isolatingWhatIsRecordedUpToNowLosesNothing() throws IOException {
    scene.flowLog("").interfaces("1").before("isolate:i-1");
    scene.talks("eni-1", ALL_DAY);
    InterfaceLog log = scene.report().logs().interfaces().get("eni-1");

    Blocker blocker =
        new ContainmentCheck(
                new Situation(
                    Scene.WINDOW,
                    Scene.WINDOW.to().plusSeconds(300),
                    scene.report().logs(),
                    scene.report().deliveries(),
                    scene.report().inventory(),
                    List.of(),
                    true,
                    List.of()))
            .check(List.of(PlannedAction.parse("isolate:i-1")));

    assertThat(log).isNotNull();
    assertThat(blocker.verdict()).isEqualTo(Blocker.Verdict.NOT_FOUND);
    assertThat(blocker.facts().stream().map(Blocker.Fact::text))
        .containsExactly(
            "isolate i-1: the records of eni-1 are here up to 2026-03-02 12:00:00",
            "isolate i-1: deletes nothing; connections that are tracked may go on, new ones come as"
                + " REJECT");
  }

  @Test
  void whatAnActionOnAnUnknownInstanceLosesCannotBeTold() throws IOException {
    scene.interfaces("1").before("stop:i-9");

    assertThat(scene.blocker(Kind.PRESERVATION_IN_CONFLICT))
        .isEqualTo(
            """
            cannot tell
            ? stop i-9: the inventory of 2026-03-03 08:00:00 has no interface of i-9
            > flowproof collect inventory --case DIR   (before you stop i-9)
            """);
  }

  @Test
  void flowLogsThatSomebodyDeletedAreFoundWithWhoAndWhatFellSilent() throws IOException {
    scene
        .awsBefore("describe-flow-logs.json", Scene.flowLogJson(""))
        .aws("describe-flow-logs.json", "{\"FlowLogs\": []}")
        .aws("lookup-events-DeleteFlowLogs.json", DELETION)
        .noEvents("CreateFlowLogs", "DeleteLogGroup", "DeleteLogStream")
        .interfaces("1", "2")
        .talks("eni-1", "09:00-10:00")
        .talks("eni-2", "09:00-10:01")
        .collected();

    assertThat(scene.blocker(Kind.ANTI_FORENSICS))
        .isEqualTo(
            """
            found
            ! 2026-03-02 10:00:12: DeleteFlowLogs by mallory from 198.51.100.7 on fl-1 (none was created on vpc-1 since)
            ! 2026-03-02 10:00:00: eni-1, eni-2 had traffic all the time, then no record for 2 h, all at once (fl-1 was deleted at 2026-03-02 10:00:12, deleted by mallory (DeleteFlowLogs))
            - CloudTrail was asked for the whole window: DeleteFlowLogs, CreateFlowLogs, DeleteLogGroup, DeleteLogStream
            - No record and no object has a time that cannot be
            > Look at what else that user did: CloudTrail, user mallory
            """);
  }

  @Test
  void takingTheRoleOfAFlowLogAwayIsFoundAndOtherRolesAreNot() throws IOException {
    scene
        .flowLog("\"DeliverLogsPermissionArn\": \"arn:aws:iam::1:role/flow\"")
        .aws(
            "lookup-events-DetachRolePolicy.json",
            """
            {"Events": [
              {"EventId": "e-1", "EventName": "DetachRolePolicy", "EventTime": "2026-03-02T10:00:00Z",
               "Username": "mallory", "CloudTrailEvent": "{\\"requestParameters\\": {\\"roleName\\": \\"flow\\"}}"},
              {"EventId": "e-2", "EventName": "DetachRolePolicy", "EventTime": "2026-03-02T10:01:00Z",
               "Username": "terraform", "CloudTrailEvent": "{\\"requestParameters\\": {\\"roleName\\": \\"web\\"}}"}]}\
            """);

    assertThat(scene.blocker(Kind.ANTI_FORENSICS))
        .contains("! 2026-03-02 10:00:00: DetachRolePolicy by mallory on flow\n")
        .doesNotContain("terraform");
  }

  @Test
  void anObjectWhoseRecordsAreOfAnotherTimeThanItsNameIsFound() throws IOException {
    scene
        .noEvents("DeleteFlowLogs", "CreateFlowLogs", "DeleteLogGroup", "DeleteLogStream")
        .object(
            new DeliveredObject(
                "s3://logs/a",
                "fl-1",
                Scene.at("09:05"),
                Scene.at("11:58"),
                Scene.at("11:50"),
                Scene.at("11:59:30"),
                0,
                false,
                List.of("eni-1")))
        .collected();

    assertThat(scene.blocker(Kind.ANTI_FORENSICS))
        .startsWith(
            """
            found
            ! 1 object of fl-1 hold records of another time than their name tells: s3://logs/a
            ! 1 object of fl-1 were written before their last record ended: s3://logs/a
            """);
  }

  @Test
  void aFormatThatChangedWithinTheWindowIsSaid() throws IOException {
    scene
        .someWithAllFields()
        .talksWith(FlowTables.presenceBit(FlowLogField.SRCADDR), "eni-1", ALL_DAY);

    assertThat(scene.blocker(Kind.ANTI_FORENSICS))
        .contains(
            "? Some records of eni-1 have account-id, action, asg-tag and ",
            " more and some have not: the format was changed in the window, or two flow logs record"
                + " them\n");
  }

  @Test
  void nothingIsFoundWhereCloudTrailWasAskedAndAllGoesOn() throws IOException {
    scene
        .noEvents("DeleteFlowLogs", "CreateFlowLogs", "DeleteLogGroup", "DeleteLogStream")
        .talks("eni-1", ALL_DAY)
        .collected();

    assertThat(scene.blocker(Kind.ANTI_FORENSICS))
        .isEqualTo(
            """
            not found
            - CloudTrail was asked for the whole window: DeleteFlowLogs, CreateFlowLogs, DeleteLogGroup, DeleteLogStream
            - No record and no object has a time that cannot be
            """);
  }

  @Test
  void withoutCloudTrailNobodyCanTellWhoTouchedTheLogs() throws IOException {
    scene.talks("eni-1", ALL_DAY);

    assertThat(scene.blocker(Kind.ANTI_FORENSICS))
        .isEqualTo(
            """
            cannot tell
            ? CloudTrail was not asked for the whole window: DeleteFlowLogs, CreateFlowLogs, DeleteLogGroup, DeleteLogStream
            ? Whether objects changed after delivery is seen when a case is collected
            - No record and no object has a time that cannot be
            > flowproof collect inventory --case DIR --from 2026-03-02T09:00:00Z --to 2026-03-02T12:00:00Z
            """);
  }

  @Test
  void anInterfaceThatNothingRecordsIsFound() throws IOException {
    scene
        .flowLog("\"ResourceId\": \"eni-1\", \"DeliverLogsErrorMessage\": \"Rate limited\"")
        .interfaces("1", "2")
        .talks("eni-1", ALL_DAY)
        .loses("eni-1", "10:00-10:05");

    assertThat(scene.blocker(Kind.COVERAGE_MISSING))
        .startsWith(
            """
            found
            ! 2026-03-02 09:00:00 to 12:00:00 (3 h): no record of eni-2: no flow log is on it, its subnet or its VPC
            ! AWS lost records (SKIPDATA) in 5 windows of eni-1, 2026-03-02 10:00:00 to 10:05:00: each stands for an unknown number of flows
            ! fl-1 on eni-1 delivers with errors: Rate limited
            """);
  }

  @Test
  void recordsWithoutTheFieldsThatTellAreFound() throws IOException {
    scene.interfaces("1").talksWith(0, "eni-1", ALL_DAY);

    assertThat(scene.blocker(Kind.COVERAGE_MISSING))
        .contains(
            "! Records of every interface lack tcp-flags: whether a connection was established is a"
                + " guess\n");
  }

  @Test
  void aWindowWithoutAnyRecordIsFound() throws IOException {
    assertThat(scene.blocker(Kind.COVERAGE_MISSING))
        .startsWith("found\n! No record of any interface lies in the window\n");
  }

  @Test
  void everyInterfaceRecordedAllTheTimeLacksNothing() throws IOException {
    scene.flowLog("").interfaces("1", "2").talks("eni-1", ALL_DAY).silent("eni-2", ALL_DAY);

    assertThat(scene.blocker(Kind.COVERAGE_MISSING))
        .isEqualTo("not found\n- Every one of 2 described interfaces was recorded all the time\n");
  }

  @Test
  void withoutAnInventoryNobodyKnowsWhichInterfacesThereShouldBe() throws IOException {
    scene.talks("eni-1", ALL_DAY);

    assertThat(scene.blocker(Kind.COVERAGE_MISSING))
        .isEqualTo(
            """
            cannot tell
            ? Which interfaces there should be is not known: no inventory describes them
            > flowproof collect inventory --case DIR
            """);
  }
}
