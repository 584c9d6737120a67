package io.flowproof.aws.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowproof.aws.AwsCli;
import io.flowproof.aws.AwsCli.Printed;
import io.flowproof.aws.AwsStub;
import io.flowproof.aws.AwsStub.Answer;
import io.flowproof.aws.AwsStub.Call;
import io.flowproof.aws.ServerClock;
import io.flowproof.evidence.custody.Actor;
import io.flowproof.evidence.custody.CaseFolder;
import io.flowproof.evidence.custody.CustodyRecord;
import io.flowproof.evidence.custody.KeptObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS CLI understands the stub, and prints of it what the collector keeps. */
class AwsCliTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InventoryRequest REQUEST =
      new InventoryRequest(
          Instant.parse("2024-05-01T00:00:00Z"), Instant.parse("2024-05-15T00:00:00Z"));

  @TempDir Path temporary;

  @BeforeAll
  static void theCliIsHere() {
    assumeFalse(AwsCli.version().isEmpty(), "There is no AWS CLI here");
  }

  /** As {@link InventoryCollectorTest#answer}, with a second page of flow logs. */
  private static Answer answer(Call call) {
    Answer answer = InventoryCollectorTest.answer(call);
    if (!call.operation().equals("DescribeFlowLogs")) {
      return answer;
    }
    return call.body().contains("NextToken=next")
        ? Answer.ok(answer.body().replace("fl-0123456789abcdef0", "fl-0123456789abcdef1"))
        : Answer.ok(
            answer.body().replace("</flowLogSet>", "</flowLogSet><nextToken>next</nextToken>"));
  }

  @Test
  void printsWhatTheCollectorKeeps() throws IOException {
    try (AwsStub stub = AwsStub.answering(AwsCliTest::answer)) {
      collect(stub);
      AwsCli cli = new AwsCli(stub.access().endpoint().orElseThrow(), temporary);

      JsonNode flowLogs = json(cli.aws("ec2", "describe-flow-logs", "--output", "json"));
      assertThat(flowLogs.path("FlowLogs")).hasSize(2);
      assertThat(same(flowLogs.path("FlowLogs").path(0)))
          .isEqualTo(same(kept("describe-flow-logs-0001").path("FlowLogs").path(0)));
      assertThat(same(flowLogs.path("FlowLogs").path(1)))
          .isEqualTo(same(kept("describe-flow-logs-0002").path("FlowLogs").path(0)));
      assertThat(same(json(cli.aws("logs", "describe-log-groups", "--output", "json"))))
          .isEqualTo(same(kept("describe-log-groups-vpc-flow-0001")));
    }
  }

  @Test
  void thePrintedCommandsRunAndWriteWhatTheCollectorKeeps() throws IOException {
    try (AwsStub stub = AwsStub.answering(AwsCliTest::answer)) {
      collect(stub);
      AwsCli cli = new AwsCli(stub.access().endpoint().orElseThrow(), temporary);
      List<String> lines =
          InventoryCommands.inventory(REQUEST, Optional.of("us-east-1")).stream()
              .filter(
                  line ->
                      line.startsWith("mkdir")
                          || line.contains("describe-vpcs")
                          || line.contains("=DeleteFlowLogs"))
              .toList();
      assertThat(lines).hasSize(3);

      Printed printed = cli.shell(lines);

      assertThat(printed.code()).as(printed.err()).isZero();
      assertThat(same(written("lookup-events-DeleteFlowLogs.json")))
          .isEqualTo(same(kept("lookup-events-DeleteFlowLogs-0001")));
      assertThat(written("describe-vpcs.json").path("Vpcs")).isEmpty();
    }
  }

  @Test
  void isRefusedAsTheCollectorIs() throws IOException {
    try (AwsStub stub = AwsStub.answering(AwsCliTest::answer)) {
      AwsCli cli = new AwsCli(stub.access().endpoint().orElseThrow(), temporary);

      Printed printed = cli.aws("ec2", "describe-instances");

      assertThat(printed.code()).isNotZero();
      assertThat(printed.err()).contains("(UnauthorizedOperation)", "You are not authorized");
    }
  }

  @Test
  void followsTheTokensOfEmptyPagesOfEvents() throws IOException {
    try (AwsStub stub =
        AwsStub.answering(
            call ->
                Answer.ok(
                    call.body().contains("\"t1\"")
                        ? """
                        {"events":[{"logStreamName":"eni-1-all","timestamp":1715677200000,"message":"m","ingestionTime":1715677300000,"eventId":"1"}],"searchedLogStreams":[]}"""
                        : "{\"events\":[],\"searchedLogStreams\":[],\"nextToken\":\"t1\"}"))) {
      AwsCli cli = new AwsCli(stub.access().endpoint().orElseThrow(), temporary);

      JsonNode events =
          json(cli.aws("logs", "filter-log-events", "--log-group-name", "g", "--output", "json"));

      assertThat(events.path("events")).hasSize(1);
      assertThat(events.path("events").path(0).path("timestamp").asLong())
          .isEqualTo(1715677200000L);
    }
  }

  private static JsonNode json(Printed printed) throws IOException {
    assertThat(printed.code()).as(printed.err()).isZero();
    return JSON.readTree(printed.out());
  }

  private JsonNode written(String name) throws IOException {
    return JSON.readTree(Files.readString(temporary.resolve("inventory").resolve(name)));
  }

  /** Version 1 of the CLI prints some times as seconds, version 2 all in ISO 8601. */
  private static String same(JsonNode node) {
    if (node.isObject()) {
      StringBuilder text = new StringBuilder("{");
      node.properties().stream()
          .filter(
              e -> !e.getValue().isNull() && !(e.getValue().isArray() && e.getValue().isEmpty()))
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> text.append(e.getKey()).append(':').append(same(e.getKey(), e.getValue())));
      return text.append('}').toString();
    }
    if (node.isArray()) {
      StringBuilder text = new StringBuilder("[");
      node.forEach(each -> text.append(same(each)).append(','));
      return text.append(']').toString();
    }
    return node.asText();
  }

  private static String same(String name, JsonNode value) {
    if (name.endsWith("Time") && value.isNumber()) {
      return Instant.ofEpochMilli(Math.round(value.asDouble() * 1000)).toString();
    }
    return name.endsWith("Time") && value.isTextual()
        ? OffsetDateTime.parse(value.asText()).toInstant().toString()
        : same(value);
  }

  private void collect(AwsStub stub) throws IOException {
    Actor actor = new Actor("kim@lab", "flowproof test", Clock.systemUTC());
    try (CaseFolder open = CaseFolder.openOrBegin(temporary.resolve("case"), "t", actor)) {
      new InventoryCollector(stub.access(), new ServerClock(Clock.systemUTC()), REQUEST)
          .into(open, "flowproof collect inventory");
    }
  }

  private JsonNode kept(String name) throws IOException {
    KeptObject object =
        CustodyRecord.read(temporary.resolve("case")).objects().stream()
            .filter(o -> o.path().endsWith("/" + name + ".json"))
            .findFirst()
            .orElseThrow();
    return JSON.readTree(temporary.resolve("case").resolve(object.path()).toFile());
  }
}
