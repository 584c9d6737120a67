package io.flowproof.aws.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.aws.AwsStub;
import io.flowproof.aws.AwsStub.Answer;
import io.flowproof.aws.AwsStub.Call;
import io.flowproof.aws.ServerClock;
import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CollectionTotals;
import io.flowproof.evidence.custody.CustodyEntry;
import io.flowproof.evidence.custody.CustodyEntry.Action;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.KeptObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryCollectorTest {
  private static final String FLOW_LOGS =
      """
      <DescribeFlowLogsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <requestId>1</requestId>
        <flowLogSet><item>
          <flowLogId>fl-0123456789abcdef0</flowLogId>
          <creationTime>2024-01-01T00:00:00.000Z</creationTime>
          <deliverLogsStatus>SUCCESS</deliverLogsStatus>
          <flowLogStatus>ACTIVE</flowLogStatus>
          <logDestinationType>cloud-watch-logs</logDestinationType>
          <logGroupName>vpc-flow</logGroupName>
          <logFormat>${version} ${srcaddr}</logFormat>
          <maxAggregationInterval>600</maxAggregationInterval>
          <resourceId>vpc-1</resourceId>
          <trafficType>ALL</trafficType>
        </item></flowLogSet>
      </DescribeFlowLogsResponse>""";
  private static final String TRAIL =
      """
      {"Events":[{"EventId":"e-1","EventName":"DeleteFlowLogs","EventTime":1715677200,"EventSource":"ec2.amazonaws.com","Username":"mallory","CloudTrailEvent":"{}"}]}""";
  private static final InventoryRequest REQUEST =
      new InventoryRequest(
          Instant.parse("2024-05-01T00:00:00Z"), Instant.parse("2024-05-15T00:00:00Z"));

  @TempDir Path temporary;

  static Answer answer(Call call) {
    return switch (call.operation()) {
      case "DescribeFlowLogs" -> Answer.ok(FLOW_LOGS);
      case "DescribeInstances" ->
          new Answer(
              403,
              "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not"
                  + " authorized</Message></Error></Errors><RequestID>2</RequestID></Response>");
      case "DescribeLogGroups" ->
          Answer.ok("{\"logGroups\":[{\"logGroupName\":\"vpc-flow\",\"retentionInDays\":7}]}");
      case "LookupEvents" ->
          Answer.ok(call.body().contains("\"DeleteFlowLogs\"") ? TRAIL : "{\"Events\":[]}");
      default ->
          Answer.ok(
              "<%sResponse><requestId>3</requestId></%sResponse>"
                  .formatted(call.operation(), call.operation()));
    };
  }

  @Test
  void keepsAnswersInTheJsonOfTheAwsCli() throws IOException {
    collect();

    JsonNode log = json("describe-flow-logs-0001").path("FlowLogs").path(0);
    assertThat(log.path("FlowLogId").asText()).isEqualTo("fl-0123456789abcdef0");
    assertThat(log.path("LogFormat").asText()).isEqualTo("${version} ${srcaddr}");
    assertThat(log.path("MaxAggregationInterval").asInt()).isEqualTo(600);
    assertThat(log.path("CreationTime").asText()).isEqualTo("2024-01-01T00:00:00Z");
    assertThat(
            json("describe-log-groups-vpc-flow-0001")
                .path("logGroups")
                .path(0)
                .path("retentionInDays")
                .asInt())
        .isEqualTo(7);
    assertThat(
            json("lookup-events-DeleteFlowLogs-0001")
                .path("Events")
                .path(0)
                .path("Username")
                .asText())
        .isEqualTo("mallory");
  }

  @Test
  void whatMayNotBeReadIsSaidWithThePermissionAndTheRestGoesOn() throws IOException {
    CollectionTotals totals = collect();

    assertThat(totals.complete()).isFalse();
    assertThat(record().entries(Action.PROBLEM))
        .singleElement()
        .extracting(CustodyEntry::body)
        .extracting(body -> body.path("uri").asText() + " " + body.path("message").asText())
        .isEqualTo(
            "aws://us-east-1/describe-instances Access denied: You are not authorized (needs"
                + " ec2:DescribeInstances)");
    assertThat(record().objects().stream().map(KeptObject::path))
        .anyMatch(path -> path.endsWith("describe-vpcs-0001.json"));
  }

  @Test
  void eachCollectionKeepsItsOwnState() throws IOException {
    collect();
    long first = record().objects().size();
    collect();

    assertThat(record().objects()).hasSize((int) (2 * first));
    assertThat(record().entries(Action.PROBLEM)).hasSize(2);
  }

  @Test
  void thePolicyNamesWhatTheCommandsNeed() {
    String policy = InventoryCommands.policy().toLowerCase(Locale.ROOT);

    for (String line : InventoryCommands.inventory(REQUEST, Optional.of("us-east-1"))) {
      if (line.startsWith("aws ec2 ")) {
        String operation = line.split(" ")[2].replace("-", "");
        assertThat(policy).contains("ec2:" + operation);
      }
    }
    assertThat(policy).contains("logs:describeloggroups", "cloudtrail:lookupevents");
  }

  private CollectionTotals collect() throws IOException {
    Actor actor = new Actor("kim@lab", "flowproof test", Clock.systemUTC());
    try (AwsStub aws = AwsStub.answering(InventoryCollectorTest::answer);
        CaseFolder open = CaseFolder.openOrBegin(temporary.resolve("case"), "t", actor)) {
      return new InventoryCollector(aws.access(), new ServerClock(Clock.systemUTC()), REQUEST)
          .into(open, "flowproof collect inventory");
    }
  }

  private JsonNode json(String name) throws IOException {
    KeptObject object =
        record().objects().stream()
            .filter(o -> o.path().endsWith(name + ".json"))
            .findFirst()
            .orElseThrow();
    return new ObjectMapper().readTree(temporary.resolve("case").resolve(object.path()).toFile());
  }

  private CustodyRecord record() throws IOException {
    return CustodyRecord.read(temporary.resolve("case"));
  }
}
